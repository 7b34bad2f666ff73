// The module and one of its classes for faces in the same script.
rule maixpy_face_recognizer
{
  strings:
    $module1 = "from maix imp" ascii
    $module2 = "import maix"
    $call1 = "nn.FaceRecognizer("
  condition:
    any of ($module*) and any of ($call*)
}

rule maixpy_face_detector
{
  strings:
    $module1 = "from maix imp" ascii
    $module2 = "import maix"
    $call1 = "nn.FaceDetector("
    $call2 = "nn.Retinaface("
  condition:
    any of ($module*) and any of ($call*)
}
