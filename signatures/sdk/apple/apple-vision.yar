// Source code that makes one of the system's requests for faces; lists of class names have no bracket after the name.
rule apple_vision_faces
{
  strings:
    $swift1 = /VNDetectFace(Rectangles|CaptureQuality)Request ?[({.]/
    $objc1 = /\[VNDetectFace(Rectangles|CaptureQuality)Request /
    $swift2 = "ofType: CIDetectorTypeFace"
    $objc2 = "detectorOfType:CIDetectorTypeFace"
    $swift3 = "ARFaceTrackingConfiguration()"
    $swift4 = "ARFaceTrackingConfiguration.isSupported"
    $swift5 = "metadataObjectTypes = [.face]"
    $objc5 = "@[AVMetadataObjectTypeFace]"
  condition:
    any of them
}

rule apple_vision_landmarks
{
  strings:
    $swift1 = /VNDetectFaceLandmarksRequest ?[({.]/
    $objc1 = "[VNDetectFaceLandmarksRequest "
    $swift2 = "as? ARFaceAnchor"
  condition:
    any of them
}

rule apple_vision_linked
{
  strings:
    $class1 = "_OBJC_CLASS_$_VNDetectFaceRectanglesRequest"
    $class2 = "_OBJC_CLASS_$_VNDetectFaceLandmarksRequest"
    $class3 = "_OBJC_CLASS_$_VNDetectFaceCaptureQualityRequest"
    $class4 = "_OBJC_CLASS_$_ARFaceTrackingConfiguration"
    $class5 = "_CIDetectorTypeFace"
    $class6 = "_AVMetadataObjectTypeFace"
  condition:
    any of them
}
