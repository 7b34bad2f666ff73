// The component for ZKTeco terminals and one of its methods for face templates in the same file.
rule zkteco_terminals_faces
{
  strings:
    $component1 = "zkemkeeper" nocase
    $component2 = "CZKEM"
    $call1 = "GetUserFaceStr"
    $call2 = "SetUserFaceStr"
    $call3 = "DelUserFace"
  condition:
    any of ($component*) and any of ($call*)
}
