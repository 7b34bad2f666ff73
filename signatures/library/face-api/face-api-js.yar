// What the library calls its own parts stands in every bundle of it: by its error text a file is the library itself.
private rule face_api_itself
{
  strings:
    $text1 = "FaceRecognitionNet - load model before inference"
    $text2 = "SsdMobilenetv1 - load model before inference"
  condition:
    any of them
}

private rule face_api_named
{
  strings:
    $name1 = "face-api"
    $name2 = "faceapi"
  condition:
    any of them
}

// In a bundle with the library the names alone show no use. The library itself asks for one descriptor nowhere, and for
// all descriptors three times (src/globalApi/allFaces.ts).
rule face_api_calls_template
{
  strings:
    $call1 = "withFaceDescriptor" fullword
    $call2 = "withFaceDescriptors" fullword
    $call3 = "computeFaceDescriptor" fullword
    $call4 = "faceRecognitionNet" fullword
    $one = ").withFaceDescriptor("
    $all = ").withFaceDescriptors("
  condition:
    (face_api_named and not face_api_itself and any of ($call*)) or (face_api_itself and ($one or #all > 3))
}

rule face_api_calls_identification
{
  strings:
    $call1 = "FaceMatcher" fullword
    $call2 = "LabeledFaceDescriptors" fullword
  condition:
    face_api_named and not face_api_itself and any of them
}

rule face_api_calls_detection
{
  strings:
    $call1 = "detectAllFaces" fullword
    $call2 = "detectSingleFace" fullword
  condition:
    face_api_named and not face_api_itself and any of them
}

rule face_api_calls_age
{
  strings:
    $call1 = "withAgeAndGender" fullword
    $call2 = "predictAgeAndGender" fullword
  condition:
    face_api_named and not face_api_itself and any of them
}

rule face_api_calls_expression
{
  strings:
    $call1 = "withFaceExpressions" fullword
    $call2 = "recognizeFaceExpressions" fullword
  condition:
    face_api_named and not face_api_itself and any of them
}
