// Compiled Python keeps the name of a module and those of its members apart, each behind its length: one byte since Python
// 3.4 (marshal's short strings), four before. In a sentence, a docstring for one, no length stands before them. The mark of
// a .pyc file is not asked for: programs also carry marshalled code without it.
rule dlib_compiled_python
{
  strings:
    $module1 = "\x04dlib"
    $module2 = "\x04\x00\x00\x00dlib"
    $member1 = "\x19face_recognition_model_v1"
    $member2 = "\x19\x00\x00\x00face_recognition_model_v1"
  condition:
    any of ($module*) and any of ($member*)
}

// A program may take the recogniser from the module under another name, or all names at once.
rule dlib_python_source
{
  strings:
    $import1 = "import dlib" fullword
    $import2 = "from dlib "
    $member1 = "face_recognition_model_v1" fullword
    $member2 = "compute_face_descriptor" fullword
  condition:
    any of ($import*) and any of ($member*)
}

// The first bytes of a shape predictor in dlib's form: version 1, a matrix of 136 rows (68 points, the number that only
// faces have) and 1 column, then a float.
rule dlib_shape_68
{
  strings:
    $head = { 01 01 81 88 81 01 03 }
  condition:
    $head at 0
}
