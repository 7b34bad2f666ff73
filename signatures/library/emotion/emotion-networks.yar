// The seven moods in the order in which the training set FER-2013 numbers them, or in that of its folders, as a list of a
// program that speaks of faces.
// Networks for voices use the same words, seldom in this order, and speak of no face.
rule fer_label_list
{
  strings:
    $list1 = /angry["'][^a-z]{1,24}disgust(ed)?["'][^a-z]{1,24}(fear|scared|fearful)["'][^a-z]{1,24}happy["'][^a-z]{1,24}sad["'][^a-z]{1,24}surprised?["'][^a-z]{1,24}neutral["']/ nocase
    $list2 = /angry["'][^a-z]{1,24}disgust(ed)?["'][^a-z]{1,24}(fear|scared|fearful)["'][^a-z]{1,24}happy["'][^a-z]{1,24}neutral["'][^a-z]{1,24}sad["'][^a-z]{1,24}surprised?["']/ nocase
    $face1 = "face_cascade"
    $face2 = "detect_faces"
    $face3 = "haarcascade_frontalface"
    $face4 = "face_detector"
    $face5 = "facial_expression" nocase
    $face6 = "face_emotion" nocase
    $face7 = "facial emotion" nocase
    $face8 = "facial expression" nocase
    $face9 = "fer2013" nocase
  condition:
    any of ($list*) and any of ($face*)
}
