// A host of the cognitive services and a face request in the same file.
rule azure_face_identification
{
  strings:
    $service1 = ".cognitiveservices.azure.com"
    $service2 = ".api.cognitive.microsoft.com"
    $call1 = "/face/v1.0/identify"
    $call2 = "/face/v1.0/findsimilars"
    $call3 = "/face/v1.1/identify"
    $call4 = "/face/v1.2/identify"
  condition:
    any of ($service*) and any of ($call*)
}

rule azure_face_verification
{
  strings:
    $service1 = ".cognitiveservices.azure.com"
    $service2 = ".api.cognitive.microsoft.com"
    $call1 = "/face/v1.0/verify"
    $call2 = "/face/v1.1/verify"
    $call3 = "/face/v1.2/verify"
  condition:
    any of ($service*) and any of ($call*)
}

rule azure_face_detection
{
  strings:
    $service1 = ".cognitiveservices.azure.com"
    $service2 = ".api.cognitive.microsoft.com"
    $call1 = "/face/v1.0/detect"
    $call2 = "/face/v1.1/detect"
    $call3 = "/face/v1.2/detect"
  condition:
    any of ($service*) and any of ($call*)
}

rule azure_face_enrollment
{
  strings:
    $service1 = ".cognitiveservices.azure.com"
    $service2 = ".api.cognitive.microsoft.com"
    $call1 = "/face/v1.0/largepersongroups"
    $call2 = "/face/v1.0/persongroups"
    $call3 = "/face/v1.0/largefacelists"
    $call4 = "/face/v1.0/facelists"
  condition:
    any of ($service*) and any of ($call*)
}

rule azure_face_python_identification
{
  strings:
    $service1 = "azure.cognitiveservices.vision.face"
    $service2 = "azure.ai.vision.face"
    $service3 = "cognitive_face"
    $service4 = "project-oxford"
    $call1 = "face.identify("
    $call2 = "face.find_similar("
    $call3 = ".identify_from_large_person_group("
    $call4 = ".find_similar("
    $call9 = "CF.face.identify("
  condition:
    any of ($service*) and any of ($call*)
}

rule azure_face_python_verification
{
  strings:
    $service1 = "azure.cognitiveservices.vision.face"
    $service2 = "azure.ai.vision.face"
    $service3 = "cognitive_face"
    $service4 = "project-oxford"
    $call1 = "face.verify_face_to_face("
    $call2 = "face.verify_face_to_person("
    $call3 = ".verify_face_to_face("
    $call8 = "face.verify("
    $call9 = "CF.face.verify("
  condition:
    any of ($service*) and any of ($call*)
}

rule azure_face_python_detection
{
  strings:
    $service1 = "azure.cognitiveservices.vision.face"
    $service2 = "azure.ai.vision.face"
    $service3 = "cognitive_face"
    $service4 = "project-oxford"
    $call1 = "face.detect_with_url("
    $call2 = "face.detect_with_stream("
    $call3 = ".detect_from_url("
    $call4 = "client.detect("
    $call8 = "face.detect("
    $call9 = "CF.face.detect("
  condition:
    any of ($service*) and any of ($call*)
}

rule azure_face_python_enrollment
{
  strings:
    $service1 = "azure.cognitiveservices.vision.face"
    $service2 = "azure.ai.vision.face"
    $call1 = "person_group.create("
    $call2 = "person_group_person.create("
    $call3 = ".large_person_group."
  condition:
    any of ($service*) and any of ($call*)
}

rule azure_face_web_identification
{
  strings:
    $service = "@azure-rest/ai-vision-face"
    $call1 = "path(\"/identify\""
    $call2 = "path('/identify'"
    $call3 = "path(\"/findsimilars\""
    $call4 = "path('/findsimilars'"
  condition:
    $service and any of ($call*)
}

rule azure_face_web_verification
{
  strings:
    $service = "@azure-rest/ai-vision-face"
    $call1 = "path(\"/verify\""
    $call2 = "path('/verify'"
  condition:
    $service and any of ($call*)
}

rule azure_face_web_detection
{
  strings:
    $service = "@azure-rest/ai-vision-face"
    $call1 = "path(\"/detect\""
    $call2 = "path('/detect'"
  condition:
    $service and any of ($call*)
}

