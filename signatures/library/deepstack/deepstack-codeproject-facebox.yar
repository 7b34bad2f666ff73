// Finding faces, at the path that all other requests begin with: nothing of a path may stand behind it.
rule deepstack_face_detection
{
  strings:
    $path = /\/v1\/vision\/face["'`?&\s]/
  condition:
    $path
}
