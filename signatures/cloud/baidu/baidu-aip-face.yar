// The service's host and one of its face requests in the same file, for programs that put the address together themselves.
rule baidu_aip_face_identification
{
  strings:
    $service1 = "aip.baidubce.com"
    $call1 = "/rest/2.0/face/v3/search"
    $call2 = "/rest/2.0/face/v3/multi-search"
    $call3 = "/rest/2.0/face/capture/search"
  condition:
    any of ($service*) and any of ($call*)
}

rule baidu_aip_face_verification
{
  strings:
    $service1 = "aip.baidubce.com"
    $call1 = "/rest/2.0/face/v3/match"
    $call2 = "/rest/2.0/face/v3/person/verify"
    $call3 = "/rest/2.0/face/v3/person/idmatch"
  condition:
    any of ($service*) and any of ($call*)
}

rule baidu_aip_face_enrollment
{
  strings:
    $service1 = "aip.baidubce.com"
    $call1 = "/rest/2.0/face/v3/faceset/"
  condition:
    any of ($service*) and any of ($call*)
}

rule baidu_aip_face_detection
{
  strings:
    $service1 = "aip.baidubce.com"
    $call1 = "/rest/2.0/face/v3/detect"
  condition:
    any of ($service*) and any of ($call*)
}

rule baidu_aip_face_liveness
{
  strings:
    $service1 = "aip.baidubce.com"
    $call1 = "/rest/2.0/face/v3/faceverify"
    $call2 = "/rest/2.0/face/v1/faceliveness/"
  condition:
    any of ($service*) and any of ($call*)
}

rule baidu_aip_face_kit_identification
{
  strings:
    $service = "AipFace"
    $call1 = ".multiSearch("
    $call2 = "client.search("
  condition:
    $service and any of ($call*)
}

rule baidu_aip_face_kit_verification
{
  strings:
    $service = "AipFace"
    $call1 = "client.match("
    $call2 = ".personVerify("
  condition:
    $service and any of ($call*)
}

rule baidu_aip_face_kit_enrollment
{
  strings:
    $service = "AipFace"
    $call1 = ".addUser("
    $call2 = ".groupAdd("
  condition:
    $service and any of ($call*)
}

rule baidu_aip_face_kit_detection
{
  strings:
    $service = "AipFace"
    $call1 = "client.detect("
  condition:
    $service and any of ($call*)
}
