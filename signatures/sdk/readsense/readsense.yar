// The kit's class and a call of its recognition in the same script.
rule readsense_recognition
{
  strings:
    $class = "mobile.ReadFace"
    $call = ".identifyPerson("
  condition:
    $class and $call
}
