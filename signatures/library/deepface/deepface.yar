// Compiled Python (bytes 2 and 3 of its mark are CR LF, CPython's importlib) keeps the names of a module and of what is
// called in it apart.
rule deepface_compiled_recognition
{
  strings:
    $module = "deepface" fullword
    $verify = "verify" fullword
    $represent = "represent" fullword
  condition:
    uint16(2) == 0x0A0D and $module and any of ($verify, $represent)
}

rule deepface_compiled_analysis
{
  strings:
    $module = "deepface" fullword
    $analyze = "analyze" fullword
  condition:
    uint16(2) == 0x0A0D and $module and $analyze
}
