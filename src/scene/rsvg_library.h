// librsvg, opened when a drawing is first read: it brings GdkPixbuf and libxml2 along. Its
// functions are called by their own names.
#pragma once
#include <stdbool.h>

// To be called before any function of librsvg. False and *problem (g_free) when it is not there.
bool rsvg_library_open(char **problem);
