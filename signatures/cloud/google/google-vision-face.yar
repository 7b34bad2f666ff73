private rule google_vision_named
{
  strings:
    $rest = "vision.googleapis.com"
    $python1 = "google.cloud import vision"
    $python2 = "google.cloud.vision"
    $node = "@google-cloud/vision"
    $go = "cloud.google.com/go/vision"
    $net = "Google.Cloud.Vision"
    $php = "google/cloud-vision"
  condition:
    any of them
}

// The service's name and its request for faces in the same file.
rule google_vision_face_detection
{
  strings:
    $type = "FACE_DETECTION" fullword
    $python = ".face_detection("
    $node = ".faceDetection("
    $go = ".DetectFaces("
    $net = ".DetectFacesAsync("
  condition:
    google_vision_named and any of them
}

// Known people of a list of Google; the request is open to few customers.
rule google_vision_celebrities
{
  strings:
    $request = "FaceRecognitionParams" fullword
    $set1 = "celebrity_set" fullword
    $set2 = "celebritySet" fullword
    $set3 = "builtin/default"
  condition:
    google_vision_named and $request and any of ($set*)
}

// The service for films and its request for faces, or for well-known people.
rule google_video_intelligence_faces
{
  strings:
    $kit1 = "videointelligence"
    $kit2 = "video-intelligence"
    $face = /[Ff]eature\.FACE_DETECTION/
    $face2 = "'FACE_DETECTION'"
  condition:
    any of ($kit*) and any of ($face*)
}

rule google_video_intelligence_celebrities
{
  strings:
    $kit1 = "videointelligence"
    $kit2 = "video-intelligence"
    $call = "CELEBRITY_RECOGNITION"
  condition:
    any of ($kit*) and $call
}
