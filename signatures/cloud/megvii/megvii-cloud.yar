// A host of the service and one of its face requests in the same file.
rule megvii_cloud_identification
{
  strings:
    $service1 = "api-cn.faceplusplus.com"
    $service2 = "api-us.faceplusplus.com"
    $service3 = "api.faceplusplus.com"
    $service4 = "api.megvii.com"
    $call1 = "/facepp/v3/search"
  condition:
    any of ($service*) and any of ($call*)
}

rule megvii_cloud_verification
{
  strings:
    $service1 = "api-cn.faceplusplus.com"
    $service2 = "api-us.faceplusplus.com"
    $service3 = "api.faceplusplus.com"
    $service4 = "api.megvii.com"
    $call1 = "/facepp/v3/compare"
    $call2 = "/faceid/v2/verify"
    $call3 = "/faceid/v3/sdk/verify"
  condition:
    any of ($service*) and any of ($call*)
}

rule megvii_cloud_enrollment
{
  strings:
    $service1 = "api-cn.faceplusplus.com"
    $service2 = "api-us.faceplusplus.com"
    $service3 = "api.faceplusplus.com"
    $service4 = "api.megvii.com"
    $call1 = "/facepp/v3/faceset/"
  condition:
    any of ($service*) and any of ($call*)
}

rule megvii_cloud_detection
{
  strings:
    $service1 = "api-cn.faceplusplus.com"
    $service2 = "api-us.faceplusplus.com"
    $service3 = "api.faceplusplus.com"
    $service4 = "api.megvii.com"
    $call1 = "/facepp/v3/detect"
  condition:
    any of ($service*) and any of ($call*)
}

rule megvii_cloud_analysis
{
  strings:
    $service1 = "api-cn.faceplusplus.com"
    $service2 = "api-us.faceplusplus.com"
    $service3 = "api.faceplusplus.com"
    $service4 = "api.megvii.com"
    $call1 = "/facepp/v3/face/analyze"
  condition:
    any of ($service*) and any of ($call*)
}

// The host of the service in a setting.
rule megvii_cloud_host
{
  strings:
    $host1 = "api-cn.faceplusplus.com" nocase
    $host2 = "api-us.faceplusplus.com" nocase
  condition:
    any of them
}
