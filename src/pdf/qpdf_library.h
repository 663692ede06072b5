// libqpdf, opened when a PDF is first read: it brings GnuTLS along, which takes longer to load than
// a chart takes to draw. Its functions are called by their own names.
#pragma once
#include <stdbool.h>

// To be called before any function of libqpdf. False and *problem (g_free) when it is not there.
bool qpdf_library_open(char **problem);
