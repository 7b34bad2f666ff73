/* Stub with the exported names of a commercial face engine. Every body is empty: names are facts, code is not here. */
#define STUB(name) int name(void) { return -1; }

STUB(ASFActivation)
STUB(ASFOnlineActivation)
STUB(ASFOfflineActivation)
STUB(ASFInitEngine)
STUB(ASFUninitEngine)
STUB(ASFDetectFaces)
STUB(ASFDetectFacesEx)
STUB(ASFFaceFeatureExtract)
STUB(ASFFaceFeatureExtractEx)
STUB(ASFFaceFeatureCompare)
STUB(ASFGetAge)
STUB(ASFGetGender)
STUB(ASFGetFace3DAngle)
STUB(ASFGetLivenessScore)
STUB(ASFProcess_IR)

const char ASFStubNotice[] = "stub made by facescreen for its tests; carries names only, no vendor code";
