// The answer of a device to the request for its switch for faces.
rule uniview_answer_on_faces
{
  strings:
    $answer = /"ResponseURL"[ \t]{0,8}:[ \t]{0,8}"\/LAPI\/V1\.0\/(Channels?\/[0-9]{1,4}\/)?Smart\/FaceEnable"/
  condition:
    $answer
}
