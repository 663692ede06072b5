// Streams are written first, as they must stand by themselves; all else goes into object streams of
// OBJECTS_PER_STREAM objects. libharu keeps the length of a stream in an object of its own: lengths
// are written in place here and those objects are marked free. libdeflate packs in two thirds of
// zlib's time, and smaller.
#include "pdf/container.h"

#include <libdeflate.h>
#include <string.h>

enum { OBJECTS_PER_STREAM = 1000, DEFLATE_LEVEL = 7, XREF_COLUMNS = 7 };

typedef enum { ENTRY_FREE, ENTRY_OFFSET, ENTRY_IN_STREAM } EntryType;

typedef struct {
    EntryType type;
    guint32 field2; // byte offset, or number of the object stream
    guint16 field3; // index in the object stream
} Entry;

typedef struct {
    PdfDocument *document;
    GByteArray *out;
    HPDF_Stream writer; // libharu's way into `sink`
    GByteArray *sink;
    Entry *entries; // by object number
    guint count;    // of objects libharu knows, and then of object streams
    // The object stream being filled.
    GString *head;
    GByteArray *body;
    guint held;
    guint *held_numbers;
    guint next_number;
    GPtrArray *jobs; // of Job: streams in their order in the file
} Container;

// ---- bytes

static HPDF_STATUS append_to_sink(HPDF_Stream stream, const HPDF_BYTE *bytes, HPDF_UINT length) {
    Container *container = stream->attr;
    g_byte_array_append(container->sink, bytes, length);
    return HPDF_OK;
}

static void put(GByteArray *array, const char *text) {
    g_byte_array_append(array, (const guint8 *)text, (guint)strlen(text));
}

static void put_format(GByteArray *array, const char *format, ...) G_GNUC_PRINTF(2, 3);
static void put_format(GByteArray *array, const char *format, ...) {
    char text[128];
    va_list arguments;
    va_start(arguments, format);
    g_vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    put(array, text);
}

static HPDF_Xref xref_of(const Container *container) {
    return container->document->doc->xref;
}

static void *object_numbered(const Container *container, guint number) {
    HPDF_Xref xref = xref_of(container);
    HPDF_XrefEntry entry = xref->entries->obj[number - xref->start_offset];
    return entry->obj;
}

static bool is_stream(const void *object) {
    const HPDF_Obj_Header *header = object;
    return (header->obj_class & HPDF_OCLASS_ANY) == HPDF_OCLASS_DICT &&
           ((HPDF_Dict)object)->stream != NULL;
}

// ---- streams

static void write_members(Container *container, HPDF_Dict dict, GByteArray *out) {
    container->sink = out;
    for (HPDF_UINT i = 0; i < dict->list->count; i++) {
        HPDF_DictElement member = dict->list->obj[i];
        if (strcmp(member->key, "Length") == 0 || strcmp(member->key, "Filter") == 0)
            continue;
        put_format(out, "/%s ", member->key);
        HPDF_Obj_Write(member->value, container->writer, NULL);
        put(out, "\n");
    }
    container->sink = container->out;
}

static void free_length(Container *container, HPDF_Dict dict) {
    const HPDF_Number length = HPDF_Dict_GetItem(dict, "Length", HPDF_OCLASS_NUMBER);
    if (length && length->header.obj_id & HPDF_OTYPE_INDIRECT)
        container->entries[pdf_object_number(length)].type = ENTRY_FREE;
}

// A stream object that waits for being packed and written.
typedef struct {
    guint number;
    GByteArray *members; // of its dictionary, without filter and length
    GByteArray *data;    // packed in place
    bool deflated;
} Job;

static Job *add_job(Container *container, guint number, bool deflated) {
    Job *job = g_new0(Job, 1);
    job->number = number;
    job->members = g_byte_array_new();
    job->data = g_byte_array_new();
    job->deflated = deflated;
    g_ptr_array_add(container->jobs, job);
    return job;
}

static void job_free(void *data) {
    Job *job = data;
    g_byte_array_unref(job->members);
    g_byte_array_unref(job->data);
    g_free(job);
}

static void write_job(Container *container, const Job *job) {
    Entry *entry = &container->entries[job->number];
    *entry = (Entry){.type = ENTRY_OFFSET, .field2 = container->out->len};
    put_format(container->out, "%u 0 obj\n<<\n", job->number);
    g_byte_array_append(container->out, job->members->data, job->members->len);
    if (job->deflated)
        put(container->out, "/Filter /FlateDecode\n");
    put_format(container->out, "/Length %u\n>>\nstream\n", job->data->len);
    g_byte_array_append(container->out, job->data->data, job->data->len);
    put(container->out, "\nendstream\nendobj\n");
}

