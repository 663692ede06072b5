// Streams on their way into the file: compressed by all processors while the document is still
// being made, kept in the order in which they came.
#pragma once
#include <glib.h>
#include <stdbool.h>

typedef struct {
    guint number;     // of the stream's object
    GString *members; // of its dictionary, without /Filter and /Length
    GBytes *data;     // packed by the time that pack_queue_finish returns
    bool deflated;
} PackedStream;

typedef struct PackQueue PackQueue;

PackQueue *pack_queue_new(void);
void pack_queue_free(PackQueue *queue); // accepts NULL
// Takes members and data over.
void pack_queue_add(PackQueue *queue, guint number, GString *members, GBytes *data, bool deflate);
// Waits until all is packed; the streams are those added since the last call, in their order, and
// are gone with the next.
const GPtrArray *pack_queue_finish(PackQueue *queue);
