// The service or its kit and an operation that compares faces in the same file.
rule volcengine_visual_verification
{
  strings:
    $service1 = "visual.volcengineapi.com"
    $service2 = "volcengine.visual"
    $service3 = "volcengine/visual"
    $call1 = "FaceCompare"
    $call2 = "face_compare("
    $call3 = "CertSrcFaceComp"
    $call4 = "cert_src_face_comp("
  condition:
    any of ($service*) and any of ($call*)
}