// A program may join the address: the beginning of the path stands by itself, and the request's name too. One of the
// maker's own words stands beside them, as other services have a version with such a path.
private rule azure_face_words
{
  strings:
    $word1 = "findsimilars"
    $word2 = "persongroups"
    $word3 = "largefacelists"
    $word4 = "persistedfaces" nocase
    $word5 = "cognitive.microsoft.com"
    $word6 = "cognitiveservices.azure.com"
  condition:
    any of them
}

rule azure_face_joined_identification
{
  strings:
    $root1 = /["']\/?face\/v1\.[0-2]\/?["']/
    $call1 = "identify'"
    $call2 = "identify\""
    $call3 = "findsimilars'"
    $call4 = "findsimilars\""
  condition:
    azure_face_words and $root1 and any of ($call*)
}

rule azure_face_joined_verification
{
  strings:
    $root1 = /["']\/?face\/v1\.[0-2]\/?["']/
    $call1 = "verify'"
    $call2 = "verify\""
  condition:
    azure_face_words and $root1 and any of ($call*)
}

rule azure_face_joined_detection
{
  strings:
    $root1 = /["']\/?face\/v1\.[0-2]\/?["']/
    $call1 = "detect'"
    $call2 = "detect\""
  condition:
    azure_face_words and $root1 and any of ($call*)
}

rule azure_face_analysis
{
  strings:
    $ask1 = "returnFaceAttributes"
    $kit1 = "cognitive_face"
    $kit2 = "azure.cognitiveservices.vision.face"
    $attributes1 = "return_face_attributes"
    $attributes2 = /attributes ?= ?["'][a-zA-Z,]{0,80}(age|gender|emotion)/
    $what1 = "age," fullword
    $what2 = "gender" fullword
    $what3 = "emotion" fullword
    $what4 = "'age'"
    $what5 = "\"age\""
  condition:
    (($ask1 and azure_face_words) or (any of ($kit*) and any of ($attributes*))) and any of ($what*)
}

// The kits for .NET, Java and JavaScript and one of their calls in the same file.
private rule azure_face_net
{
  strings:
    $kit1 = "Azure.AI.Vision.Face"
    $kit2 = "Microsoft.Azure.CognitiveServices.Vision.Face"
    $kit3 = "Microsoft.ProjectOxford.Face"
    $kit4 = "com.azure.ai.vision.face"
    $kit5 = "com.microsoft.projectoxford.face"
  condition:
    any of them
}

rule azure_face_net_identification
{
  strings:
    $call1 = ".IdentifyFromLargePersonGroup"
    $call2 = ".identifyFromLargePersonGroup("
    $call3 = ".IdentifyAsync("
    $call4 = ".FindSimilarAsync("
    $call5 = ".findSimilar("
    $call6 = ".FindSimilarFromLargeFaceList"
  condition:
    azure_face_net and any of them
}

rule azure_face_net_verification
{
  strings:
    $call1 = ".VerifyFaceToFace"
    $call2 = ".verifyFaceToFace("
    $call3 = ".VerifyFromLargePersonGroup"
    $call4 = ".verifyFromLargePersonGroup("
  condition:
    azure_face_net and any of them
}

rule azure_face_net_detection
{
  strings:
    $call1 = ".DetectWithStreamAsync("
    $call2 = ".DetectWithUrlAsync("
    $call3 = ".DetectAsync("
  condition:
    azure_face_net and any of them
}

rule azure_face_net_enrollment
{
  strings:
    $call1 = "PersonGroupPerson.CreateAsync("
    $call2 = "PersonGroupPerson.AddFaceFromStreamAsync("
    $call3 = ".CreatePersonAsync("
    $call4 = ".AddFaceFromStreamAsync("
  condition:
    azure_face_net and any of them
}

// A Bicep file that makes an account of the service: the type of the resource and its kind.
rule azure_face_bicep
{
  strings:
    $type = "Microsoft.CognitiveServices/accounts" nocase
    $kind = /\bkind[ \t]{0,4}:[ \t]{0,4}'Face'/
  condition:
    all of them
}

// The beginning of the service's address.
rule azure_face_root
{
  strings:
    $root = /\.cognitiveservices\.azure\.com\/face\b/ nocase
  condition:
    $root
}
