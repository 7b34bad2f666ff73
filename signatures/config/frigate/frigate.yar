// What the recorder tells others when it has compared a face: the message's topic, and its kind in the same file.
rule frigate_face_update
{
  strings:
    $topic = "tracked_object_update"
    $message = /"type"[ \t]{0,4}:[ \t]{0,4}"face"/
    $condition = /\.type[ \t]{0,4}==[ \t]{0,4}['"]face['"]/
  condition:
    $topic and any of ($message, $condition)
}
