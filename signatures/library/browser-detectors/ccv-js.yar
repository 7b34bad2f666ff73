// The first step of the detector for faces in ccv's table, as spelled in its source and in shortened forms.
rule ccv_face_cascade
{
  strings:
    $a = "px:[3,5,8,11],py:[2,2,6,3]"
    $b = "\"px\":[3,5,8,11],\"py\":[2,2,6,3]"
    $t = "-4.57753"
  condition:
    $t and any of ($a, $b)
}
