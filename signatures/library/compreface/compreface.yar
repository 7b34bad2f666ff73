// A program may join the address of a request: the beginning of the path stands by itself, and the request's name too.
rule compreface_joined_identification
{
  strings:
    $root1 = "/api/v1/recognition'"
    $root2 = "/api/v1/recognition\""
    $call1 = "/recognize" fullword
  condition:
    any of ($root*) and $call1
}

rule compreface_joined_enrollment
{
  strings:
    $root1 = "/api/v1/recognition'"
    $root2 = "/api/v1/recognition\""
    $call1 = "/faces" fullword
    $call2 = "/subjects" fullword
  condition:
    any of ($root*) and any of ($call*)
}

rule compreface_joined_verification
{
  strings:
    $root1 = "/api/v1/verification'"
    $root2 = "/api/v1/verification\""
  condition:
    any of them
}

// What a request may ask for beside the face: slugs behind each other.
rule compreface_plugins_analysis
{
  strings:
    $asked = /face_plugins=["']?([a-z]{3,12}(,|%2C)){0,6}(age|gender|mask)/
  condition:
    $asked
}

rule compreface_plugins_template
{
  strings:
    $asked = /face_plugins=["']?([a-z]{3,12}(,|%2C)){0,6}calculator/
  condition:
    $asked
}

// A dump of PostgreSQL whose table of templates has at least one row: columns and row as pg_dump writes them.
rule compreface_gallery_dump
{
  strings:
    $copied = /COPY public\.embedding \(id, subject_id, embedding, calculator, img_id\) FROM stdin;\r?\n[0-9a-f]{8}-/
    $inserted = /INSERT INTO public\.embedding (\(id, subject_id, embedding, calculator, img_id\) )?VALUES \('[0-9a-f-]{36}', '[0-9a-f-]{36}', '\{/
  condition:
    any of them
}
