// The service's name and one of its operations in the same file. Neither alone would do: other clouds have the same operations.
rule tencent_iai_identification
{
  strings:
    $service1 = "tencentcloud.iai"
    $service2 = "tencentcloudapi.iai"
    $service3 = "tencentcloud/iai"
    $service4 = "iai.tencentcloudapi.com"
    $service5 = "iai_client"
    $call1 = ".SearchFaces("
    $call2 = ".SearchFacesRequest"
    $call3 = ".SearchFacesReturnsByGroup("
    $call4 = ".SearchFacesReturnsByGroupRequest"
    $call5 = ".SearchPersons("
    $call6 = ".SearchPersonsRequest"
    $call7 = ".SearchPersonsReturnsByGroup("
    $call8 = ".SearchPersonsReturnsByGroupRequest"
  condition:
    any of ($service*) and any of ($call*)
}

rule tencent_iai_verification
{
  strings:
    $service1 = "tencentcloud.iai"
    $service2 = "tencentcloudapi.iai"
    $service3 = "tencentcloud/iai"
    $service4 = "iai.tencentcloudapi.com"
    $service5 = "iai_client"
    $call1 = ".CompareFace("
    $call2 = ".CompareFaceRequest"
    $call3 = ".CompareMaskFace("
    $call4 = ".CompareMaskFaceRequest"
    $call5 = ".DetectFaceSimilarity("
    $call6 = ".DetectFaceSimilarityRequest"
    $call7 = ".VerifyPerson("
    $call8 = ".VerifyPersonRequest"
    $call9 = ".VerifyFace("
    $call10 = ".VerifyFaceRequest"
  condition:
    any of ($service*) and any of ($call*)
}

rule tencent_iai_enrollment
{
  strings:
    $service1 = "tencentcloud.iai"
    $service2 = "tencentcloudapi.iai"
    $service3 = "tencentcloud/iai"
    $service4 = "iai.tencentcloudapi.com"
    $service5 = "iai_client"
    $call1 = ".CreatePerson("
    $call2 = ".CreatePersonRequest"
    $call3 = ".CreateFace("
    $call4 = ".CreateFaceRequest"
    $call5 = ".CopyPerson("
    $call6 = ".CopyPersonRequest"
    $call7 = ".ModifyPersonGroupInfo("
    $call8 = ".ModifyPersonGroupInfoRequest"
  condition:
    any of ($service*) and any of ($call*)
}

rule tencent_iai_detection
{
  strings:
    $service1 = "tencentcloud.iai"
    $service2 = "tencentcloudapi.iai"
    $service3 = "tencentcloud/iai"
    $service4 = "iai.tencentcloudapi.com"
    $service5 = "iai_client"
    $call1 = ".DetectFace("
    $call2 = ".DetectFaceRequest"
  condition:
    any of ($service*) and any of ($call*)
}

rule tencent_iai_landmarks
{
  strings:
    $service1 = "tencentcloud.iai"
    $service2 = "tencentcloudapi.iai"
    $service3 = "tencentcloud/iai"
    $service4 = "iai.tencentcloudapi.com"
    $service5 = "iai_client"
    $call1 = ".AnalyzeFace("
    $call2 = ".AnalyzeFaceRequest"
    $call3 = ".AnalyzeDenseLandmarks("
    $call4 = ".AnalyzeDenseLandmarksRequest"
  condition:
    any of ($service*) and any of ($call*)
}

rule tencent_iai_analysis
{
  strings:
    $service1 = "tencentcloud.iai"
    $service2 = "tencentcloudapi.iai"
    $service3 = "tencentcloud/iai"
    $service4 = "iai.tencentcloudapi.com"
    $service5 = "iai_client"
    $call1 = ".DetectFaceAttributes("
    $call2 = ".DetectFaceAttributesRequest"
  condition:
    any of ($service*) and any of ($call*)
}

rule tencent_iai_liveness
{
  strings:
    $service1 = "tencentcloud.iai"
    $service2 = "tencentcloudapi.iai"
    $service3 = "tencentcloud/iai"
    $service4 = "iai.tencentcloudapi.com"
    $service5 = "iai_client"
    $call1 = ".DetectLiveFace("
    $call2 = ".DetectLiveFaceRequest"
    $call3 = ".DetectLiveFaceAccurate("
    $call4 = ".DetectLiveFaceAccurateRequest"
  condition:
    any of ($service*) and any of ($call*)
}
