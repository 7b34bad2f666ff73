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

private rule aws_rekognition_named
{
  strings:
    $name = "rekognition" nocase
  condition:
    $name
}

// Below: the service's name and one of its face operations in the same file, as Python (boto3), the command line,
// JavaScript (SDK v3: ...Command, v2: camel case), Java (...Request), Go (...Input) and C# (...Async) write it. Neither
// alone would do: the operations' names are those of other services as well, and the bare name stands in every list.
rule aws_rekognition_enrollment
{
  strings:
    $call1 = "index_faces" fullword
    $call2 = "index-faces" fullword
    $call3 = "indexFaces" fullword
    $call4 = "IndexFacesCommand" fullword
    $call5 = "IndexFacesRequest" fullword
    $call6 = "IndexFacesInput" fullword
    $call7 = "IndexFacesAsync" fullword
  condition:
    aws_rekognition_named and any of them
}

rule aws_rekognition_identification
{
  strings:
    $call1 = "search_faces_by_image" fullword
    $call2 = "search-faces-by-image" fullword
    $call3 = "searchFacesByImage" fullword
    $call4 = "SearchFacesByImageCommand" fullword
    $call5 = "SearchFacesByImageRequest" fullword
    $call6 = "SearchFacesByImageInput" fullword
    $call7 = "SearchFacesByImageAsync" fullword
    $call8 = "search_faces" fullword
    $call9 = "search-faces" fullword
    $call10 = "searchFaces" fullword
    $call11 = "SearchFacesCommand" fullword
    $call12 = "SearchFacesRequest" fullword
    $call13 = "SearchFacesInput" fullword
    $call14 = "SearchFacesAsync" fullword
    $call15 = "search_users_by_image" fullword
    $call16 = "search-users-by-image" fullword
    $call17 = "searchUsersByImage" fullword
    $call18 = "SearchUsersByImageCommand" fullword
    $call19 = "SearchUsersByImageRequest" fullword
    $call20 = "SearchUsersByImageInput" fullword
    $call21 = "SearchUsersByImageAsync" fullword
    $call22 = "start_face_search" fullword
    $call23 = "start-face-search" fullword
    $call24 = "startFaceSearch" fullword
    $call25 = "StartFaceSearchCommand" fullword
    $call26 = "StartFaceSearchRequest" fullword
    $call27 = "StartFaceSearchInput" fullword
    $call28 = "StartFaceSearchAsync" fullword
    $call29 = "recognize_celebrities" fullword
    $call30 = "recognize-celebrities" fullword
    $call31 = "recognizeCelebrities" fullword
    $call32 = "RecognizeCelebritiesCommand" fullword
    $call33 = "RecognizeCelebritiesRequest" fullword
    $call34 = "RecognizeCelebritiesInput" fullword
    $call35 = "RecognizeCelebritiesAsync" fullword
  condition:
    aws_rekognition_named and any of them
}

rule aws_rekognition_verification
{
  strings:
    $call1 = "compare_faces" fullword
    $call2 = "compare-faces" fullword
    $call3 = "compareFaces" fullword
    $call4 = "CompareFacesCommand" fullword
    $call5 = "CompareFacesRequest" fullword
    $call6 = "CompareFacesInput" fullword
    $call7 = "CompareFacesAsync" fullword
  condition:
    aws_rekognition_named and any of them
}

rule aws_rekognition_detection
{
  strings:
    $call1 = "detect_faces" fullword
    $call2 = "detect-faces" fullword
    $call3 = "detectFaces" fullword
    $call4 = "DetectFacesCommand" fullword
    $call5 = "DetectFacesRequest" fullword
    $call6 = "DetectFacesInput" fullword
    $call7 = "DetectFacesAsync" fullword
  condition:
    aws_rekognition_named and any of them
}

rule aws_rekognition_liveness
{
  strings:
    $call1 = "create_face_liveness_session" fullword
    $call2 = "create-face-liveness-session" fullword
    $call3 = "createFaceLivenessSession" fullword
    $call4 = "CreateFaceLivenessSessionCommand" fullword
    $call5 = "CreateFaceLivenessSessionRequest" fullword
    $call6 = "CreateFaceLivenessSessionInput" fullword
    $call7 = "CreateFaceLivenessSessionAsync" fullword
    $call8 = "start_face_liveness_session" fullword
    $call9 = "startFaceLivenessSession" fullword
    $call10 = "StartFaceLivenessSessionCommand" fullword
    $call11 = "StartFaceLivenessSessionRequest" fullword
  condition:
    aws_rekognition_named and any of them
}

rule aws_rekognition_analysis
{
  strings:
    $call1 = "detect_faces" fullword
    $call2 = "detect-faces" fullword
    $call3 = "detectFaces" fullword
    $call4 = "DetectFacesCommand" fullword
    $call5 = "start_face_detection" fullword
    $call6 = "StartFaceDetectionCommand" fullword
    $all1 = /["']?(Face)?Attributes["']? ?[=:] ?\[? ?["']ALL["']/
    $all2 = /--(face-)?attributes ["']?ALL\b/
  condition:
    aws_rekognition_named and any of ($call*) and any of ($all*)
}

// A stream processor that looks for known faces in running video; the same request also looks for parcels and pets.
rule aws_rekognition_stream
{
  strings:
    $call1 = "create_stream_processor" fullword
    $call2 = "create-stream-processor" fullword
    $call3 = "createStreamProcessor" fullword
    $call4 = "CreateStreamProcessorCommand" fullword
    $call5 = "CreateStreamProcessorRequest" fullword
    $call6 = "CreateStreamProcessorInput" fullword
    $call7 = "AWS::Rekognition::StreamProcessor"
    $call8 = "CfnStreamProcessor"
    $face1 = "FaceSearch" fullword
    $face2 = "FaceSearchSettings" fullword
    $face3 = "faceSearchSettings" fullword
    $face4 = "face_search_settings" fullword
  condition:
    aws_rekognition_named and any of ($call*) and any of ($face*)
}

// A program that sets up a collection of faces in Amazon's cloud (CDK, Pulumi).
rule aws_rekognition_collection
{
  strings:
    $cdk1 = "rekognition.CfnCollection("
    $cdk2 = "new CfnCollection("
    $module1 = "aws-cdk-lib/aws-rekognition"
    $module2 = "aws_cdk.aws_rekognition"
    $module3 = "aws_cdk import aws_rekognition"
    $pulumi = "aws.rekognition.Collection("
  condition:
    $cdk1 or $pulumi or ($cdk2 and any of ($module*))
}
