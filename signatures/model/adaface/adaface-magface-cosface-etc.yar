// Files of the network as a program names them, with the number of its layers: the beginning is the project's own.
rule adaface_named
{
  strings:
    $file = /adaface_ir_?[0-9]{2,3}[a-z0-9_]{0,24}\.(onnx|ckpt|pth|pt|tflite|engine)/
  condition:
    $file
}

// The code of SphereFace or LightCNN in PyTorch, copied under any package name: the network and its own kind of layer.
rule recogniser_source
{
  strings:
    $sphere1 = "class sphere20a("
    $sphere2 = "class AngleLinear("
    $light1 = "class network_29layers"
    $light2 = "class mfm("
  condition:
    all of ($sphere*) or all of ($light*)
}

// The code of ArcFace's network in PyTorch, copied under any package name. Encoders for drawn faces share its blocks and its
// message, not its class.
rule irse_source
{
  strings:
    $class = "class Backbone("
    $message = "mode should be ir or ir_se"
    $norm = "l2_norm"
  condition:
    all of them
}

// What PyTorch writes into an exported network: the source file and line of each layer. The file is called after a recogniser.
rule recogniser_export
{
  strings:
    $line = /(mobilefacenet|iresnet|model_irse|ghostfacenet|net_sphere|light_cnn)\.py\([0-9]{1,4}\): forward/
  condition:
    $line
}
