// Compiled Python keeps the name of a module and those of its members apart, each behind its length; what follows a name
// without a gap is often a letter, so "fullword" alone would miss it there.
rule dlib_compiled_python
{
  strings:
    $module1 = "dlib" fullword
    $module2 = "\x04dlib"
    $member1 = "face_recognition_model_v1" fullword
    $member2 = "\x19face_recognition_model_v1"
  condition:
    any of ($module*) and any of ($member*)
}
