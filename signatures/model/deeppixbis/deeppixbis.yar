// The code of the network in PyTorch, copied under any package name.
rule deeppixbis_source
{
  strings:
    $class1 = "class DeepPixBiS("
    $class2 = "class DeepPixBis("
    $layer = "Conv2d("
  condition:
    any of ($class*) and $layer
}
