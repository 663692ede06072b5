// Streams on their way into the file: compressed by all processors while the document is still
// being made, kept in the order in which they came.
#pragma once
#include "base/kept.h"

#include <glib.h>
#include <stdbool.h>

typedef enum {
    PACK_NONE,    // the data is written as it is
    PACK_DEFLATE, // it is compressed
    PACK_FILE,    // it is compressed as pack_bytes does it
    PACK_DONE     // pack_bytes has compressed it
} Packing;

typedef struct {
    guint number;     // of the stream's object
    GString *members; // of its dictionary, without /Filter and /Length
    GBytes *data;     // packed once it is done
    GBytes *source;   // what it was before; NULL: nobody asks for that
    bool deflated;
    int level; // of libdeflate
    gint done; // atomic
} PackedStream;

typedef struct PackQueue PackQueue;

// For what is written into several documents.
GBytes *pack_bytes(GBytes *bytes);

// kept: where what was packed is found again; or NULL.
PackQueue *pack_queue_new(Kept *kept);
void pack_queue_free(PackQueue *queue); // accepts NULL
// Takes members and data over.
void pack_queue_add(PackQueue *queue, guint number, GString *members, GBytes *data,
                    Packing packing);
// The oldest stream that was not taken yet, once it is packed; the caller frees it. NULL: it is not
// packed yet, or there is none. wait: waits for it.
PackedStream *pack_queue_take(PackQueue *queue, bool wait);
void packed_stream_free(PackedStream *stream);
