// The service's address or path and its lists of people in the same file.
rule video_indexer_person_models
{
  strings:
    $list = "Customization/PersonModels"
    $host = "api.videoindexer.ai"
    $path = "/Accounts/"
  condition:
    $list and any of ($host, $path)
}
