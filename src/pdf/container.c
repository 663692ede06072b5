// Objects go into object streams of OBJECTS_PER_STREAM objects in the order in which they are
// written. libharu keeps the length of a stream in an object of its own: lengths are written in
// place here and those objects are marked free. Numbers for objects that libharu does not know of
// are taken by moving the start of its own count; each of its objects remembers its number.
#include "pdf/container.h"

#include "pdf/pack.h"
#include "pdf/put.h"

#include <string.h>

enum { OBJECTS_PER_STREAM = 1000, XREF_COLUMNS = 7, NUMBER_MASK = 0x00FFFFFF };

// As in a cross-reference stream; ENTRY_LENGTH is left out of the file, that is free.
typedef enum { ENTRY_FREE, ENTRY_OFFSET, ENTRY_IN_STREAM, ENTRY_LENGTH } EntryType;

typedef struct {
    EntryType type;
    guint32 field2; // byte offset, or number of the object stream
    guint16 field3; // index in the object stream
} Entry;

struct Container {
    HPDF_Doc doc;
    HPDF_Stream writer; // libharu's way into `sink`
    GString *sink;
    GArray *entries; // of Entry, by object number; those not written yet are free
    PackQueue *queue;
    GByteArray *out;    // the file: streams are put into it as they are packed
    GHashTable *data;   // object number to GBytes, of streams whose data libharu does not have
    GHashTable *packed; // the numbers of those that are deflated
    // The object stream being filled.
    GString *head, *body;
    GArray *held; // numbers
};

static HPDF_STATUS append_to_sink(HPDF_Stream stream, const HPDF_BYTE *bytes, HPDF_UINT length) {
    Container *container = stream->attr;
    g_string_append_len(container->sink, (const char *)bytes, length);
    return HPDF_OK;
}

static void append(GByteArray *out, const char *text) {
    g_byte_array_append(out, (const guint8 *)text, (guint)strlen(text));
}

Container *container_new(HPDF_Doc doc, Kept *kept) {
    Container *container = g_new0(Container, 1);
    container->doc = doc;
    container->writer = HPDF_CallbackWriter_New(doc->mmgr, append_to_sink, container);
    if (!container->writer)
        g_error("libharu cannot write"); // out of memory ends the program
    container->entries = g_array_new(FALSE, TRUE, sizeof(Entry));
    container->queue = pack_queue_new(kept);
    container->out = g_byte_array_new();
    append(container->out, "%PDF-1.7\n%\xE2\xE3\xCF\xD3\n");
    container->data = g_hash_table_new_full(NULL, NULL, NULL, (GDestroyNotify)g_bytes_unref);
    container->packed = g_hash_table_new(NULL, NULL);
    container->head = g_string_new(NULL);
    container->body = g_string_new(NULL);
    container->held = g_array_sized_new(FALSE, FALSE, sizeof(guint), OBJECTS_PER_STREAM);
    return container;
}

void container_free(Container *container) {
    if (!container)
        return;
    HPDF_Stream_Free(container->writer);
    g_array_unref(container->entries);
    pack_queue_free(container->queue);
    g_byte_array_unref(container->out);
    g_hash_table_unref(container->data);
    g_hash_table_unref(container->packed);
    g_string_free(container->head, TRUE);
    g_string_free(container->body, TRUE);
    g_array_unref(container->held);
    g_free(container);
}

guint container_number(Container *container) {
    HPDF_Xref xref = container->doc->xref;
    return xref->start_offset++ + xref->entries->count;
}

static Entry *entry_at(Container *container, guint number) {
    if (number >= container->entries->len)
        g_array_set_size(container->entries, number + 1);
    return &g_array_index(container->entries, Entry, number);
}

// ---- streams

static void write_stream(Container *container, const PackedStream *stream) {
    gsize length = 0;
    const guint8 *data = g_bytes_get_data(stream->data, &length);
    g_autoptr(GString) head = g_string_new(NULL);
    g_string_append_printf(head, "%u 0 obj\n<<\n%s%s/Length %" G_GSIZE_FORMAT "\n>>\nstream\n",
                           stream->number, stream->members->str,
                           stream->deflated ? "/Filter /FlateDecode\n" : "", length);
    *entry_at(container, stream->number) =
        (Entry){.type = ENTRY_OFFSET, .field2 = container->out->len};
    append(container->out, head->str);
    g_byte_array_append(container->out, data, (guint)length);
    append(container->out, "\nendstream\nendobj\n");
}

