/* Sample of the main daemon of an IP camera: streams video, draws a clock, finds motion. No code about people. */
#include "linux.h"

int media_open_interface(const char *name);
int media_create_surface(int width, int height);
int media_set_overlay_typeface(const char *typeface);
int media_encode_frame(int surface);

static const char started[] = "ipcamd: rtsp on 554, http on 80, motion detection ready\n";

void _start(void)
{
	int surface;

	media_open_interface("eth0");
	media_set_overlay_typeface("DejaVu Sans Mono");
	surface = media_create_surface(1920, 1080);
	say(started, sizeof started - 1);
	while (media_encode_frame(surface) > 0)
		;
	leave(0);
}
