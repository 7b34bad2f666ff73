// Requests of the Regula face server. Each alone is a common path; no other server is known to have all three.
rule regula_face_server_identification
{
  strings:
    $match = "/api/match_and_search"
    $person = "/api/persons"
    $group = "/api/groups"
  condition:
    all of them
}
