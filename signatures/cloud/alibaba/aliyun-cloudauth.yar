// The service's name and one of its operations with a face in the same file. Names and telephones are checked by the same service.
rule aliyun_cloudauth_verification
{
  strings:
    $service1 = "alibabacloud_cloudauth20190307"
    $service2 = "aliyunsdkcloudauth"
    $service3 = "cloudauth20190307"
    $service4 = "cloudauth.aliyuncs.com"
    $service5 = "cloudauth.cn-shanghai.aliyuncs.com"
    $service6 = "cloudauth.cn-beijing.aliyuncs.com"
    $call1 = "InitFaceVerify"
    $call2 = "initFaceVerify"
    $call3 = "init_face_verify"
    $call4 = "DescribeFaceVerify"
    $call5 = "describeFaceVerify"
    $call6 = "describe_face_verify"
    $call7 = "CompareFaceVerify"
    $call8 = "compareFaceVerify"
    $call9 = "compare_face_verify"
    $call10 = "ContrastFaceVerify"
    $call11 = "contrastFaceVerify"
    $call12 = "contrast_face_verify"
    $call13 = "CompareFacesRequest"
  condition:
    any of ($service*) and any of ($call*)
}

rule aliyun_cloudauth_liveness
{
  strings:
    $service1 = "alibabacloud_cloudauth20190307"
    $service2 = "aliyunsdkcloudauth"
    $service3 = "cloudauth20190307"
    $service4 = "cloudauth.aliyuncs.com"
    $service5 = "cloudauth.cn-shanghai.aliyuncs.com"
    $service6 = "cloudauth.cn-beijing.aliyuncs.com"
    $call1 = "LivenessFaceVerify"
    $call2 = "livenessFaceVerify"
    $call3 = "liveness_face_verify"
    $call4 = "InitFaceVerify"
    $call5 = "initFaceVerify"
    $call6 = "init_face_verify"
  condition:
    any of ($service*) and any of ($call*)
}
