// The service's name and one of its face operations in the same file. Neither alone would do: other services have the same operations.
rule aliyun_facebody_identification
{
  strings:
    $service1 = "facebody20191230"
    $service2 = "facebody.cn-"
    $service3 = "sdk-facebody"
    $service4 = "sdkfacebody"
    $service5 = "aliyuncs.facebody"
    $call1 = "SearchFace" fullword
    $call2 = "SearchFaceRequest" fullword
    $call3 = "search_face" fullword
    $call4 = "searchFace" fullword
    $call5 = "DetectCelebrity" fullword
    $call6 = "detect_celebrity" fullword
    $call7 = "RecognizePublicFace" fullword
  condition:
    any of ($service*) and any of ($call*)
}

rule aliyun_facebody_verification
{
  strings:
    $service1 = "facebody20191230"
    $service2 = "facebody.cn-"
    $service3 = "sdk-facebody"
    $service4 = "sdkfacebody"
    $service5 = "aliyuncs.facebody"
    $call1 = "CompareFace" fullword
    $call2 = "CompareFaceRequest" fullword
    $call3 = "compare_face" fullword
    $call4 = "compareFace" fullword
    $call5 = "CompareFaceWithMask" fullword
  condition:
    any of ($service*) and any of ($call*)
}

rule aliyun_facebody_enrollment
{
  strings:
    $service1 = "facebody20191230"
    $service2 = "facebody.cn-"
    $service3 = "sdk-facebody"
    $service4 = "sdkfacebody"
    $service5 = "aliyuncs.facebody"
    $call1 = "AddFace" fullword
    $call2 = "AddFaceRequest" fullword
    $call3 = "add_face" fullword
    $call4 = "AddFaceEntity" fullword
    $call5 = "add_face_entity" fullword
    $call6 = "CreateFaceDb" fullword
    $call7 = "create_face_db" fullword
    $call8 = "BatchAddFaces" fullword
  condition:
    any of ($service*) and any of ($call*)
}

rule aliyun_facebody_analysis
{
  strings:
    $service1 = "facebody20191230"
    $service2 = "facebody.cn-"
    $service3 = "sdk-facebody"
    $service4 = "sdkfacebody"
    $service5 = "aliyuncs.facebody"
    $call1 = "RecognizeFace" fullword
    $call2 = "recognize_face" fullword
    $call3 = "RecognizeExpression" fullword
    $call4 = "recognize_expression" fullword
  condition:
    any of ($service*) and any of ($call*)
}

rule aliyun_facebody_liveness
{
  strings:
    $service1 = "facebody20191230"
    $service2 = "facebody.cn-"
    $service3 = "sdk-facebody"
    $service4 = "sdkfacebody"
    $service5 = "aliyuncs.facebody"
    $call1 = "DetectLivingFace" fullword
    $call2 = "detect_living_face" fullword
    $call3 = "DetectVideoLivingFace" fullword
  condition:
    any of ($service*) and any of ($call*)
}

rule aliyun_facebody_detection
{
  strings:
    $service1 = "facebody20191230"
    $service2 = "facebody.cn-"
    $service3 = "sdk-facebody"
    $service4 = "sdkfacebody"
    $service5 = "aliyuncs.facebody"
    $call1 = "DetectFace" fullword
    $call2 = "DetectFaceRequest" fullword
    $call3 = "detect_face" fullword
  condition:
    any of ($service*) and any of ($call*)
}
