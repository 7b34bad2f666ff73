// The maker's name and its requests about the people whose faces the camera knows.
rule netatmo_persons
{
  strings:
    $maker = "netatmo" nocase
    $request1 = "setpersonsaway" nocase fullword
    $request2 = "setpersonshome" nocase fullword
  condition:
    $maker and any of ($request*)
}
