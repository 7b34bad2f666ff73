// The service's host: <region>-production-api.zoloz.com and <region>-sandbox-api.zoloz.com.
rule zoloz_api_host
{
  strings:
    $production = "-production-api.zoloz.com"
    $sandbox = "-sandbox-api.zoloz.com"
  condition:
    any of them
}
