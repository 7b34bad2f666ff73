// The maker's name and its list of wanted people in the same file.
rule verkada_person_of_interest
{
  strings:
    $maker = "verkada" nocase
    $list = "/cameras/v1/people/person_of_interest"
  condition:
    $maker and $list
}

// The maker's name, and its report of the function as switched on; "removed" and "disabled" say the opposite.
rule verkada_people_analytics_enabled
{
  strings:
    $name = "verkada" nocase
    $on = /people analytics["' \t:=|,;-]{1,20}(enabled|on)\b/ nocase
  condition:
    $name and $on
}

// The mode in which only the faces of the list are searched.
rule verkada_faces_only
{
  strings:
    $name = "verkada" nocase
    $mode = /(poi|person of interest) faces only["' \t:=|,;-]{1,20}(enabled|on)\b/ nocase
  condition:
    $name and $mode
}
