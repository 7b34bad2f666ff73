// The topic on which programs for these chips tell a number for each person, and the network that makes templates of faces.
rule horizon_faceid
{
  strings:
    $topic = "/perception/detection/faceid"
    $network = "faceID.hbm"
  condition:
    all of them
}
