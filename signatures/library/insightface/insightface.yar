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

// The tail for templates as MXNet named it: a full layer, and a normalisation behind it that networks for age and points lack.
rule arcface_mxnet_network
{
  strings:
    $full1 = "pre_fc1_weight"
    $full2 = "pre_fc1_bias"
    $norm1 = "fc1_gamma"
    $norm2 = "fc1_moving_mean"
    $norm3 = "fc1_moving_var"
  condition:
    all of them
}
