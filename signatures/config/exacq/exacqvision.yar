// The system's name and its word for faces in one file.
rule exacqvision_facial_matching
{
  strings:
    $name = "exacq" nocase
    $word = "facial matching" nocase
    $search = "case search" nocase
    $kind = "classification" nocase
  condition:
    $name and $word and ($search or $kind)
}
