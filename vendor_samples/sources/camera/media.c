/* Sample of a camera's media library. Its words are traps for a careless scanner: interface, surface, typeface. */
int media_open_interface(const char *name) { return name != 0; }
int media_create_surface(int width, int height) { return width * height > 0 ? 0 : -1; }
int media_destroy_surface(int surface) { return surface; }
int media_set_overlay_typeface(const char *typeface) { return typeface != 0; }
int media_encode_frame(int surface) { return surface; }
const char media_version[] = "libcammedia 2.4.1, sample made by facescreen; surface and interface layer";
