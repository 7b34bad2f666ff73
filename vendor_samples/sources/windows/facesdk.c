/* Stub with exported names of a commercial face library for Windows. Every body is empty. */
#define STUB(name) __declspec(dllexport) int name(void) { return -1; }

STUB(FSDK_ActivateLibrary)
STUB(FSDK_Initialize)
STUB(FSDK_Finalize)
STUB(FSDK_GetLicenseInfo)
STUB(FSDK_DetectFace)
STUB(FSDK_DetectMultipleFaces)
STUB(FSDK_DetectFacialFeatures)
STUB(FSDK_GetFaceTemplate)
STUB(FSDK_GetFaceTemplateInRegion)
STUB(FSDK_MatchFaces)
STUB(FSDK_GetMatchingThresholdAtFAR)
STUB(FSDK_CreateTracker)
STUB(FSDK_FeedFrame)
STUB(FSDK_SetName)
STUB(FSDK_GetAllNames)

int __stdcall DllMain(void *module, unsigned long reason, void *reserved)
{
	(void)module;
	(void)reason;
	(void)reserved;
	return 1;
}
