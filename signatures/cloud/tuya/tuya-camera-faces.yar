// A face of a camera: the numbers of the device and of the face, or variables for them, stand between the slashes.
rule tuya_faces_of_a_camera
{
  strings:
    $path = /\/v1\.0\/cameras\/[^\/\r\n]{1,60}\/configs\/face\//
  condition:
    $path
}

// The faces of the people of a door.
rule tuya_faces_of_a_door
{
  strings:
    $path = /\/v1\.0\/access-control\/[^\/\r\n]{1,60}\/persons\/faces/
  condition:
    $path
}
