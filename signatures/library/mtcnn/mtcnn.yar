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

// The three networks in one frozen graph of TensorFlow, by the names of their weights.
rule mtcnn_graph
{
  strings:
    $p = "pnet/conv1/weights"
    $r = "rnet/conv1/weights"
    $o = "onet/conv1/weights"
  condition:
    all of them
}
