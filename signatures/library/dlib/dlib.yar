// Compiled Python keeps the name of a module and those of its members apart.
rule dlib_compiled_python
{
  strings:
    $module = "dlib" fullword
    $member = "face_recognition_model_v1" fullword
  condition:
    $module and $member
}
