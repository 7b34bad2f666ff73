/* Stub of the engine's second library, which the first one needs. */
int arcsoft_core_stub(void) { return -1; }

const char arcsoft_core_notice[] = "stub made by facescreen for its tests; carries a name only, no vendor code";
