// The maker's client for Python and one of its calls in the same file.
rule decentro_client_verification
{
  strings:
    $kit = "decentro_in_kyc_client"
    $call = ".match_face("
  condition:
    all of them
}

rule decentro_client_liveness
{
  strings:
    $kit = "decentro_in_kyc_client"
    $call = ".check_video_liveness("
  condition:
    all of them
}
