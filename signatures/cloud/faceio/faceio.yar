// The service's name and its call to enrol a face in the same file.
rule faceio_enrollment
{
  strings:
    $service1 = "cdn.faceio.net"
    $service2 = "@faceio/fiojs"
    $call = ".enroll("
  condition:
    any of ($service*) and $call
}
