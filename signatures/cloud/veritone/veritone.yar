// The service's address and the number of its class of face engines.
rule veritone_face_engines
{
  strings:
    $host = "api.veritone.com"
    $class = "6faad6b7-0837-45f9-b161-2f6bf31b7a07"
  condition:
    all of them
}
