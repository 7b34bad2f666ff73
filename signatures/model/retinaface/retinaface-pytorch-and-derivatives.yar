// The code of the network in PyTorch, copied under any package name: its heads and its class in one file. Detectors of
// licence plates have the same heads.
rule retinaface_source
{
  strings:
    $head1 = "class BboxHead("
    $head2 = "class LandmarkHead("
    $whole = "class RetinaFace("
  condition:
    all of them
}
