// The code of the network in PyTorch, copied under any package name, with the sets of faces that it was trained on.
rule facenet_source
{
  strings:
    $class = "class InceptionResnetV1("
    $layer = "last_bn" fullword
    $faces1 = "vggface2"
    $faces2 = "casia-webface"
  condition:
    $class and $layer and any of ($faces*)
}

// FaceNet's layer for templates as Keras programs named it, beside blocks of its family.
rule facenet_keras_network
{
  strings:
    $tail = "Bottleneck_BatchNorm"
    $block1 = "Block35_1_Branch"
    $block2 = "Block17_1_Branch"
    $block3 = "Conv2d_1a_3x3"
  condition:
    $tail and any of ($block*)
}
