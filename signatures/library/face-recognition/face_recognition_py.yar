// Compiled Python (bytes 2 and 3 of its mark are CR LF, CPython's importlib) keeps the names of a module and of what is
// called in it apart, each behind its length: one byte since Python 3.4 (marshal's short strings), four before.
rule face_recognition_compiled_template
{
  strings:
    $modulea = "\x10face_recognition"
    $moduleb = "\x10\x00\x00\x00face_recognition"
    $member1a = "\x0eface_encodings"
    $member1b = "\x0e\x00\x00\x00face_encodings"
  condition:
    uint16(2) == 0x0A0D and any of ($module*) and any of ($member*)
}

rule face_recognition_compiled_comparison
{
  strings:
    $modulea = "\x10face_recognition"
    $moduleb = "\x10\x00\x00\x00face_recognition"
    $member1a = "\x0dcompare_faces"
    $member1b = "\x0d\x00\x00\x00compare_faces"
    $member2a = "\x0dface_distance"
    $member2b = "\x0d\x00\x00\x00face_distance"
  condition:
    uint16(2) == 0x0A0D and any of ($module*) and any of ($member*)
}

rule face_recognition_compiled_detection
{
  strings:
    $modulea = "\x10face_recognition"
    $moduleb = "\x10\x00\x00\x00face_recognition"
    $member1a = "\x0eface_locations"
    $member1b = "\x0e\x00\x00\x00face_locations"
  condition:
    uint16(2) == 0x0A0D and any of ($module*) and any of ($member*)
}

// A program may take the module under another name, or some of its names: an import of it and a function in one file.
rule face_recognition_source_template
{
  strings:
    $import1 = "import face_recognition" fullword
    $import2 = "from face_recognition" fullword
    $import3 = /(import_module|__import__)\(["']face_recognition["']/
    $member1 = "face_encodings" fullword
  condition:
    any of ($import*) and any of ($member*)
}

rule face_recognition_source_comparison
{
  strings:
    $import1 = "import face_recognition" fullword
    $import2 = "from face_recognition" fullword
    $import3 = /(import_module|__import__)\(["']face_recognition["']/
    $member1 = "compare_faces" fullword
    $member2 = "face_distance" fullword
  condition:
    any of ($import*) and any of ($member*)
}

rule face_recognition_source_detection
{
  strings:
    $import1 = "import face_recognition" fullword
    $import2 = "from face_recognition" fullword
    $import3 = /(import_module|__import__)\(["']face_recognition["']/
    $member1 = "face_locations" fullword
  condition:
    any of ($import*) and any of ($member*)
}

rule face_recognition_source_landmarks
{
  strings:
    $import1 = "import face_recognition" fullword
    $import2 = "from face_recognition" fullword
    $import3 = /(import_module|__import__)\(["']face_recognition["']/
    $member1 = "face_landmarks" fullword
  condition:
    any of ($import*) and any of ($member*)
}
