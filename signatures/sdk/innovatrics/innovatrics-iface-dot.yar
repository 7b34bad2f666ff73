// A class of the kit and the function that makes a template of a face.
rule iface_template
{
  strings:
    $kit1 = "com.innovatrics.iface."
    $kit2 = "com/innovatrics/iface/"
    $call1 = "createTemplate" fullword
  condition:
    any of ($kit*) and any of ($call*)
}

rule iface_match
{
  strings:
    $kit1 = "com.innovatrics.iface."
    $kit2 = "com/innovatrics/iface/"
    $call1 = "matchTemplate" fullword
  condition:
    any of ($kit*) and any of ($call*)
}
