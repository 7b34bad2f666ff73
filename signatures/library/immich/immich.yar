// A dump of PostgreSQL whose table of face templates has at least one row, as pg_dump writes it.
rule immich_templates_dump
{
  strings:
    $copied = /COPY public\.face_search \("faceId", embedding\) FROM stdin;\r?\n[0-9a-f]{8}-[0-9a-f]{4}-/
  condition:
    $copied
}
