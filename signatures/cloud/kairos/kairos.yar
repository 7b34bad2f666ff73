// The service's host and one of its requests in the same file, for programs that put the address together themselves.
rule kairos_identification
{
  strings:
    $service1 = "api.kairos.com"
    $call1 = "/recognize"
  condition:
    any of ($service*) and any of ($call*)
}

rule kairos_verification
{
  strings:
    $service1 = "api.kairos.com"
    $call1 = "/verify"
  condition:
    any of ($service*) and any of ($call*)
}

rule kairos_enrollment
{
  strings:
    $service1 = "api.kairos.com"
    $call1 = "/enroll"
    $call2 = "/gallery/"
  condition:
    any of ($service*) and any of ($call*)
}
