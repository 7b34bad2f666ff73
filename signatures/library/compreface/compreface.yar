// A program may join the address of a request: the beginning of the path stands by itself, and the request's name too.
rule compreface_joined_identification
{
  strings:
    $root1 = "/api/v1/recognition'"
    $root2 = "/api/v1/recognition\""
    $call1 = "/recognize" fullword
  condition:
    any of ($root*) and $call1
}

rule compreface_joined_enrollment
{
  strings:
    $root1 = "/api/v1/recognition'"
    $root2 = "/api/v1/recognition\""
    $call1 = "/faces" fullword
    $call2 = "/subjects" fullword
  condition:
    any of ($root*) and any of ($call*)
}

rule compreface_joined_verification
{
  strings:
    $root1 = "/api/v1/verification'"
    $root2 = "/api/v1/verification\""
  condition:
    any of them
}
