// A call in a source: the name before a bracket more often than a translation of the header declares it.
rule tiandy_face_config_call
{
  strings:
    $call = /\bNetClient_FaceConfig\s?\(/
    $declared = /\b(int|Int32|INT|long|LONG|bool|BOOL|boolean|Boolean|NativeLong|DWORD|IntPtr)[ \t]+(__stdcall[ \t]+|WINAPI[ \t]+|CALL_METHOD[ \t]+)?NetClient_FaceConfig\s?\(/
  condition:
    #call > #declared
}

// Its declaration in a wrapper.
rule tiandy_face_config_declared
{
  strings:
    $declared = /\b(int|Int32|INT|long|LONG|bool|BOOL|boolean|Boolean|NativeLong|DWORD|IntPtr)[ \t]+(__stdcall[ \t]+|WINAPI[ \t]+|CALL_METHOD[ \t]+)?NetClient_FaceConfig\s?\(/
  condition:
    $declared
}
