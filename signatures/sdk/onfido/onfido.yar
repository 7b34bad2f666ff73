// The maker's name and its reports that compare a face with a card.
rule onfido_comparison
{
  strings:
    $maker = "onfido" nocase
    $report = "facial_similarity_"
  condition:
    $maker and $report
}

// The maker's name and its report that looks a face up among earlier applicants.
rule onfido_known_faces
{
  strings:
    $maker = "onfido" nocase
    $report1 = "'known_faces'"
    $report2 = "\"known_faces\""
  condition:
    $maker and any of ($report*)
}
