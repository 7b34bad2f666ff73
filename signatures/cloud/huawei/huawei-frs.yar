// The service's kit or host and one of its requests in the same file.
rule huawei_frs_identification
{
  strings:
    $service1 = "huaweicloudsdkfrs"
    $service2 = "huaweicloud.sdk.frs"
    $service3 = "huaweicloud-sdk-frs"
    $service4 = /face\.[a-z]{2}-[a-z]{4,9}-[0-9]{1,3}\.myhuaweicloud\.com/ ascii wide
    $call1 = ".search_face_by_"
    $call2 = ".searchFaceBy"
    $call3 = ".SearchFaceBy"
    $call4 = /\/face-sets\/[^\s"'?]{1,80}\/search/ ascii wide
  condition:
    any of ($service*) and any of ($call*)
}

rule huawei_frs_verification
{
  strings:
    $service1 = "huaweicloudsdkfrs"
    $service2 = "huaweicloud.sdk.frs"
    $service3 = "huaweicloud-sdk-frs"
    $service4 = /face\.[a-z]{2}-[a-z]{4,9}-[0-9]{1,3}\.myhuaweicloud\.com/ ascii wide
    $call1 = "/face-compare"
    $call2 = ".compare_face_by_"
    $call3 = ".compareFaceBy"
    $call4 = ".CompareFaceBy"
  condition:
    any of ($service*) and any of ($call*)
}

rule huawei_frs_enrollment
{
  strings:
    $service1 = "huaweicloudsdkfrs"
    $service2 = "huaweicloud.sdk.frs"
    $service3 = "huaweicloud-sdk-frs"
    $service4 = /face\.[a-z]{2}-[a-z]{4,9}-[0-9]{1,3}\.myhuaweicloud\.com/ ascii wide
    $call1 = "/face-sets"
    $call2 = ".add_faces_by_"
    $call3 = ".addFacesBy"
    $call4 = ".create_face_set("
    $call5 = ".createFaceSet("
  condition:
    any of ($service*) and any of ($call*)
}

rule huawei_frs_detection
{
  strings:
    $service1 = "huaweicloudsdkfrs"
    $service2 = "huaweicloud.sdk.frs"
    $service3 = "huaweicloud-sdk-frs"
    $service4 = /face\.[a-z]{2}-[a-z]{4,9}-[0-9]{1,3}\.myhuaweicloud\.com/ ascii wide
    $call1 = "/face-detect?"
    $call2 = ".detect_face_by_"
    $call3 = ".detectFaceBy"
  condition:
    any of ($service*) and any of ($call*)
}

rule huawei_frs_liveness
{
  strings:
    $service1 = "huaweicloudsdkfrs"
    $service2 = "huaweicloud.sdk.frs"
    $service3 = "huaweicloud-sdk-frs"
    $service4 = /face\.[a-z]{2}-[a-z]{4,9}-[0-9]{1,3}\.myhuaweicloud\.com/ ascii wide
    $call1 = "/live-detect"
    $call2 = ".detect_live_by_"
    $call3 = ".detect_live_face_by_"
    $call4 = ".detectLiveBy"
  condition:
    any of ($service*) and any of ($call*)
}

// The address of the service in any region, by itself.
rule huawei_frs_host
{
  strings:
    $host = /face\.[a-z]{2}-[a-z]{4,9}-[0-9]{1,3}\.myhuaweicloud\.com/ ascii wide
  condition:
    $host
}
