// The service's address in any region, also for FIPS. A region has the form us-east-1 or us-gov-west-1. Lists of the
// addresses of all services, which AWS tools carry, name their partitions and DNS suffixes.
rule aws_rekognition_host
{
  strings:
    $host = /rekognition(-fips)?\.[a-z]{2}(-[a-z]{2,9}){1,2}-[0-9]\.amazonaws\.com/ ascii wide
    $list1 = "partition" nocase
    $list2 = "dnsSuffix" nocase
  condition:
    $host and not ($list1 and $list2)
}

// Below: the service's name and one of its face operations in the same file, as Python (boto3), the command line and
// JavaScript (SDK v3) write it. Neither alone would do: the operations' names are those of other services as well.
rule aws_rekognition_enrollment
{
  strings:
    $service = "rekognition" fullword
    $call1 = "index_faces" fullword
    $call2 = "index-faces" fullword
    $call3 = "IndexFacesCommand" fullword
  condition:
    $service and any of ($call*)
}

rule aws_rekognition_identification
{
  strings:
    $service = "rekognition" fullword
    $call1 = "search_faces_by_image" fullword
    $call2 = "search_faces" fullword
    $call3 = "search_users_by_image" fullword
    $call4 = "start_face_search" fullword
    $call5 = "recognize_celebrities" fullword
    $call6 = "search-faces-by-image" fullword
    $call7 = "SearchFacesByImageCommand" fullword
    $call8 = "SearchUsersByImageCommand" fullword
  condition:
    $service and any of ($call*)
}

rule aws_rekognition_verification
{
  strings:
    $service = "rekognition" fullword
    $call1 = "compare_faces" fullword
    $call2 = "compare-faces" fullword
    $call3 = "CompareFacesCommand" fullword
  condition:
    $service and any of ($call*)
}

rule aws_rekognition_detection
{
  strings:
    $service = "rekognition" fullword
    $call1 = "detect_faces" fullword
    $call2 = "detect-faces" fullword
    $call3 = "DetectFacesCommand" fullword
  condition:
    $service and any of ($call*)
}

rule aws_rekognition_liveness
{
  strings:
    $service = "rekognition" fullword
    $call1 = "create_face_liveness_session" fullword
    $call2 = "create-face-liveness-session" fullword
    $call3 = "CreateFaceLivenessSessionCommand" fullword
  condition:
    $service and any of ($call*)
}
