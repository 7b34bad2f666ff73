// A request that starts an app whose name is a word for faces, not a part of another word.
rule axis_starts_a_face_app
{
  strings:
    $start = /\/axis-cgi\/applications\/control\.cgi\?action=start&package=([A-Za-z0-9]{0,40}[_.-])?[Ff]ace([_.-]|[Rr]ec|[Dd]et|[Mm]atch|[Ii][Dd])/
  condition:
    $start
}
