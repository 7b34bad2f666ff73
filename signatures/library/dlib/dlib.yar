// Compiled Python (bytes 2 and 3 of its mark are CR LF, CPython's importlib) keeps the name of a module and those of its
// members apart, each behind its length: one byte since Python 3.4 (marshal's short strings), four before. In a sentence,
// a docstring for one, no length stands before them.
rule dlib_compiled_python
{
  strings:
    $module1 = "\x04dlib"
    $module2 = "\x04\x00\x00\x00dlib"
    $member1 = "\x19face_recognition_model_v1"
    $member2 = "\x19\x00\x00\x00face_recognition_model_v1"
  condition:
    uint16(2) == 0x0A0D and any of ($module*) and any of ($member*)
}
