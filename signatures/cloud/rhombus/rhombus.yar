// The service's address and one of its face requests in the same file.
private rule rhombus_named
{
  strings:
    $host = "rhombussystems.com"
  condition:
    $host
}

rule rhombus_face_identification
{
  strings:
    $new = "/faceRecognition/faceEvent/"
    $old = "/face/getRecentFaceEvents"
  condition:
    rhombus_named and any of them
}

rule rhombus_face_enrollment
{
  strings:
    $person = "/faceRecognition/person/"
    $old1 = "/face/updateFace"
    $old2 = "/face/getFacesV2"
  condition:
    rhombus_named and any of them
}
