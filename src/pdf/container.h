// The file around a document's objects: object streams and a cross-reference stream (ISO 32000-1,
// 7.5.7 and 7.5.8), which make a tagged file several times smaller than libharu's own container and
// need no second pass over it. libharu serialises its own objects; those that come in thousands are
// written as text as soon as they are known and are packed while the rest is being made.
#pragma once
#include "base/kept.h"

#include <glib.h>
#include <hpdf.h>
#include <hpdf_doc.h>
#include <hpdf_objects.h>
#include <stdbool.h>

typedef struct Container Container;

// kept: see pack_queue_new.
Container *container_new(HPDF_Doc doc, Kept *kept);
void container_free(Container *container); // accepts NULL
// A number for an object that libharu does not know of.
guint container_number(Container *container);
// Writes an object; the text is copied.
void container_add_object(Container *container, guint number, const GString *text);
// Writes a stream: the members of its dictionary but /Length and /Filter, and its data not yet
// compressed; both are taken over.
void container_add_stream(Container *container, guint number, GString *members, GBytes *data,
                          bool deflate);
// The data of a stream that libharu knows of, in place of what was written to it: large files need
// not be copied. Takes a reference.
void container_set_data(Container *container, guint number, GBytes *data);
// The same of data that is deflated (pack_bytes) and is written as it is.
void container_set_packed(Container *container, guint number, GBytes *packed);
// Writes all objects of libharu that were not written by the calls above, and gives the whole file
// with an ID made from its bytes. Once; whether libharu failed is for the caller to ask.
GByteArray *container_finish(Container *container);
