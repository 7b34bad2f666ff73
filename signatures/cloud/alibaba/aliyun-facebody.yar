// The service's name and one of its face operations in the same file. Neither alone would do: other services have the same operations.
rule aliyun_facebody_identification
{
  strings:
    $service1 = "facebody20191230"
    $service2 = "facebody.cn-"
    $service3 = "sdk-facebody"
    $service4 = "sdkfacebody"
    $service5 = "aliyuncs.facebody"
    $call1 = ".search_face("
    $call2 = ".search_face_with_options("
    $call3 = ".searchFace("
    $call4 = ".SearchFace("
    $call5 = ".SearchFaceRequest"
    $call6 = ".detect_celebrity("
    $call7 = ".detect_celebrity_with_options("
    $call8 = ".detectCelebrity("
    $call9 = ".DetectCelebrity("
    $call10 = ".DetectCelebrityRequest"
    $call11 = ".recognize_public_face("
    $call12 = ".recognize_public_face_with_options("
    $call13 = ".recognizePublicFace("
    $call14 = ".RecognizePublicFace("
    $call15 = ".RecognizePublicFaceRequest"
    $call16 = "SearchFace" fullword
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
    $call1 = ".compare_face("
    $call2 = ".compare_face_with_options("
    $call3 = ".compareFace("
    $call4 = ".CompareFace("
    $call5 = ".CompareFaceRequest"
    $call6 = ".compare_face_with_mask("
    $call7 = ".compare_face_with_mask_with_options("
    $call8 = ".compareFaceWithMask("
    $call9 = ".CompareFaceWithMask("
    $call10 = ".CompareFaceWithMaskRequest"
    $call11 = "CompareFace" fullword
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
    $call1 = ".add_face("
    $call2 = ".add_face_with_options("
    $call3 = ".addFace("
    $call4 = ".AddFace("
    $call5 = ".AddFaceRequest"
    $call6 = ".add_face_entity("
    $call7 = ".add_face_entity_with_options("
    $call8 = ".addFaceEntity("
    $call9 = ".AddFaceEntity("
    $call10 = ".AddFaceEntityRequest"
    $call11 = ".create_face_db("
    $call12 = ".create_face_db_with_options("
    $call13 = ".createFaceDb("
    $call14 = ".CreateFaceDb("
    $call15 = ".CreateFaceDbRequest"
    $call16 = ".batch_add_faces("
    $call17 = ".batch_add_faces_with_options("
    $call18 = ".batchAddFaces("
    $call19 = ".BatchAddFaces("
    $call20 = ".BatchAddFacesRequest"
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
    $call1 = ".recognize_face("
    $call2 = ".recognize_face_with_options("
    $call3 = ".recognizeFace("
    $call4 = ".RecognizeFace("
    $call5 = ".RecognizeFaceRequest"
    $call6 = ".recognize_expression("
    $call7 = ".recognize_expression_with_options("
    $call8 = ".recognizeExpression("
    $call9 = ".RecognizeExpression("
    $call10 = ".RecognizeExpressionRequest"
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
    $call1 = ".detect_living_face("
    $call2 = ".detect_living_face_with_options("
    $call3 = ".detectLivingFace("
    $call4 = ".DetectLivingFace("
    $call5 = ".DetectLivingFaceRequest"
    $call6 = ".detect_video_living_face("
    $call7 = ".detect_video_living_face_with_options("
    $call8 = ".detectVideoLivingFace("
    $call9 = ".DetectVideoLivingFace("
    $call10 = ".DetectVideoLivingFaceRequest"
    $call11 = ".detect_infrared_living_face("
    $call12 = ".detect_infrared_living_face_with_options("
    $call13 = ".detectInfraredLivingFace("
    $call14 = ".DetectInfraredLivingFace("
    $call15 = ".DetectInfraredLivingFaceRequest"
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
    $call1 = ".detect_face("
    $call2 = ".detect_face_with_options("
    $call3 = ".detectFace("
    $call4 = ".DetectFace("
    $call5 = ".DetectFaceRequest"
    $call6 = "DetectFace" fullword
  condition:
    any of ($service*) and any of ($call*)
}

// The host of the service in a setting, in any region.
rule aliyun_facebody_host
{
  strings:
    $host = /\bfacebody\.[a-z]{2}-[a-z0-9-]{2,20}\.aliyuncs\.com/
  condition:
    $host
}
