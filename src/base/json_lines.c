// Lines are read in batches. While one batch is used, others are parsed by threads; they stand in a
// ring, and a batch that is used up is filled again and goes to its end. A file of one batch starts
// no thread. Threads parse what is sound and do no more: a line that is not is parsed again by
// whoever asks for it, where its fault is reported in its place.
#include "base/json_lines.h"

#include "base/json_doc.h"
#include "base/json_memory.h"
#include "base/json_pieces.h"
#include "base/json_scan.h"
#include "base/thread_team.h"

enum { BATCH_BYTES = 32 << 10, BATCHES_MAX = 17 }; // bytes of text; one more than threads

typedef struct {
    gsize start, length; // of its text
    guint number;
    json_t *json; // NULL: not sound, or empty
} Line;

typedef struct {
    GString *text; // the lines, a NUL after each
    GArray *lines;
    JsonMemory *memory; // of their values
    JsonPieces *pieces; // what values may share
    bool is_parsed;     // under the lock
} Batch;

struct JsonLines {
    Diags *diags;
    LineReader *reader;
    ThreadTeam *team; // NULL: not yet, or one processor
    GMutex lock;
    GCond parsed;
    Batch *batches[BATCHES_MAX];
    guint batch_count, current;
    guint at; // the line to be handed out next, in the current batch
    bool is_begun, is_read;
    JsonDoc *doc;    // of the line handed out last, while its batch is there
    JsonDoc *faulty; // the same, of a line that had to be parsed again
};

// --- a batch ---

static Batch *batch_new(void) {
    Batch *batch = g_new0(Batch, 1);
    batch->text = g_string_sized_new(BATCH_BYTES);
    batch->lines = g_array_new(FALSE, FALSE, sizeof(Line));
    batch->memory = json_memory_new();
    batch->pieces = json_pieces_new();
    return batch;
}

static void batch_free(Batch *batch) {
    g_string_free(batch->text, TRUE);
    g_array_unref(batch->lines);
    json_memory_free(batch->memory);
    json_pieces_free(batch->pieces);
    g_free(batch);
}

static void batch_clear(Batch *batch) {
    if (batch->text->allocated_len > 4 * BATCH_BYTES) { // after a long line
        g_string_free(batch->text, TRUE);
        batch->text = g_string_sized_new(BATCH_BYTES);
    }
    g_string_truncate(batch->text, 0);
    g_array_set_size(batch->lines, 0);
    json_memory_reset(batch->memory);
    json_pieces_begin(batch->pieces);
    batch->is_parsed = false;
}

static bool is_deep(const char *text, gsize length) {
    gsize offset;
    return json_scan_is_deep(text, length, JSON_DEPTH_LIMIT, &offset);
}

// NULL when it is not sound.
static json_t *parse_line(Batch *batch, const char *text, gsize length) {
    json_t *json = json_pieces_load(batch->pieces, batch->memory, text, length);
    if (json || !g_utf8_validate_len(text, length, NULL) || is_deep(text, length))
        return json;
    return json_memory_load(batch->memory, text, length, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY);
}

static void batch_parse(Batch *batch) {
    for (guint i = 0; i < batch->lines->len; i++) {
        Line *line = &g_array_index(batch->lines, Line, i);
        line->json = parse_line(batch, batch->text->str + line->start, line->length);
    }
}

// Reads lines into an empty batch. False when there are none left.
static bool batch_fill(Batch *batch, LineReader *reader) {
    const char *text;
    Line line = {0};
    while (batch->text->len < BATCH_BYTES &&
           line_reader_next(reader, &text, &line.length, &line.number)) {
        line.start = batch->text->len;
        g_string_append_len(batch->text, text, (gssize)line.length + 1);
        g_array_append_val(batch->lines, line);
    }
    return batch->lines->len > 0;
}

// --- threads ---

static void parse(void *data, void *user_data) {
    JsonLines *lines = user_data;
    Batch *batch = data;
    batch_parse(batch);
    g_mutex_lock(&lines->lock);
    batch->is_parsed = true;
    g_cond_signal(&lines->parsed);
    g_mutex_unlock(&lines->lock);
}