// Deflated bytes, a new array.
static GByteArray *deflate_bytes(const GByteArray *bytes) {
    struct libdeflate_compressor *compressor = libdeflate_alloc_compressor(DEFLATE_LEVEL);
    if (!compressor)
        g_error("no memory to deflate %u bytes", bytes->len); // as GLib ends when memory does
    gsize bound = libdeflate_zlib_compress_bound(compressor, bytes->len);
    GByteArray *packed = g_byte_array_sized_new((guint)bound);
    gsize size = libdeflate_zlib_compress(compressor, bytes->data, bytes->len, packed->data, bound);
    libdeflate_free_compressor(compressor);
    return g_byte_array_set_size(packed, (guint)size);
}

static void pack_job(void *data, void *unused) {
    (void)unused;
    Job *job = data;
    if (!job->deflated)
        return;
    GByteArray *packed = deflate_bytes(job->data);
    g_byte_array_unref(job->data);
    job->data = packed;
}

// Packing is a third of the work of a run: it is shared by all processors. Jobs are independent and
// written in their order, so the bytes are the same whoever packs.
static void write_jobs(Container *container) {
    GThreadPool *pool =
        g_thread_pool_new(pack_job, NULL, (gint)g_get_num_processors(), FALSE, NULL);
    for (guint i = 0; i < container->jobs->len; i++)
        g_thread_pool_push(pool, container->jobs->pdata[i], NULL);
    g_thread_pool_free(pool, /*immediate=*/FALSE, /*wait=*/TRUE);
    for (guint i = 0; i < container->jobs->len; i++)
        write_job(container, container->jobs->pdata[i]);
    g_ptr_array_set_size(container->jobs, 0);
}

static void add_stream(Container *container, guint number, HPDF_Dict dict) {
    if (dict->before_write_fn)
        dict->before_write_fn(dict);
    container->entries[number].type = ENTRY_OFFSET;
    Job *job = add_job(container, number, dict->filter & HPDF_STREAM_FILTER_FLATE_DECODE);
    write_members(container, dict, job->members);
    container->sink = job->data;
    HPDF_Stream_WriteToStream(dict->stream, container->writer, HPDF_STREAM_FILTER_NONE, NULL);
    container->sink = container->out;
}

// ---- object streams

static void end_object_stream(Container *container) {
    if (container->held == 0)
        return;
    guint number = container->next_number++;
    for (guint i = 0; i < container->held; i++) {
        Entry *entry = &container->entries[container->held_numbers[i]];
        *entry = (Entry){.type = ENTRY_IN_STREAM, .field2 = number, .field3 = (guint16)i};
    }
    guint first = (guint)container->head->len;
    g_byte_array_prepend(container->body, (const guint8 *)container->head->str, first);
    Job *job = add_job(container, number, /*deflated=*/true);
    put_format(job->members, "/Type /ObjStm\n/N %u\n/First %u\n", container->held, first);
    g_byte_array_append(job->data, container->body->data, container->body->len);
    g_string_truncate(container->head, 0);
    g_byte_array_set_size(container->body, 0);
    container->held = 0;
}

static void hold_object(Container *container, guint number) {
    g_string_append_printf(container->head, "%u %u ", number, container->body->len);
    container->held_numbers[container->held++] = number;
    gsize length = 0;
    const char *text = pdf_reserved_text(container->document, number, &length);
    if (text) {
        g_byte_array_append(container->body, (const guint8 *)text, (guint)length);
    } else {
        container->sink = container->body;
        HPDF_Obj_WriteValue(object_numbered(container, number), container->writer, NULL);
        container->sink = container->out;
    }
    put(container->body, "\n");
    if (container->held == OBJECTS_PER_STREAM)
        end_object_stream(container);
}

// ---- cross references

static void put_big_endian(guint8 *row, guint32 value, int bytes) {
    for (int i = bytes - 1; i >= 0; i--, value >>= 8)
        row[i] = (guint8)value;
}

