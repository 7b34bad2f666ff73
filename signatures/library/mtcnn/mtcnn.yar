// The code of the three networks, copied under any package name.
rule mtcnn_source
{
  strings:
    $net1 = "class PNet("
    $net2 = "class RNet("
    $net3 = "class ONet("
    $name = "mtcnn" nocase
  condition:
    all of them
}
