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
