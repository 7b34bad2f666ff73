// Constants of VeriLook's maker of templates.
rule verilook_settings
{
  strings:
    $set1 = "NLEP_FACE_CONFIDENCE_THRESHOLD" fullword
    $set2 = "NLEP_FAVOR_LARGEST_FACE" fullword
    $set3 = "NLEP_FACE_QUALITY_THRESHOLD" fullword
  condition:
    any of them
}
