// The service's address and its request for faces.
rule sighthound_faces
{
  strings:
    $host = "sighthoundapi.com/v1/detections"
    $face1 = "type=face"
    $face2 = "type=all"
    $face3 = "faceOption"
    $face4 = /["']face["']/
    $face5 = "get_faces"
  condition:
    $host and any of ($face*)
}

rule sighthound_gender
{
  strings:
    $host = "sighthoundapi.com/v1/detections"
    $option = /faceOption["']?[=:] ?["']?[a-z,]{0,20}(gender|age|emotion)/
  condition:
    $host and $option
}
