// The code of the network in PyTorch, copied under any package name: its heads, and its class or its name, in one file.
// Detectors of licence plates have the same heads, and their class is called Retina.
rule retinaface_source
{
  strings:
    $head1 = /class _?BboxHead\(/
    $head2 = /class _?LandmarkHead\(/
    $whole1 = "class RetinaFace("
    $whole2 = "retinaface" nocase
    $plates = "class Retina("
  condition:
    all of ($head*) and any of ($whole*) and not $plates
}

// The four heads of CenterFace by the names of their weights, in the network's own file.
rule centerface_network
{
  strings:
    $h1 = "head.lm_conv.weight"
    $h2 = "head.off_conv.weight"
    $h3 = "head.pos_conv.weight"
    $h4 = "head.reg_conv.weight"
  condition:
    all of them
}

// A detector of the YOLO family for faces, by the name of its file: number, size, and the word for the face behind them.
rule yoloface_named
{
  strings:
    $file = /yolov?[0-9]{1,2}[nslmx]?[-_]face[a-z0-9_-]{0,24}\.(pt|onnx|tflite|engine|rknn|param|torchscript|mlmodel)/
  condition:
    $file
}

// The code of FaceBoxes or S3FD in PyTorch, copied under any package name: the class and a layer of its own.
rule face_detector_source
{
  strings:
    $boxes1 = "class FaceBoxes("
    $boxes2 = "class CRelu("
    $s3fd1 = "class s3fd("
    $s3fd2 = "class S3FD("
    $norm = "class L2Norm("
  condition:
    all of ($boxes*) or ($norm and any of ($s3fd*))
}
