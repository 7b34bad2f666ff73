// The code of the network in PyTorch, copied under any package name.
rule minifasnet_source
{
  strings:
    $class = "class MiniFASNet("
    $block = "Depth_Wise"
  condition:
    all of them
}
