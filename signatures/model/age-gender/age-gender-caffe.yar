// The eight age groups that the network tells apart, as programs list them: "(15-20)" or "(15, 20)".
rule age_gender_caffe_groups
{
  strings:
    $dash1 = "(8-12)"
    $dash2 = "(15-20)"
    $dash3 = "(25-32)"
    $dash4 = "(38-43)"
    $dash5 = "(48-53)"
    $comma1 = "(8, 12)"
    $comma2 = "(15, 20)"
    $comma3 = "(25, 32)"
    $comma4 = "(38, 43)"
    $comma5 = "(48, 53)"
  condition:
    all of ($dash*) or all of ($comma*)
}
