// The comparison of faces of one channel: what stands between the slashes is its number, or a variable for it.
rule hikvision_face_contrast_of_a_channel
{
  strings:
    $path = /\/ISAPI\/Intelligent\/channels\/[^\/\r\n]{1,60}\/faceContrast/
  condition:
    $path
}
