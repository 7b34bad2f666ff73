// The recorder's list of people that it knows by face, and another word of the maker's interface.
rule fortirecorder_face_users
{
  strings:
    $list = "/Face_recognitionUser"
    $field = "mkey" fullword
    $name = "fortirecorder" nocase
  condition:
    $list and any of ($field, $name)
}
