// The host of the service and its word for faces in the same file.
rule yandex_vision_detection
{
  strings:
    $service = "vision.api.cloud.yandex.net"
    $call = "FACE_DETECTION"
  condition:
    $service and $call
}
