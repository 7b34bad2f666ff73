// The server's base path and a field of its list of people in the same file.
rule oosto_onwatch_enrollment
{
  strings:
    $base = "/bt/api"
    $field1 = "featuresQuality" fullword
    $field2 = "extract-faces-from-image"
  condition:
    $base and any of ($field*)
}
