// The gateway of the site's server and one request of its face service in the same file.
rule hikcentral_face_enrollment
{
  strings:
    $gateway = "artemis" nocase
    $call1 = "/api/frs/v1/face/single/"
    $call2 = "/api/frs/v1/face/group"
  condition:
    $gateway and any of ($call*)
}

rule hikcentral_face_identification
{
  strings:
    $gateway = "artemis" nocase
    $call1 = "/api/frs/v1/application/oneToMany"
    $call2 = "/api/frs/v1/application/captureSearch"
    $call3 = "/api/frs/v1/plan/recognition/"
  condition:
    $gateway and any of ($call*)
}
