// The kit for iOS: its engine is made ready and two faces are compared. The class name alone is common.
rule accura_ios_match
{
  strings:
    $init1 = "EngineWrapper.faceEngineInit("
    $init2 = "EngineWrapper.detectSourceFaces("
    $init3 = "EngineWrapper.faceEngineClose("
    $match = "EngineWrapper.identify("
  condition:
    $match and any of ($init*)
}
