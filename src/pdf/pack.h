// Streams on their way into the file: compressed by all processors while the document is still
// being made, kept in the order in which they came.
#pragma once
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
    GBytes *data;     // packed by the time that pack_queue_finish returns
    bool deflated;
    int level; // of libdeflate
    gint done; // atomic
} PackedStream;

typedef struct PackQueue PackQueue;

// For what is written into several documents.
GBytes *pack_bytes(GBytes *bytes);

PackQueue *pack_queue_new(void);
void pack_queue_free(PackQueue *queue); // accepts NULL
// Takes members and data over.
void pack_queue_add(PackQueue *queue, guint number, GString *members, GBytes *data,
                    Packing packing);
// The oldest stream that was not taken yet, once it is packed; the caller frees it. NULL: it is not
// packed yet, or there is none. wait: waits for it.
PackedStream *pack_queue_take(PackQueue *queue, bool wait);
void packed_stream_free(PackedStream *stream);
