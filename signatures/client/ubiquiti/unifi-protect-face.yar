// The event of a known face beside the other events of the recorder.
rule unifi_protect_face_event
{
  strings:
    $face = "faceGroupDetected" fullword
    $zone = "smartDetectZone" fullword
    $line = "smartDetectLine" fullword
    $audio = "smartAudioDetect" fullword
  condition:
    $face and ($zone or $line or $audio)
}
