rule animetrics_galleries
{
  strings:
    $host = "api.animetrics.com"
    $call1 = "/recognize"
    $call2 = "gallery_id"
  condition:
    $host and any of ($call*)
}
