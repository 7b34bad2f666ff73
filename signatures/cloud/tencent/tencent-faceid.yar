// The service's name and one of its operations with a face in the same file. Names and telephones are checked by the same service.
rule tencent_faceid_verification
{
  strings:
    $service1 = "tencentcloud.faceid"
    $service2 = "tencentcloudapi.faceid"
    $service3 = "tencentcloud/faceid"
    $service4 = "faceid.tencentcloudapi.com"
    $service5 = "faceid_client"
    $call1 = ".LivenessCompare("
    $call2 = ".LivenessCompareRequest"
    $call3 = ".LivenessRecognition("
    $call4 = ".LivenessRecognitionRequest"
    $call5 = ".ImageRecognitionV2("
    $call6 = ".ImageRecognitionV2Request"
    $call7 = ".DetectAuth("
    $call8 = ".DetectAuthRequest"
    $call9 = ".GetFaceIdToken("
    $call10 = ".GetFaceIdTokenRequest"
    $call11 = "'LivenessCompare'"
    $call12 = "'LivenessRecognition'"
    $call13 = "'ImageRecognition'"
  condition:
    any of ($service*) and any of ($call*)
}

rule tencent_faceid_liveness
{
  strings:
    $service1 = "tencentcloud.faceid"
    $service2 = "tencentcloudapi.faceid"
    $service3 = "tencentcloud/faceid"
    $service4 = "faceid.tencentcloudapi.com"
    $service5 = "faceid_client"
    $call1 = ".LivenessCompare("
    $call2 = ".LivenessCompareRequest"
    $call3 = ".LivenessRecognition("
    $call4 = ".LivenessRecognitionRequest"
    $call5 = ".DetectAIFakeFaces("
    $call6 = ".DetectAIFakeFacesRequest"
  condition:
    any of ($service*) and any of ($call*)
}
