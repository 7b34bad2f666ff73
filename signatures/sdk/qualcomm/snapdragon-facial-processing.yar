// The kit's package and a request for recognition in the same script.
rule snapdragon_face_recognition
{
  strings:
    $package = "com.qualcomm.snapdragon.sdk.face"
    $call1 = ".identifyPerson("
    $call2 = ".addPerson("
  condition:
    $package and any of ($call*)
}
