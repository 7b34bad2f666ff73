// The seven moods in the order in which the training set FER-2013 numbers them, as a list of a program that speaks of faces.
// Networks for voices use the same words, seldom in this order, and speak of no face.
rule fer_label_list
{
  strings:
    $list = /angry["'][^a-z\n]{1,12}disgust(ed)?["'][^a-z\n]{1,12}(fear|scared|fearful)["'][^a-z\n]{1,12}happy["'][^a-z\n]{1,12}sad["'][^a-z\n]{1,12}surprised?["'][^a-z\n]{1,12}neutral["']/ nocase
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
    $list and any of ($face*)
}