static void wait_for(JsonLines *lines, const Batch *batch) {
    g_mutex_lock(&lines->lock);
    while (!batch->is_parsed)
        g_cond_wait(&lines->parsed, &lines->lock);
    g_mutex_unlock(&lines->lock);
}

// Fills the batch anew and has it parsed. It stays empty at the end of the file.
static void refill(JsonLines *lines, Batch *batch) {
    batch_clear(batch);
    if (lines->is_read || !batch_fill(batch, lines->reader)) {
        lines->is_read = true;
        batch->is_parsed = true;
        return;
    }
    if (lines->team)
        thread_team_push(lines->team, batch);
    else
        parse(batch, lines);
}

static void start_threads(JsonLines *lines) {
    guint threads = MIN(thread_team_size(), BATCHES_MAX - 1);
    if (threads < 2)
        return;
    lines->team = thread_team_new(parse, lines, threads);
    for (; lines->batch_count <= threads; lines->batch_count++) {
        lines->batches[lines->batch_count] = batch_new();
        refill(lines, lines->batches[lines->batch_count]);
    }
}

// --- lines ---

// The source of a line borrows its text, which is about to go. Whoever has taken a reference to it
// gets a copy.
static void take_back_source(JsonLines *lines) {
    Source *lent = lines->doc->source;
    if (lent->references == 1) {
        lent->text = NULL;
        return;
    }
    lent->text = lent->text ? g_strndup(lent->text, lent->length) : NULL;
    lines->doc->source = source_new(lent->name, NULL, 0);
    source_unref(lent);
}

static void lend_source(JsonLines *lines, const Line *line) {
    Source *source = lines->doc->source;
    source->text = lines->batches[lines->current]->text->str + line->start;
    source->length = line->length;
    source->first_line = line->number;
    g_clear_pointer(&source->line_starts, g_array_unref);
}

JsonLines *json_lines_new(Diags *diags, LineReader *reader) {
    JsonLines *lines = g_new0(JsonLines, 1);
    lines->diags = diags;
    lines->reader = reader;
    lines->doc = json_doc_new(NULL, source_new(line_reader_name(reader), NULL, 0), 0);
    lines->batches[lines->batch_count++] = batch_new();
    g_mutex_init(&lines->lock);
    g_cond_init(&lines->parsed);
    return lines;
}

void json_lines_free(JsonLines *lines) {
    if (!lines)
        return;
    take_back_source(lines);
    lines->doc->root.json = NULL; // borrowed
    json_doc_free(lines->doc);
    json_doc_free(lines->faulty);
    thread_team_free(lines->team, /*finish=*/false);
    for (guint i = 0; i < lines->batch_count; i++)
        batch_free(lines->batches[i]);
    g_mutex_clear(&lines->lock);
    g_cond_clear(&lines->parsed);
    g_free(lines);
}

// The current batch is used up: on to the next, which has lines unless the file is at its end.
static void go_on(JsonLines *lines) {
    Batch *used = lines->batches[lines->current];
    if (lines->is_begun && !lines->team && used->lines->len)
        start_threads(lines);
    lines->is_begun = true;
    refill(lines, used);
    lines->current = (lines->current + 1) % lines->batch_count;
    lines->at = 0;
    wait_for(lines, lines->batches[lines->current]);
}

bool json_lines_next(JsonLines *lines, const char **text, gsize *length, guint *line) {
    take_back_source(lines);
    if (lines->at == lines->batches[lines->current]->lines->len)
        go_on(lines);
    const Batch *batch = lines->batches[lines->current];
    if (batch->lines->len == 0)
        return false;
    const Line *next = &g_array_index(batch->lines, Line, lines->at++);
    *text = batch->text->str + next->start;
    *length = next->length;
    *line = next->number;
    return true;
}

const JsonDoc *json_lines_doc(JsonLines *lines) {
    const Batch *batch = lines->batches[lines->current];
    const Line *line = &g_array_index(batch->lines, Line, lines->at - 1);
    if (line->json) {
        json_doc_renew(lines->doc, line->json);
        lend_source(lines, line);
        return lines->doc;
    }
    const char *text = batch->text->str + line->start, *name = line_reader_name(lines->reader);
    json_doc_free(lines->faulty);
    lines->faulty = json_doc_parse_line(lines->diags, name, text, line->length, line->number);
    return lines->faulty;
}
