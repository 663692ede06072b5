// From text to a document: the checks that come before jansson (limits, UTF-8, depth), and its
// messages put into words that say what to do, with a caret under the offending token.
#include "base/file.h"
#include "base/json_doc.h"
#include "base/json_hint.h"
#include "base/json_onward.h"
#include "base/json_pieces.h"
#include "base/json_scan.h"

#include <string.h>

static const char BOM[] = "\xEF\xBB\xBF";

// Reports at bytes [start, end) of the source.
static void report_at(Diags *diags, DiagId id, Source *source, gsize start, gsize end,
                      const char *hint, const char *message) {
    Place place = {.source = source, .start = start, .end = end};
    diag_report(diags, DIAG_ERROR, id, &place, hint, message);
}

static bool check_length(Diags *diags, Source *source) {
    if (source->length <= JSON_TEXT_LIMIT)
        return true;
    Source *name = source_new(source->name, NULL, 0); // the text is not worth showing
    g_autofree char *message =
        g_strdup_printf("the text has %" G_GSIZE_FORMAT " bytes, at most %d MiB are read",
                        source->length, JSON_TEXT_LIMIT >> 20);
    report_at(diags, DIAG_TOO_LARGE, name, 0, 0, "split it, or write one record a line (.jsonl)",
              message);
    source_unref(name);
    return false;
}

static bool check_encoding(Diags *diags, Source *source, gsize skipped) {
    const char *end;
    if (g_utf8_validate_len(source->text + skipped, source->length - skipped, &end))
        return true;
    gsize offset = (gsize)(end - source->text);
    unsigned byte = (unsigned char)*end;
    g_autofree char *message =
        byte == 0 ? g_strdup_printf("the text holds a zero byte at offset %" G_GSIZE_FORMAT, offset)
                  : g_strdup_printf("the text is not UTF-8: byte 0x%02X at offset %" G_GSIZE_FORMAT,
                                    byte, offset);
    report_at(diags, DIAG_ENCODING, source, offset, offset + 1, "save the file as UTF-8", message);
    return false;
}

static bool check_depth(Diags *diags, Source *source, gsize skipped) {
    gsize offset;
    if (!json_scan_is_deep(source->text + skipped, source->length - skipped, JSON_DEPTH_LIMIT,
                           &offset))
        return true;
    g_autofree char *message = g_strdup_printf(
        "objects and arrays nest more than %d deep, which is not read", JSON_DEPTH_LIMIT);
    report_at(diags, DIAG_TOO_LARGE, source, skipped + offset, skipped + offset + 1, NULL, message);
    return false;
}

// What jansson complains about: bytes [start, end) of the text, and its words without " near ...".
typedef struct {
    const Source *source;
    gsize skipped, start, end;
    char *words;
    enum json_error_code code;
} Complaint;

// The last token before `end` when jansson did not name it: a string or a word.
static gsize token_start(const char *text, gsize from, gsize end) {
    gsize start = end;
    if (start > from && text[start - 1] == '"') {
        for (start--; start > from; start--) {
            gsize slashes = 0;
            while (start - 1 > from + slashes && text[start - 2 - slashes] == '\\')
                slashes++;
            if (text[start - 1] == '"' && slashes % 2 == 0)
                return start - 1;
        }
        return end - 1;
    }
    while (start > from && (g_ascii_isalnum(text[start - 1]) || strchr("+-._", text[start - 1])))
        start--;
    return start < end ? start : end - (end > from);
}

static Complaint complaint_from(const json_error_t *error, const Source *source, gsize skipped) {
    Complaint complaint = {.source = source, .skipped = skipped, .code = json_error_code(error)};
    gsize position = error->position > 0 ? (gsize)error->position : 0;
    complaint.end = MIN(skipped + position, source->length);
    const char *near = strstr(error->text, " near "); // the first: a token may hold more
    complaint.words =
        near ? g_strndup(error->text, (gsize)(near - error->text)) : g_strdup(error->text);
    gsize quoted = near && g_str_has_prefix(near, " near '") ? strlen(near) - 8 : 0;
    bool named = quoted > 0 && quoted <= complaint.end - skipped &&
                 strncmp(near + 7, source->text + complaint.end - quoted, quoted) == 0;
    complaint.start =
        named ? complaint.end - quoted : token_start(source->text, skipped, complaint.end);
    if (near && g_str_has_suffix(near, "near end of file"))
        complaint.start = complaint.end = source->length;
    return complaint;
}

static char *token_text(const Complaint *complaint) {
    const char *start = complaint->source->text + complaint->start;
    gsize length = complaint->end - complaint->start;
    if (length == 0)
        return g_strdup("the end of the text");
    if (length <= 40)
        return g_strdup_printf("%.*s", (int)length, start);
    gsize cut = 40;
    while (cut > 0 && ((unsigned char)start[cut] & 0xC0) == 0x80)
        cut--;
    return g_strdup_printf("%.*s…", (int)cut, start);
}

static const char *complaint_hint(const Complaint *complaint) {
    const JsonTrouble trouble = {
        complaint->source->text, complaint->source->length, complaint->skipped, complaint->start,
        complaint->end,          complaint->words,          complaint->code};
    return json_hint(&trouble);
}

