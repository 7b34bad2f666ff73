/* Sample of a video management client: it makes templates of faces in a stream and matches them against saved ones. */
__declspec(dllimport) void __stdcall ExitProcess(unsigned int code);
__declspec(dllimport) int FSDK_ActivateLibrary(const char *key);
__declspec(dllimport) int FSDK_Initialize(const char *folder);
__declspec(dllimport) int FSDK_DetectMultipleFaces(unsigned int image, int *count, void *faces, int most);
__declspec(dllimport) int FSDK_GetFaceTemplateInRegion(unsigned int image, void *face, void *out);
__declspec(dllimport) int FSDK_MatchFaces(void *one, void *other, float *likeness);
__declspec(dllimport) int FSDK_Finalize(void);

void entry(void)
{
	float likeness = 0;
	int count = 0;

	FSDK_ActivateLibrary("sample-key");
	FSDK_Initialize("");
	FSDK_DetectMultipleFaces(0, &count, 0, 0);
	FSDK_GetFaceTemplateInRegion(0, 0, 0);
	FSDK_MatchFaces(0, 0, &likeness);
	FSDK_Finalize();
	ExitProcess(likeness > 0.9f);
}
