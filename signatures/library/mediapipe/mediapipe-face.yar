// Compiled Python (bytes 2 and 3 of its mark are CR LF, CPython's importlib) keeps the names of a module and of what is
// called in it apart, each behind its length: one byte since Python 3.4 (marshal's short strings), four before.
rule mediapipe_compiled_detection
{
  strings:
    $modulea = "\x09mediapipe"
    $moduleb = "\x09\x00\x00\x00mediapipe"
    $member1a = "\x0eface_detection"
    $member1b = "\x0e\x00\x00\x00face_detection"
  condition:
    uint16(2) == 0x0A0D and any of ($module*) and any of ($member*)
}

rule mediapipe_compiled_mesh
{
  strings:
    $modulea = "\x09mediapipe"
    $moduleb = "\x09\x00\x00\x00mediapipe"
    $member1a = "\x09face_mesh"
    $member1b = "\x09\x00\x00\x00face_mesh"
  condition:
    uint16(2) == 0x0A0D and any of ($module*) and any of ($member*)
}

// A program may take the tasks under a short name: an import of them and the name of a part in one file.
rule mediapipe_source_landmarks
{
  strings:
    $import1 = "mediapipe.tasks" fullword
    $import2 = "@mediapipe/tasks-vision" fullword
    $import3 = "mp.tasks" fullword
    $part1 = "vision.FaceLandmarker" fullword
    $part2 = "FaceLandmarker.createFrom"
  condition:
    any of ($import*) and any of ($part*)
}

rule mediapipe_source_detection
{
  strings:
    $import1 = "mediapipe.tasks" fullword
    $import2 = "@mediapipe/tasks-vision" fullword
    $import3 = "mp.tasks" fullword
    $part1 = "vision.FaceDetector" fullword
    $part2 = "FaceDetector.createFrom"
  condition:
    any of ($import*) and any of ($part*)
}

// The code of the detector in PyTorch, copied under any package name. The one for hands is called BlazePalm.
rule blazeface_source
{
  strings:
    $class = "class BlazeFace("
    $block = "class BlazeBlock("
  condition:
    all of them
}
