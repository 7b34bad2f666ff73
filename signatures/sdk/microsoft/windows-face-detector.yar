// A line of source code that takes the system's finder of faces in.
rule windows_face_detector_source
{
  strings:
    $using = "using Windows.Media.FaceAnalysis;"
    $header = "winrt/Windows.Media.FaceAnalysis.h"
  condition:
    any of them
}
