// The gateway's kit for Python and a face request of it in the same script.
rule suprema_gsdk_enrollment
{
  strings:
    $kit1 = "biostarPython"
    $kit2 = "gsdk"
    $call1 = "FaceSvc("
    $call2 = ".setFace("
    $call3 = ".setFaceMulti("
    $call4 = "face_pb2_grpc.FaceStub("
  condition:
    any of ($kit*) and any of ($call*)
}
