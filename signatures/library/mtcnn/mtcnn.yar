// The code of the three networks, copied under any package name.
rule mtcnn_source
{
  strings:
    $net1 = /class _?PNet\(/
    $net2 = /class _?RNet\(/
    $net3 = /class _?ONet\(/
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
