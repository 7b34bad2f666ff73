// A program asks the store for its add-ons for faces; the kits only list the words.
rule cloudinary_rekognition_faces
{
  strings:
    $maker = "cloudinary" nocase
    $ask = /detection["']?\)?( ?[:=]>? ?|, ?)["']aws_rek_face["']/
  condition:
    $maker and $ask
}

rule cloudinary_advanced_faces
{
  strings:
    $maker = "cloudinary" nocase
    $ask = /detection["']?\)?( ?[:=]>? ?|, ?)["']adv_face["']/
  condition:
    $maker and $ask
}
