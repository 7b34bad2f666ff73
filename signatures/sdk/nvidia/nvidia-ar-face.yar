// The kit's function and the name of its part for faces, as a program hands it over.
rule nvidia_ar_faces
{
  strings:
    $create = "NvAR_Create" fullword
    $part1 = "FaceBoxDetection" fullword
    $part2 = "FaceExpressions" fullword
  condition:
    $create and any of ($part*)
}
