// The name of a device's face service; the example of the Android sources has the ending .example.
rule android_face_service
{
  strings:
    $service = "android.hardware.biometrics.face@1.0-service"
    $example = "android.hardware.biometrics.face@1.0-service.example"
  condition:
    #service > #example
}
