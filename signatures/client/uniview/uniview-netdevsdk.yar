// A function for the people that a device keeps.
rule uniview_people
{
  strings:
    $call1 = "NETDEV_GetPersonLibCapacity" fullword
    $call2 = "NETDEV_CreatePersonLibInfo" fullword
    $call3 = "NETDEV_FindPersonLibList" fullword
    $call4 = "NETDEV_FindNextPersonLibInfo" fullword
    $call5 = "NETDEV_FindClosePersonLibList" fullword
    $call6 = "NETDEV_ModifyPersonLibInfo" fullword
    $call7 = "NETDEV_DeletePersonLibInfo" fullword
    $call8 = "NETDEV_FindPersonInfoList" fullword
    $call9 = "NETDEV_FindNextPersonInfo" fullword
    $call10 = "NETDEV_FindClosePersonInfoList" fullword
    $call11 = "NETDEV_GetPersonMemberInfo" fullword
    $call12 = "NETDEV_AddPersonInfo" fullword
    $call13 = "NETDEV_ModifyPersonInfo" fullword
    $call14 = "NETDEV_DeletePersonInfo" fullword
    $call15 = "NETDEV_DeletePersonInfoList" fullword
  condition:
    any of them
}
