// A plug-in that offers faces: the key and the kind of object together. The system's own lists have the kind alone.
rule nx_plugin_offers_faces
{
  strings:
    $offers = /"objectTypeId"[ \t\r\n]{0,20}:[ \t\r\n]{0,20}"nx\.base\.Face"/
  condition:
    $offers
}

// A face that has a name: in the list of attributes behind the kind, or before it.
rule nx_plugin_names_faces
{
  strings:
    $behind = /"objectTypeId"[ \t\r\n]{0,20}:[ \t\r\n]{0,20}"nx\.base\.Face"[^}\]]{0,200}"Name"/
    $before = /"Name"[ \t\r\n]{0,60}\][ \t\r\n,]{0,60}"objectTypeId"[ \t\r\n]{0,20}:[ \t\r\n]{0,20}"nx\.base\.Face"/
  condition:
    any of them
}

// A face that has an age, a gender or a mood.
rule nx_plugin_analyses_faces
{
  strings:
    $behind = /"objectTypeId"[ \t\r\n]{0,20}:[ \t\r\n]{0,20}"nx\.base\.Face"[^}\]]{0,200}"(Gender|Age|Emotion)"/
  condition:
    $behind
}

// The list of kinds that the maker's sample makes up.
rule nx_plugin_makes_faces
{
  strings:
    $list = /kObjectTypeIdsGeneratedByDefault[^;]{0,200}"nx\.base\.Face"/
  condition:
    $list
}
