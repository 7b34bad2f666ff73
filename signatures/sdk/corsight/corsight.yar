// The maker's name and a request of its server in the same file.
rule corsight_enrollment
{
  strings:
    $service1 = "corsight" nocase
    $call1 = "/poi_db/watchlist"
    $call2 = "/poi_db/poi"
  condition:
    any of ($service*) and any of ($call*)
}

rule corsight_detection
{
  strings:
    $service1 = "corsight" nocase
    $call1 = "/poi_db/face/detect"
  condition:
    any of ($service*) and any of ($call*)
}

rule corsight_face_check
{
  strings:
    $service1 = "corsight" nocase
    $call1 = "/poi_db/face/analyze"
  condition:
    any of ($service*) and any of ($call*)
}
