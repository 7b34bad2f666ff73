// The code of the network in PyTorch, copied under any package name.
rule pfld_source
{
  strings:
    $class = "class PFLDInference"
    $block = "class InvertedResidual("
  condition:
    all of them
}
