// The event of a listed face beside other events of the system.
rule axxon_listed_face
{
  strings:
    $face = "listed_face_detected" fullword
    $event1 = "faceAppeared" fullword
    $event2 = "listed_lpr_detected" fullword
    $maker = "axxon" nocase
  condition:
    $face and any of ($event*, $maker)
}

// The service for lists and its word for lists of faces.
rule axxon_face_lists
{
  strings:
    $service = "axxonsoft.bl.realtimerecognizer" nocase
    $face = "ELT_Face" fullword
  condition:
    $service and $face
}
