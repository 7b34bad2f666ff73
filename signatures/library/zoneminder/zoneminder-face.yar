// Steps for faces in a dictionary of Python, as settings files and programs of the add-on have it.
rule zoneminder_face_sequence
{
  strings:
    $whole = "ml_sequence" fullword
    $options = "model_sequence" fullword
    $step = /['"]face_detection_framework['"][ \t]{0,4}:[ \t]{0,4}['"](dlib|\{\{)/
  condition:
    any of ($whole, $options) and $step
}
