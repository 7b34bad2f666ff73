// Two requests of the FaceTec server in one file; each alone is a common path.
rule facetec_server_verification
{
  strings:
    $enrol = "/enrollment-3d"
    $match1 = "/match-3d-3d"
    $match2 = "/match-3d-2d-idscan"
  condition:
    2 of them
}
