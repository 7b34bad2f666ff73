// The recorder's name and its word for the list of people in one file.
rule synology_face_database_help
{
  strings:
    $name = "Surveillance Station"
    $list = "face database" nocase
  condition:
    $name and $list
}