// Rows of type, place and index, each the difference from the row above (PNG's predictor 2, "Up").
static GByteArray *xref_rows(const Container *container, guint size) {
    GByteArray *rows = g_byte_array_sized_new(size * (XREF_COLUMNS + 1));
    guint8 above[XREF_COLUMNS] = {0};
    for (guint number = 0; number < size; number++) {
        const Entry *entry = &container->entries[number];
        guint8 row[XREF_COLUMNS], line[XREF_COLUMNS + 1] = {2};
        row[0] = (guint8)entry->type;
        put_big_endian(row + 1, entry->field2, 4);
        put_big_endian(row + 5, number ? entry->field3 : 65535, 2);
        for (int i = 0; i < XREF_COLUMNS; i++)
            line[i + 1] = (guint8)(row[i] - above[i]);
        memcpy(above, row, sizeof above);
        g_byte_array_append(rows, line, sizeof line);
    }
    return rows;
}

// The first half of the file's SHA-256, twice: the file is its own first version.
static void put_id(GByteArray *out, const GByteArray *body) {
    g_autofree char *digest = g_compute_checksum_for_data(G_CHECKSUM_SHA256, body->data, body->len);
    put_format(out, "/ID [<%.32s> <%.32s>]\n", digest, digest);
}

static void write_xref(Container *container) {
    guint number = container->next_number++, size = container->next_number;
    guint start = container->out->len;
    container->entries[number] = (Entry){.type = ENTRY_OFFSET, .field2 = start};
    Job *job = add_job(container, number, /*deflated=*/true);
    put_id(job->members, container->out);
    HPDF_Doc doc = container->document->doc;
    put_format(job->members, "/Root %u 0 R\n", pdf_object_number(doc->catalog));
    if (doc->info)
        put_format(job->members, "/Info %u 0 R\n", pdf_object_number(doc->info));
    put_format(job->members, "/Type /XRef\n/Size %u\n/W [1 4 2]\n", size);
    put_format(job->members, "/DecodeParms <</Predictor 12 /Columns %d>>\n", XREF_COLUMNS);
    g_autoptr(GByteArray) rows = xref_rows(container, size);
    g_byte_array_append(job->data, rows->data, rows->len);
    write_jobs(container);
    put_format(container->out, "startxref\n%u\n%%%%EOF\n", start);
}

// ---- the file

static void write_objects(Container *container) {
    guint first = xref_of(container)->start_offset + 1; // object 0 heads the list of free ones
    for (guint number = first; number < container->count; number++)
        if (is_stream(object_numbered(container, number)))
            add_stream(container, number, object_numbered(container, number));
    for (guint number = first; number < container->count; number++)
        if (is_stream(object_numbered(container, number)))
            free_length(container, object_numbered(container, number));
    for (guint number = first; number < container->count; number++)
        if (container->entries[number].type == ENTRY_IN_STREAM)
            hold_object(container, number);
    end_object_stream(container);
    write_jobs(container);
}

static void prepare_entries(Container *container) {
    HPDF_Xref xref = xref_of(container);
    container->count = xref->start_offset + xref->entries->count;
    container->next_number = container->count;
    guint streams = container->count / OBJECTS_PER_STREAM + 3; // and the cross-reference stream
    container->entries = g_new0(Entry, container->count + streams);
    for (guint number = xref->start_offset + 1; number < container->count; number++)
        container->entries[number].type = ENTRY_IN_STREAM;
}

GByteArray *container_write(PdfDocument *document) {
    Container container = {.document = document, .out = g_byte_array_new()};
    container.writer = HPDF_CallbackWriter_New(document->doc->mmgr, append_to_sink, &container);
    if (!container.writer) {
        g_byte_array_unref(container.out);
        return NULL;
    }
    container.sink = container.out;
    container.head = g_string_new(NULL);
    container.body = g_byte_array_new();
    container.held_numbers = g_new(guint, OBJECTS_PER_STREAM);
    container.jobs = g_ptr_array_new_with_free_func(job_free);
    prepare_entries(&container);
    put(container.out, "%PDF-1.7\n%\xE2\xE3\xCF\xD3\n");
    write_objects(&container);
    write_xref(&container);
    HPDF_Stream_Free(container.writer);
    g_string_free(container.head, TRUE);
    g_byte_array_unref(container.body);
    g_free(container.held_numbers);
    g_ptr_array_unref(container.jobs);
    g_free(container.entries);
    if (!pdf_document_failed(document))
        return container.out;
    g_byte_array_unref(container.out);
    return NULL;
}
