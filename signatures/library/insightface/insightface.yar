// The code of the recogniser's network in PyTorch, copied under any package name.
rule insightface_source
{
  strings:
    $block = "class IBasicBlock("
    $net1 = "iresnet18" fullword
    $net2 = "iresnet50" fullword
    $net3 = "iresnet100" fullword
    $net4 = "class IResNet("
  condition:
    $block and any of ($net*)
}
