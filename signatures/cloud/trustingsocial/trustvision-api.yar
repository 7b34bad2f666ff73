// The service or its kit and one of its requests for faces in the same file.
rule trustvision_api_verification
{
  strings:
    $service1 = "vision.trustingsocial.com"
    $service2 = "tsocial/trustvision-sdk"
    $call1 = "/v1/compare_faces_sync"
    $call2 = ".compareFaces("
  condition:
    any of ($service*) and any of ($call*)
}

rule trustvision_api_identification
{
  strings:
    $service1 = "vision.trustingsocial.com"
    $service2 = "tsocial/trustvision-sdk"
    $call1 = "/v1/search_faces_sync"
    $call2 = ".searchFaces("
  condition:
    any of ($service*) and any of ($call*)
}

rule trustvision_api_enrollment
{
  strings:
    $service1 = "vision.trustingsocial.com"
    $service2 = "tsocial/trustvision-sdk"
    $call1 = "/v1/index_faces_sync"
    $call2 = ".indexFaces("
  condition:
    any of ($service*) and any of ($call*)
}

rule trustvision_api_liveness
{
  strings:
    $service1 = "vision.trustingsocial.com"
    $service2 = "tsocial/trustvision-sdk"
    $call1 = "/v1/verify_face_liveness_sync"
    $call2 = ".verifyFaceLiveness("
  condition:
    any of ($service*) and any of ($call*)
}
