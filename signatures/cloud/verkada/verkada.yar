// The maker's name and its list of wanted people in the same file.
rule verkada_person_of_interest
{
  strings:
    $maker = "verkada" nocase
    $list = "/cameras/v1/people/person_of_interest"
  condition:
    $maker and $list
}
