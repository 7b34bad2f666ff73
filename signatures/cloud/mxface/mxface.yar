rule mxface_verification
{
  strings:
    $host = "faceapi.mxface.ai"
    $call = "face/verify"
  condition:
    $host and $call
}

rule mxface_identification
{
  strings:
    $host = "faceapi.mxface.ai"
    $call1 = "face/search"
    $call2 = "face/identify"
  condition:
    $host and any of ($call*)
}
