// The service's host and one of its requests in the same file, for programs that put the address together themselves.
rule skybiometry_identification
{
  strings:
    $host = "api.skybiometry.com"
    $call1 = "/recognize.json"
    $call2 = "/recognize?"
    $call3 = "faces/recognize"
  condition:
    $host and any of ($call*)
}

rule skybiometry_enrollment
{
  strings:
    $host = "api.skybiometry.com"
    $call1 = "tags/save"
    $call2 = "faces/train"
  condition:
    $host and any of ($call*)
}
