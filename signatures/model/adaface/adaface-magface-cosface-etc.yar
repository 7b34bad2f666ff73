// Files of the network as a program names them, with the number of its layers: the beginning is the project's own.
rule adaface_named
{
  strings:
    $file = /adaface_ir_?[0-9]{2,3}[a-z0-9_]{0,24}\.(onnx|ckpt|pth|pt|tflite|engine)/
  condition:
    $file
}
