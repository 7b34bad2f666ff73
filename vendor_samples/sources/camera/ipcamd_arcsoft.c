/* The same daemon with an embedded engine: it activates it, extracts features of every frame and compares them. */
#include "linux.h"

int media_open_interface(const char *name);
int media_create_surface(int width, int height);
int media_encode_frame(int surface);
int ASFOnlineActivation(const char *app, const char *key);
int ASFInitEngine(long mode, int priority, int scale, int most, int mask, void **engine);
int ASFDetectFaces(void *engine, int width, int height, int format, void *pixels, void *found);
int ASFFaceFeatureExtract(void *engine, int width, int height, int format, void *pixels, void *face, void *feature);
int ASFFaceFeatureCompare(void *engine, void *one, void *other, float *likeness);
int ASFUninitEngine(void *engine);

static const char started[] = "ipcamd: rtsp on 554, http on 80, who-is-it events ready\n";

void _start(void)
{
	void *engine = 0;
	float likeness = 0;
	int surface;

	media_open_interface("eth0");
	surface = media_create_surface(1920, 1080);
	ASFOnlineActivation("sample-app", "sample-key");
	ASFInitEngine(0, 0, 16, 10, 5, &engine);
	say(started, sizeof started - 1);
	while (media_encode_frame(surface) > 0) {
		ASFDetectFaces(engine, 1920, 1080, 0, 0, 0);
		ASFFaceFeatureExtract(engine, 1920, 1080, 0, 0, 0, 0);
		ASFFaceFeatureCompare(engine, 0, 0, &likeness);
	}
	ASFUninitEngine(engine);
	leave(0);
}
