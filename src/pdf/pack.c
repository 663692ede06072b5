// Jobs are independent and are written in the order in which they came, so the bytes are the same
// whoever packs. When the workers fall behind, whoever adds packs too: what waits stays bounded.
// Packing is a good part of all work. Of levels the first one here takes two thirds of the time of
// the next higher for 4 % more bytes of a page; the rest of a document of many pages, where packing
// is most of the work, takes half.
// libdeflate compresses whole buffers two to three times as fast as zlib, and a little smaller.
#include "pdf/pack.h"

#include "base/thread_team.h"

#include <libdeflate.h>

enum { LEVEL = 6, LEVEL_REST = 5, FIRST_COUNT = 100, WAITING_MAX = 32 };

struct PackQueue {
    ThreadTeam *team; // NULL: nothing to do yet
    GQueue streams;   // of PackedStream: those not taken yet
    Kept *kept;       // or NULL
    guint count;      // of all that were added
};

void packed_stream_free(PackedStream *stream) {
    g_string_free(stream->members, TRUE);
    g_bytes_unref(stream->data);
    g_clear_pointer(&stream->source, g_bytes_unref);
    g_free(stream);
}

static GBytes *deflate_bytes(GBytes *bytes, int level) {
    gsize length = 0;
    const void *data = g_bytes_get_data(bytes, &length);
    struct libdeflate_compressor *compressor = libdeflate_alloc_compressor(level);
    g_assert(compressor); // out of memory ends the program
    gsize bound = libdeflate_zlib_compress_bound(compressor, length);
    void *packed = g_malloc(bound);
    gsize size = libdeflate_zlib_compress(compressor, data, length, packed, bound);
    libdeflate_free_compressor(compressor);
    g_assert(size > 0); // the bound is one
    return g_bytes_new_take(g_realloc(packed, size), size);
}

GBytes *pack_bytes(GBytes *bytes) {
    return deflate_bytes(bytes, LEVEL);
}

static void pack(void *data, void *unused) {
    (void)unused;
    PackedStream *stream = data;
    GBytes *packed = deflate_bytes(stream->data, stream->level);
    g_bytes_unref(stream->data);
    stream->data = packed;
    g_atomic_int_set(&stream->done, true);
}

PackQueue *pack_queue_new(Kept *kept) {
    PackQueue *queue = g_new0(PackQueue, 1);
    queue->kept = kept;
    g_queue_init(&queue->streams);
    return queue;
}

static void finish(PackQueue *queue) {
    thread_team_free(queue->team, /*finish=*/true);
    queue->team = NULL;
}

void pack_queue_free(PackQueue *queue) {
    if (!queue)
        return;
    finish(queue);
    g_queue_clear_full(&queue->streams, (GDestroyNotify)packed_stream_free);
    g_free(queue);
}

// ---- what was packed before

static KeptKey kept_key(const PackedStream *stream) {
    return (KeptKey){"packed", (guint64)stream->level, stream->source};
}

static void find_packed(const PackQueue *queue, PackedStream *stream) {
    if (!queue->kept)
        return;
    stream->source = g_bytes_ref(stream->data);
    KeptKey key = kept_key(stream);
    GBytes *packed = kept_find(queue->kept, &key);
    if (!packed)
        return;
    g_bytes_unref(stream->data);
    stream->data = g_bytes_ref(packed);
    stream->done = true;
}

static void keep_packed(const PackQueue *queue, const PackedStream *stream) {
    if (!stream->source)
        return;
    KeptKey key = kept_key(stream);
    if (!kept_find(queue->kept, &key))
        kept_add(queue->kept, &key, g_bytes_ref(stream->data), g_bytes_get_size(stream->data),
                 (GDestroyNotify)g_bytes_unref);
}

// ---- the queue

void pack_queue_add(PackQueue *queue, guint number, GString *members, GBytes *data,
                    Packing packing) {
    PackedStream *stream = g_new(PackedStream, 1);
    bool is_first = queue->count++ < FIRST_COUNT || packing == PACK_FILE;
    *stream = (PackedStream){.number = number,
                             .members = members,
                             .data = data,
                             .deflated = packing != PACK_NONE,
                             .level = is_first ? LEVEL : LEVEL_REST,
                             .done = packing == PACK_NONE || packing == PACK_DONE};
    g_queue_push_tail(&queue->streams, stream);
    if (!stream->done)
        find_packed(queue, stream);
    if (stream->done)
        return;
    if (!queue->team)
        queue->team = thread_team_new(pack, NULL, thread_team_size());
    if (thread_team_waiting(queue->team) < WAITING_MAX)
        thread_team_push(queue->team, stream);
    else
        pack(stream, NULL);
}

PackedStream *pack_queue_take(PackQueue *queue, bool wait) {
    const PackedStream *oldest = g_queue_peek_head(&queue->streams);
    if (!oldest)
        return NULL;
    if (wait && !g_atomic_int_get(&oldest->done))
        finish(queue); // all of them: nothing comes after
    if (!g_atomic_int_get(&oldest->done))
        return NULL;
    keep_packed(queue, oldest);
    return g_queue_pop_head(&queue->streams);
}
