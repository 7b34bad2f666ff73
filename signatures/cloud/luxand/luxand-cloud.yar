// The service's host and one of its requests in the same file, for programs that put the address together themselves.
rule luxand_cloud_identification
{
  strings:
    $service1 = "api.luxand.cloud"
    $call1 = "/photo/search"
    $call2 = "/photo/celebrity"
  condition:
    any of ($service*) and any of ($call*)
}

rule luxand_cloud_verification
{
  strings:
    $service1 = "api.luxand.cloud"
    $call1 = "/photo/verify"
    $call2 = "/photo/similarity"
  condition:
    any of ($service*) and any of ($call*)
}

rule luxand_cloud_enrollment
{
  strings:
    $service1 = "api.luxand.cloud"
    $call1 = "/subject"
    $call2 = "/v2/person"
  condition:
    any of ($service*) and any of ($call*)
}

rule luxand_cloud_analysis
{
  strings:
    $service1 = "api.luxand.cloud"
    $call1 = "/photo/emotions"
  condition:
    any of ($service*) and any of ($call*)
}

rule luxand_cloud_liveness
{
  strings:
    $service1 = "api.luxand.cloud"
    $call1 = "/photo/liveness"
  condition:
    any of ($service*) and any of ($call*)
}

rule luxand_cloud_landmarks
{
  strings:
    $service1 = "api.luxand.cloud"
    $call1 = "/photo/landmarks"
  condition:
    any of ($service*) and any of ($call*)
}
