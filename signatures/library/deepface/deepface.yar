// Compiled Python (bytes 2 and 3 of its mark are CR LF, CPython's importlib) keeps the names of a module and of what is
// called in it apart, each behind its length: one byte since Python 3.4 (marshal's short strings), four before.
// The type of the next object follows without a gap and is often a letter, so "fullword" would miss names here.
rule deepface_compiled_recognition
{
  strings:
    $module1 = "\x08deepface"
    $module2 = "\x08\x00\x00\x00deepface"
    $verify1 = "\x06verify"
    $verify2 = "\x06\x00\x00\x00verify"
    $represent1 = "\x09represent"
    $represent2 = "\x09\x00\x00\x00represent"
  condition:
    uint16(2) == 0x0A0D and any of ($module*) and (any of ($verify*) or any of ($represent*))
}

rule deepface_compiled_analysis
{
  strings:
    $module1 = "\x08deepface"
    $module2 = "\x08\x00\x00\x00deepface"
    $analyze1 = "\x07analyze"
    $analyze2 = "\x07\x00\x00\x00analyze"
  condition:
    uint16(2) == 0x0A0D and any of ($module*) and any of ($analyze*)
}
