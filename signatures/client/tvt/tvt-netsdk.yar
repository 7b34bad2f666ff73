// A call in a source: the name before a bracket more often than a translation of the header declares it.
rule tvt_face_match_call
{
  strings:
    $call = /\bNET_SDK_FaceMatchOperate\s?\(/
    $declared = /\b(int|Int32|INT|long|LONG|bool|BOOL|boolean|Boolean|NativeLong|DWORD|IntPtr)[ \t]+(__stdcall[ \t]+|WINAPI[ \t]+|CALL_METHOD[ \t]+)?NET_SDK_FaceMatchOperate\s?\(/
  condition:
    #call > #declared
}

// Its declaration in a wrapper.
rule tvt_face_match_declared
{
  strings:
    $declared = /\b(int|Int32|INT|long|LONG|bool|BOOL|boolean|Boolean|NativeLong|DWORD|IntPtr)[ \t]+(__stdcall[ \t]+|WINAPI[ \t]+|CALL_METHOD[ \t]+)?NET_SDK_FaceMatchOperate\s?\(/
  condition:
    $declared
}
