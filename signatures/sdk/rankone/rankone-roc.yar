// The function that makes templates, whatever of.
rule roc_represents
{
  strings:
    $call1 = "roc_represent" fullword
  condition:
    any of them
}
