/* Sample of a small multi-call tool as embedded Linux systems have it; it only prints its own name. */
#include "linux.h"

static const char banner[] = "toolbox (facescreen sample), applets: ash cat cp init ls mount mv rm sh syslogd udhcpc\n";

void _start(void)
{
	say(banner, sizeof banner - 1);
	leave(0);
}
