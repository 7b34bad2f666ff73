// The model that finds faces, asked for: by its name in the kit, or by its number outside of the kit's table of all models.
rule clarifai_finds_faces
{
  strings:
    $name = "Clarifai.FACE_DETECT_MODEL"
    $number = "a403429f2ddf4b49b307e318f00e528b"
    $table1 = /FACE_DETECT_MODEL["']?\s?:\s?["']a403429f2ddf4b49b307e318f00e528b/
    $table2 = /\bid["']?\s{0,16}:\s?["']a403429f2ddf4b49b307e318f00e528b/
  condition:
    $name or #number > #table1 + #table2
}

// The same for the model that guesses age, sex and origin.
rule clarifai_describes_people
{
  strings:
    $name = "Clarifai.DEMOGRAPHICS_MODEL"
    $number = "c0c0ac362b03416da06ab3fa36fb58e3"
    $table1 = /DEMOGRAPHICS_MODEL["']?\s?:\s?["']c0c0ac362b03416da06ab3fa36fb58e3/
    $table2 = /\bid["']?\s{0,16}:\s?["']c0c0ac362b03416da06ab3fa36fb58e3/
  condition:
    $name or #number > #table1 + #table2
}