static char *complaint_message(const Complaint *complaint) {
    g_autofree char *token = token_text(complaint);
    if (complaint->code == json_error_duplicate_key)
        return g_strdup_printf("the key %s occurs twice in one object", token);
    if (complaint->code == json_error_null_character ||
        complaint->code == json_error_null_byte_in_key)
        return g_strdup_printf("\\u0000 is not read: %s", token);
    if (complaint->code == json_error_numeric_overflow)
        return g_strdup_printf("the number %s is too large", token);
    if (complaint->code == json_error_end_of_input_expected)
        return g_strdup_printf("expected the end of the text, found %s", token);
    if (g_str_has_suffix(complaint->words, " expected")) {
        complaint->words[strlen(complaint->words) - strlen(" expected")] = '\0';
        return g_strdup_printf("expected %s, found %s", complaint->words, token);
    }
    if (complaint->end == complaint->start)
        return g_strdup("the text ends too soon");
    return g_strdup_printf("%s: %s", complaint->words, token);
}

static void report_complaint(Diags *diags, Source *source, gsize skipped,
                             const json_error_t *error) {
    Complaint complaint = complaint_from(error, source, skipped);
    g_autofree char *message = complaint_message(&complaint);
    report_at(diags, DIAG_SYNTAX, source, complaint.start, complaint.end,
              complaint_hint(&complaint), message);
    g_free(complaint.words);
}

static bool is_blank(const char *text, gsize length) {
    for (gsize i = 0; i < length; i++)
        if (!g_ascii_isspace(text[i]))
            return false;
    return true;
}

// Files of other programs, known by their first bytes.
static bool check_kind(Diags *diags, Source *source) {
    static const struct {
        const char *start, *what;
    } KINDS[] = {{"PK\003\004", "a ZIP file, as .xlsx, .ods and .docx are"},
                 {"\x89PNG", "a PNG picture"},
                 {"\xff\xd8\xff", "a JPEG picture"},
                 {"%PDF-", "a PDF file"},
                 {"\037\213", "a gzip file"},
                 {"SQLite format 3", "an SQLite database"}};
    for (guint i = 0; i < G_N_ELEMENTS(KINDS); i++) {
        if (strncmp(source->text, KINDS[i].start, strlen(KINDS[i].start)) != 0)
            continue;
        g_autoptr(Source) name = source_new(source->name, g_strdup(""), 0); // no line is shown
        diag_error(diags, DIAG_SYNTAX, &(Place){.source = name}, NULL, "this is no JSON but %s",
                   KINDS[i].what);
        return false;
    }
    return true;
}

static gsize bom_length(const Source *source) {
    return source->length >= 3 && memcmp(source->text, BOM, 3) == 0 ? 3 : 0;
}

// All that can be said of the text without reading it as JSON.
static bool check_text(Diags *diags, Source *source) {
    gsize skipped = bom_length(source);
    if (!check_kind(diags, source) || !check_length(diags, source) ||
        !check_encoding(diags, source, skipped) || !check_depth(diags, source, skipped))
        return false;
    if (!is_blank(source->text + skipped, source->length - skipped))
        return true;
    report_at(diags, DIAG_SYNTAX, source, 0, 0, NULL, "the text is empty, expected JSON");
    return false;
}

static JsonDoc *parse_with(Source *source, size_t flags, json_error_t *error) {
    gsize skipped = bom_length(source);
    json_t *json = json_loadb(source->text + skipped, source->length - skipped,
                              flags | JSON_DECODE_ANY, error);
    return json ? json_doc_new(json, source_ref(source), skipped) : NULL;
}

static JsonDoc *parse(Diags *diags, Source *source, bool onward) {
    json_error_t error;
    JsonDoc *doc = parse_with(source, JSON_REJECT_DUPLICATES, &error);
    if (doc)
        return doc;
    report_complaint(diags, source, bom_length(source), &error);
    bool is_double = json_error_code(&error) == json_error_duplicate_key;
    return onward && is_double ? parse_with(source, 0, &error) : NULL;
}

// NULL: it must be read in the common way, which also knows what is wrong.
static JsonDoc *parse_pieces(Source *source) {
    gsize skipped = bom_length(source);
    JsonMemory *memory = json_memory_new();
    JsonPieces *pieces = json_pieces_new();
    json_t *json =
        json_pieces_load(pieces, memory, source->text + skipped, source->length - skipped);
    JsonDoc *doc = json ? json_doc_new(json, source_ref(source), skipped) : NULL;
    if (doc) {
        doc->memory = memory;
        doc->pieces = pieces;
    } else {
        json_pieces_free(pieces);
        json_memory_free(memory);
    }
    return doc;
}

JsonDoc *json_doc_parse(Diags *diags, Source *source) {
    return check_text(diags, source) ? parse(diags, source, /*onward=*/false) : NULL;
}

JsonDoc *json_doc_parse_onward(Diags *diags, Source *source) {
    return check_text(diags, source) ? parse(diags, source, /*onward=*/true) : NULL;
}

JsonDoc *json_doc_parse_line(Diags *diags, const char *name, const char *text, gsize length,
                             guint line) {
    g_autoptr(Source) source = source_new(name, g_strndup(text, length), length);
    source->first_line = line;
    return json_doc_parse(diags, source);
}

JsonDoc *json_doc_load_at(Diags *diags, const char *path, const Place *at) {
    g_autoptr(Source) source = file_read(diags, path, JSON_TEXT_LIMIT, at);
    return source ? json_doc_parse(diags, source) : NULL;
}

JsonDoc *json_doc_load_rows(Diags *diags, const char *path, const Place *at) {
    g_autoptr(Source) source = file_read(diags, path, JSON_TEXT_LIMIT, at);
    if (!source || !check_text(diags, source))
        return NULL;
    JsonDoc *doc = parse_pieces(source);
    return doc ? doc : parse(diags, source, /*onward=*/false);
}

JsonDoc *json_doc_load(Diags *diags, const char *path) {
    return json_doc_load_at(diags, path, NULL);
}
