// Requests of the Regula face server. Each alone is a common path; no other server is known to have all three.
rule regula_face_server_identification
{
  strings:
    $match = "/api/match_and_search"
    $person = "/api/persons"
    $group = "/api/groups"
  condition:
    all of them
}

// A client of the maker's server and one of its calls in the same file.
private rule regula_client
{
  strings:
    $kit1 = "regula.facesdk.webclient"
    $kit2 = "Regula.FaceSDK.WebClient"
    $kit3 = "regula.facerecognition.webclient"
    $kit4 = "@regulaforensics/facesdk-webclient"
  condition:
    any of them
}

rule regula_client_verification
{
  strings:
    $call1 = "match_api.match("
    $call2 = "matching_api.match("
    $call3 = "MatchingApi.Match("
    $call4 = "matchingApi.match("
    $call5 = "matchApi.match("
    $call6 = "matchingApi.compare("
    $call7 = "matching_api.compare("
  condition:
    regula_client and any of them
}

rule regula_client_identification
{
  strings:
    $call1 = "search_api.search("
    $call2 = "SearchApi.Search("
    $call3 = "searchApi.search("
    $call4 = ".match_and_search("
    $call5 = ".matchAndSearch("
    $call6 = ".MatchAndSearch("
  condition:
    regula_client and any of them
}

rule regula_client_enrollment
{
  strings:
    $call1 = "person_api.create_person("
    $call2 = "PersonApi.CreatePerson("
    $call3 = "personApi.createPerson("
    $call4 = "person_api.add_image_to_person("
    $call5 = "PersonApi.AddImageToPerson("
    $call6 = "personApi.addImageToPerson("
  condition:
    regula_client and any of them
}

rule regula_client_detection
{
  strings:
    $call1 = "match_api.detect("
    $call2 = "matching_api.detect("
    $call3 = "MatchingApi.Detect("
    $call4 = "matchingApi.detect("
    $call5 = "matchApi.detect("
  condition:
    regula_client and any of them
}

// The kit of an app (React Native, Flutter, Swift) and one of its calls in the same file.
rule regula_app_verification
{
  strings:
    $kit1 = "package:flutter_face_api"
    $kit2 = "@regulaforensics/"
    $call1 = "FaceSDK.instance.matchFaces("
    $call2 = "FaceSDK.matchFaces("
    $swift1 = "FaceSDK.service.matchFaces("
    $swift2 = "MatchFacesRequest("
  condition:
    (any of ($kit*) and any of ($call*)) or all of ($swift*)
}

rule regula_app_liveness
{
  strings:
    $kit1 = "package:flutter_face_api"
    $kit2 = "@regulaforensics/"
    $call1 = "FaceSDK.instance.startLiveness("
    $call2 = "FaceSDK.startLiveness("
    $swift1 = "FaceSDK.service.startLiveness("
  condition:
    (any of ($kit*) and any of ($call*)) or $swift1
}
