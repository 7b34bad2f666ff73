// The service's name and one of its operations in the same file. Neither alone would do: other clouds have the same operations.
rule tencent_iai_identification
{
  strings:
    $service1 = "tencentcloud.iai"
    $service2 = "tencentcloudapi.iai"
    $service3 = "tencentcloud/iai"
    $service4 = "iai.tencentcloudapi.com"
    $service5 = "iai_client"
    $call1 = "SearchFaces" fullword
    $call2 = "SearchFacesReturnsByGroup" fullword
    $call3 = "SearchPersons" fullword
    $call4 = "SearchPersonsReturnsByGroup" fullword
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
    $call1 = "CompareFace" fullword
    $call2 = "CompareMaskFace" fullword
    $call3 = "DetectFaceSimilarity" fullword
    $call4 = "VerifyPerson" fullword
    $call5 = "VerifyFace" fullword
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
    $call1 = "CreatePerson" fullword
    $call2 = "CreateFace" fullword
    $call3 = "CopyPerson" fullword
    $call4 = "ModifyPersonGroupInfo" fullword
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
    $call1 = "DetectFace" fullword
    $call2 = "DetectFaceRequest" fullword
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
    $call1 = "AnalyzeFace" fullword
    $call2 = "AnalyzeDenseLandmarks" fullword
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
    $call1 = "DetectFaceAttributes" fullword
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
    $call1 = "DetectLiveFace" fullword
    $call2 = "DetectLiveFaceAccurate" fullword
  condition:
    any of ($service*) and any of ($call*)
}
