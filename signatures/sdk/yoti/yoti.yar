// A server's program that asks Yoti for the comparison of a face with a card.
rule yoti_face_match
{
  strings:
    $maker = "yoti" nocase
    $check1 = "RequestedFaceMatchCheckBuilder"
    $check2 = "ID_DOCUMENT_FACE_MATCH" fullword
  condition:
    $maker and any of ($check*)
}
