// Where a source's captured text lies below the folder. Paths that lead out of it, by "..", by an
// absolute name or through a symbolic link, are not followed.
#include "base/file.h"
#include "base/text_hash.h"
#include "facts/evidence_private.h"
#include "facts/html_markup.h"

#include <glib/gstdio.h>
#include <string.h>

enum { FOLDER_FILES_LIMIT = 100000 }; // looked at for digests

// The path of a regular file below the folder; NULL when there is none. In the arena.
static const char *find_below(const EvidenceCheck *check, const char *name) {
    if (g_path_is_absolute(name))
        return NULL;
    g_autofree char *path = g_build_filename(check->folder, name, NULL);
    if (!g_file_test(path, G_FILE_TEST_IS_REGULAR) || !file_is_below(check->folder, path))
        return NULL;
    return arena_strdup(check->arena, path);
}

static const char *find_by_id(const EvidenceCheck *check, const char *id) {
    if (strchr(id, '/') || strchr(id, '\\'))
        return NULL;
    g_autofree char *name = g_strconcat(id, ".txt", NULL);
    return find_below(check, name);
}

static gint64 file_size(const char *path) {
    GStatBuf status;
    return g_stat(path, &status) == 0 ? (gint64)status.st_size : -1;
}

// Sizes that sources give for their captures: files of other sizes need no digest.
static bool is_wanted(const EvidenceCheck *check, gint64 size) {
    for (guint i = 0; i < check->source_list->len; i++) {
        const ClaimSource *source = g_ptr_array_index(check->source_list, i);
        if (source->sha256 && (source->bytes < 0 || source->bytes == size))
            return true;
    }
    return false;
}

static void add_digest(EvidenceCheck *check, const char *name) {
    g_autoptr(Diags) quiet = diags_new();
    const char *path = find_below(check, name);
    gint64 size = path ? file_size(path) : -1;
    if (size < 0 || size > EVIDENCE_TEXT_LIMIT || !is_wanted(check, size))
        return;
    g_autoptr(Source) text = file_read(quiet, path, EVIDENCE_TEXT_LIMIT, NULL);
    if (!text)
        return;
    char *digest = file_sha256(text->text, text->length);
    if (!g_hash_table_contains(check->digests, digest))
        g_hash_table_insert(check->digests, digest, (gpointer)path);
    else
        g_free(digest);
}

static int by_name(gconstpointer a, gconstpointer b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void make_digests(EvidenceCheck *check) {
    check->digests = g_hash_table_new_full(text_hash, g_str_equal, g_free, NULL);
    g_autoptr(GDir) dir = g_dir_open(check->folder, 0, NULL);
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    const char *name;
    while (dir && names->len < FOLDER_FILES_LIMIT && (name = g_dir_read_name(dir)))
        if (name[0] != '.')
            g_ptr_array_add(names, g_strdup(name));
    g_ptr_array_sort(names, by_name); // of two files with the same bytes always the same one
    for (guint i = 0; i < names->len; i++)
        add_digest(check, g_ptr_array_index(names, i));
}

const char *evidence_text_path(EvidenceCheck *check, const ClaimSource *source) {
    const char *path = source->text ? find_below(check, source->text) : NULL;
    if (!path)
        path = find_by_id(check, source->id);
    if (path || !source->sha256)
        return path;
    if (!check->digests)
        make_digests(check);
    return g_hash_table_lookup(check->digests, source->sha256);
}

// --- what is no text ---

static const struct {
    const char *begins;
    gsize length;
    const char *trouble;
} forms[] = {
    {"\xFF\xFE", 2, "the text is UTF-16; save it as UTF-8"},
    {"\xFE\xFF", 2, "the text is UTF-16; save it as UTF-8"},
    {"%PDF-", 5, "the text is a PDF; save its words, as pdftotext does"},
    {"PK\x03\x04", 4, "the text is a packed document, such as .docx; save it as plain text"},
    {"{\\rtf", 5, "the text is RTF; save it as plain text"},
};

// Every second byte of UTF-16 is 0 where letters are Latin.
static bool has_nuls(const Source *text) {
    enum { LOOKED_AT = 512, PART = 4 };
    gsize length = MIN(text->length, (gsize)LOOKED_AT), nuls = 0;
    for (gsize i = 0; i < length; i++)
        nuls += text->text[i] == '\0';
    return nuls > length / PART;
}

static bool is_html(const char *text) {
    text += g_str_has_prefix(text, "\xEF\xBB\xBF") ? 3 : 0;
    text += strspn(text, " \t\r\n");
    return g_ascii_strncasecmp(text, "<!doctype html", strlen("<!doctype html")) == 0 ||
           g_ascii_strncasecmp(text, "<html", strlen("<html")) == 0;
}

void evidence_text_strip(Source *text) {
    if (is_html(text->text))
        html_blank_markup(text->text, text->length);
}

const char *evidence_text_trouble(const Source *text, bool *is_unreadable) {
    *is_unreadable = true;
    for (guint i = 0; i < G_N_ELEMENTS(forms); i++)
        if (text->length >= forms[i].length &&
            memcmp(text->text, forms[i].begins, forms[i].length) == 0)
            return forms[i].trouble;
    if (has_nuls(text))
        return "the text is UTF-16 or no text at all; save it as UTF-8";
    *is_unreadable = false;
    if (is_html(text->text))
        return "the text is HTML; save its words as plain text";
    return g_utf8_validate_len(text->text, text->length, NULL) ? NULL : "the text is not UTF-8";
}