// Those that are packed, in their order; wait: all.
static void write_streams(Container *container, bool wait) {
    PackedStream *stream;
    while ((stream = pack_queue_take(container->queue, wait))) {
        write_stream(container, stream);
        packed_stream_free(stream);
    }
}

static void add_stream(Container *container, guint number, GString *members, GBytes *data,
                       Packing packing) {
    entry_at(container, number)->type = ENTRY_OFFSET;
    pack_queue_add(container->queue, number, members, data, packing);
    write_streams(container, /*wait=*/false);
}

void container_add_stream(Container *container, guint number, GString *members, GBytes *data,
                          bool deflate) {
    add_stream(container, number, members, data, deflate ? PACK_DEFLATE : PACK_NONE);
}

static bool is_stream(const void *object) {
    const HPDF_Obj_Header *header = object;
    return (header->obj_class & HPDF_OCLASS_ANY) == HPDF_OCLASS_DICT &&
           ((HPDF_Dict)object)->stream != NULL;
}

static GString *stream_members(Container *container, HPDF_Dict dict) {
    GString *members = container->sink = g_string_new(NULL);
    for (HPDF_UINT i = 0; i < dict->list->count; i++) {
        HPDF_DictElement member = dict->list->obj[i];
        if (strcmp(member->key, "Length") == 0 || strcmp(member->key, "Filter") == 0)
            continue;
        g_string_append_printf(members, "/%s ", member->key);
        HPDF_Obj_Write(member->value, container->writer, NULL);
        g_string_append_c(members, '\n');
    }
    return members;
}

void container_set_data(Container *container, guint number, GBytes *data) {
    g_hash_table_insert(container->data, GUINT_TO_POINTER(number), g_bytes_ref(data));
}

void container_set_packed(Container *container, guint number, GBytes *packed) {
    container_set_data(container, number, packed);
    g_hash_table_add(container->packed, GUINT_TO_POINTER(number));
}

static Packing packing_of(const Container *container, guint number, HPDF_Dict dict) {
    if (g_hash_table_contains(container->packed, GUINT_TO_POINTER(number)))
        return PACK_DONE;
    if (g_hash_table_contains(container->data, GUINT_TO_POINTER(number)))
        return PACK_FILE;
    return dict->filter & HPDF_STREAM_FILTER_FLATE_DECODE ? PACK_DEFLATE : PACK_NONE;
}

static GBytes *stream_data(Container *container, guint number, HPDF_Dict dict) {
    GBytes *data = g_hash_table_lookup(container->data, GUINT_TO_POINTER(number));
    if (data)
        return g_bytes_ref(data);
    container->sink = g_string_new(NULL);
    HPDF_Stream_WriteToStream(dict->stream, container->writer, HPDF_STREAM_FILTER_NONE, NULL);
    return g_string_free_to_bytes(container->sink);
}

static void take_stream(Container *container, guint number, HPDF_Dict dict) {
    if (dict->before_write_fn)
        dict->before_write_fn(dict);
    GString *members = stream_members(container, dict);
    add_stream(container, number, members, stream_data(container, number, dict),
               packing_of(container, number, dict));
}

// ---- object streams

static void end_object_stream(Container *container) {
    guint count = container->held->len;
    if (count == 0)
        return;
    guint number = container_number(container);
    for (guint i = 0; i < count; i++)
        *entry_at(container, g_array_index(container->held, guint, i)) =
            (Entry){.type = ENTRY_IN_STREAM, .field2 = number, .field3 = (guint16)i};
    GString *members = g_string_new(NULL), *data = g_string_new(container->head->str);
    g_string_append_printf(members, "/Type /ObjStm\n/N %u\n/First %u\n", count,
                           (guint)container->head->len);
    g_string_append_len(data, container->body->str, (gssize)container->body->len);
    container_add_stream(container, number, members, g_string_free_to_bytes(data),
                         /*deflate=*/true);
    g_string_truncate(container->head, 0);
    g_string_truncate(container->body, 0);
    g_array_set_size(container->held, 0);
}

static void begin_held(Container *container, guint number) {
    if (container->held->len == OBJECTS_PER_STREAM)
        end_object_stream(container);
    entry_at(container, number)->type = ENTRY_IN_STREAM;
    put_count(container->head, number);
    put_bytes(container->head, " ", 1);
    put_count(container->head, container->body->len);
    put_bytes(container->head, " ", 1);
    g_array_append_val(container->held, number);
}

void container_add_object(Container *container, guint number, const GString *text) {
    begin_held(container, number);
    put_bytes(container->body, text->str, text->len);
    put_bytes(container->body, "\n", 1);
}

