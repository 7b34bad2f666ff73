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

// The class that runs a whole set of networks on every face, among them the one for age and gender, where the program does not
// choose among them and does not ask for the one set that has none.
rule insightface_every_network
{
  strings:
    $import1 = /from[ \t]{1,4}insightface(\.app(\.face_analysis)?)?[ \t]{1,4}import[ \t(]{1,4}[^\r\n]{0,80}FaceAnalysis/
    $import2 = "insightface.app.FaceAnalysis("
    $call = /FaceAnalysis[ \t]{0,4}\(/
    $chosen = "allowed_modules"
    $small = "buffalo_sc"
  condition:
    any of ($import*) and $call and not $chosen and not $small
}
