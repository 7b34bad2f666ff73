/* The same daemon with OpenCV on board. It reads the QR code of a phone to join a Wi-Fi network, and nothing else of it. */
#include "linux.h"

int media_open_interface(const char *name);
int media_create_surface(int width, int height);
int media_encode_frame(int surface);
int qr_open(void *self) __asm__("_ZN2cv14QRCodeDetectorC1Ev");
int qr_read(void *self) __asm__("_ZN2cv14QRCodeDetector15detectAndDecodeB5cxx11ERKNS_11_InputArrayERKNS_12_OutputArrayES6_");

static const char started[] = "ipcamd: rtsp on 554, http on 80, waiting for a QR code\n";

void _start(void)
{
	char reader[64];
	int surface;

	media_open_interface("wlan0");
	surface = media_create_surface(1280, 720);
	say(started, sizeof started - 1);
	qr_open(reader);
	while (media_encode_frame(surface) > 0)
		qr_read(reader);
	leave(0);
}
