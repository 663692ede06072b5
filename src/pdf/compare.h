// What differs first between two PDF files.
#pragma once
#include <glib.h>

// In words: the page, the metadata or the byte. The files differ. New string.
char *compare_pdf(GBytes *one, GBytes *other);
