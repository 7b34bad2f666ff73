/* Stub with some exported C++ names of OpenCV's objdetect module (4.6, 32-bit ARM), bodies empty. */
#define STUB(number, name) int stub##number(void) __asm__(name); int stub##number(void) { return 0; }
#define TEXT(number, name, value) \
	extern const char text##number[] __asm__(name); \
	__attribute__((weak)) const char text##number[] = value;

STUB(1, "_ZN2cv16FaceRecognizerSF6createERKNSt7__cxx1112basic_stringIcSt11char_traitsIcESaIcEEES8_ii")
STUB(2, "_ZN2cv14FaceDetectorYN6createERKNSt7__cxx1112basic_stringIcSt11char_traitsIcESaIcEEES8_RKNS_5Size_IiEEffiii")
STUB(3, "_ZN2cv14QRCodeDetectorC1Ev")
STUB(4, "_ZN2cv14QRCodeDetector15detectAndDecodeB5cxx11ERKNS_11_InputArrayERKNS_12_OutputArrayES6_")
TEXT(1, "_ZTSN2cv16FaceRecognizerSFE", "N2cv16FaceRecognizerSFE")
TEXT(2, "_ZTSN2cv14FaceDetectorYNE", "N2cv14FaceDetectorYNE")
TEXT(3, "_ZTIN2cv16FaceRecognizerSFE", "")
TEXT(4, "_ZTIN2cv14FaceDetectorYNE", "")
TEXT(5, "_ZN2cv11sample_noteE", "stub made by facescreen for its tests; carries names only")