static void take_object(Container *container, guint number, void *object) {
    begin_held(container, number);
    container->sink = container->body;
    HPDF_Obj_WriteValue(object, container->writer, NULL);
    g_string_append_c(container->body, '\n');
}

// ---- what libharu has

static void free_length(Container *container, HPDF_Dict dict) {
    const HPDF_Number length = HPDF_Dict_GetItem(dict, "Length", HPDF_OCLASS_NUMBER);
    if (length && length->header.obj_id & HPDF_OTYPE_INDIRECT)
        entry_at(container, length->header.obj_id & NUMBER_MASK)->type = ENTRY_LENGTH;
}

typedef void (*TakeObject)(Container *container, guint number, void *object);

// Object 0 heads the list of free ones.
static void take_each(Container *container, TakeObject take) {
    HPDF_Xref xref = container->doc->xref;
    for (HPDF_UINT i = 1; i < xref->entries->count; i++) {
        void *object = ((HPDF_XrefEntry)xref->entries->obj[i])->obj;
        take(container, ((HPDF_Obj_Header *)object)->obj_id & NUMBER_MASK, object);
    }
}

static void take_if_stream(Container *container, guint number, void *object) {
    if (is_stream(object) && entry_at(container, number)->type == ENTRY_FREE)
        take_stream(container, number, object);
}

static void free_if_length(Container *container, guint number, void *object) {
    (void)number;
    if (is_stream(object))
        free_length(container, object);
}

static void take_if_left(Container *container, guint number, void *object) {
    if (entry_at(container, number)->type == ENTRY_FREE)
        take_object(container, number, object);
}

// ---- cross references

static void put_big_endian(guint8 *row, guint32 value, int bytes) {
    for (int i = bytes - 1; i >= 0; i--, value >>= 8)
        row[i] = (guint8)value;
}

// Rows of type, place and index, each the difference from the row above (PNG's predictor 2, "Up").
static GBytes *xref_rows(const Container *container) {
    guint size = container->entries->len;
    GByteArray *rows = g_byte_array_sized_new(size * (XREF_COLUMNS + 1));
    guint8 above[XREF_COLUMNS] = {0};
    for (guint number = 0; number < size; number++) {
        const Entry *entry = &g_array_index(container->entries, Entry, number);
        guint8 row[XREF_COLUMNS], line[XREF_COLUMNS + 1] = {2};
        row[0] = (guint8)(entry->type == ENTRY_LENGTH ? ENTRY_FREE : entry->type);
        put_big_endian(row + 1, entry->field2, 4);
        put_big_endian(row + 5, number ? entry->field3 : 65535, 2);
        for (int i = 0; i < XREF_COLUMNS; i++)
            line[i + 1] = (guint8)(row[i] - above[i]);
        memcpy(above, row, sizeof above);
        g_byte_array_append(rows, line, sizeof line);
    }
    return g_byte_array_free_to_bytes(rows);
}

// The file is its own first version. MD5 is what ISO 32000-1, 14.4 recommends.
static void put_id(GString *members, const GByteArray *body) {
    g_autofree char *digest = g_compute_checksum_for_data(G_CHECKSUM_MD5, body->data, body->len);
    g_string_append_printf(members, "/ID [<%s> <%s>]\n", digest, digest);
}

static void write_xref(Container *container) {
    guint number = container_number(container), start = container->out->len;
    *entry_at(container, number) = (Entry){.type = ENTRY_OFFSET, .field2 = start};
    GString *members = g_string_new(NULL);
    put_id(members, container->out);
    HPDF_Doc doc = container->doc;
    g_string_append_printf(members, "/Root %u 0 R\n", doc->catalog->header.obj_id & NUMBER_MASK);
    if (doc->info)
        g_string_append_printf(members, "/Info %u 0 R\n", doc->info->header.obj_id & NUMBER_MASK);
    g_string_append_printf(members, "/Type /XRef\n/Size %u\n/W [1 4 2]\n", number + 1);
    g_string_append_printf(members, "/DecodeParms <</Predictor 12 /Columns %d>>\n", XREF_COLUMNS);
    container_add_stream(container, number, members, xref_rows(container), /*deflate=*/true);
    write_streams(container, /*wait=*/true);
    g_autofree char *end = g_strdup_printf("startxref\n%u\n%%%%EOF\n", start);
    append(container->out, end);
}

GByteArray *container_finish(Container *container) {
    take_each(container, take_if_stream);
    take_each(container, free_if_length);
    take_each(container, take_if_left);
    end_object_stream(container);
    write_streams(container, /*wait=*/true);
    write_xref(container);
    return g_byte_array_ref(container->out);
}
