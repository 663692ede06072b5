// A name is made character by character, then trimmed, then cut. The rules are those of POSIX, of
// Windows (https://learn.microsoft.com/windows/win32/fileio/naming-a-file) and of what a shell and
// a person can be expected to bear; digests are the first bytes of SHA-256.
#include "job/file_name.h"

#include <string.h>

enum { DIGEST_DIGITS = 8, EXTENSION_LIMIT = 16 };

// ---- characters

// Those that are drawn as nothing: controls, marks of direction, byte order marks, tags. The two
// joiners are letters' business in Persian and Urdu.
static bool is_left_out(gunichar c) {
    if (c == 0x200C || c == 0x200D)
        return false;
    GUnicodeType type = g_unichar_type(c);
    bool white = c == '\t' || c == '\n' || c == '\r';
    return (type == G_UNICODE_CONTROL && !white) || type == G_UNICODE_FORMAT ||
           type == G_UNICODE_PRIVATE_USE || type == G_UNICODE_UNASSIGNED;
}

static bool is_white(gunichar c) {
    return g_unichar_isspace(c) || c == 0x2028 || c == 0x2029;
}

static char *clean_text(const char *text, FileNameStyle style) {
    g_autofree char *valid = g_utf8_make_valid(text, -1);
    g_autofree char *composed = g_utf8_normalize(valid, -1, G_NORMALIZE_NFC);
    char space = style == FILE_NAME_HYPHENS ? '-' : ' ';
    bool after_white = false;
    GString *out = g_string_new(NULL);
    for (const char *c = composed; *c; c = g_utf8_next_char(c)) {
        gunichar letter = g_utf8_get_char(c);
        if (is_left_out(letter))
            continue;
        bool white = is_white(letter);
        if (white && !after_white)
            g_string_append_c(out, space);
        else if (!white && letter < 0x80 && strchr("/\\<>:\"|?*", (int)letter))
            g_string_append_c(out, '-');
        else if (!white)
            g_string_append_unichar(out, letter);
        after_white = white;
    }
    return g_string_free(out, FALSE);
}

static void append_digest(GString *name, const char *text) {
    g_autofree char *digest = g_compute_checksum_for_string(G_CHECKSUM_SHA256, text, -1);
    g_string_append_len(name, digest, DIGEST_DIGITS);
}

static void trim_end(GString *name) {
    while (name->len && strchr(" .", name->str[name->len - 1]))
        g_string_truncate(name, name->len - 1);
}

// Where the extension starts, letters and digits behind the last dot; the end when there is none.
static gsize extension_at(const char *name) {
    const char *dot = strrchr(name, '.');
    gsize length = dot ? strlen(dot) : 0;
    for (gsize i = 1; i < length; i++)
        if (!g_ascii_isalnum(dot[i]))
            length = 0;
    return strlen(name) - (length <= EXTENSION_LIMIT ? length : 0);
}

// What is in front of the extension: trimmed, and something in any case.
static void trim_stem(GString *name, const char *text) {
    gsize stem = extension_at(name->str);
    gsize front = strspn(name->str, " .-");
    if (front < stem) {
        g_string_erase(name, 0, (gssize)front);
        return;
    }
    g_autofree char *extension = g_strdup(name->str + stem);
    g_string_assign(name, "unnamed-");
    append_digest(name, text);
    g_string_append(name, extension);
}

// ---- reserved names

// Names of devices of Windows, with or without an extension.
static bool is_device(const char *name) {
    static const char *const devices[] = {"con", "prn", "aux", "nul", "conin$", "conout$"};
    gsize length = strcspn(name, ".");
    for (guint i = 0; i < G_N_ELEMENTS(devices); i++)
        if (length == strlen(devices[i]) && g_ascii_strncasecmp(name, devices[i], length) == 0)
            return true;
    return length == 4 && name[3] >= '1' && name[3] <= '9' &&
           (g_ascii_strncasecmp(name, "com", 3) == 0 || g_ascii_strncasecmp(name, "lpt", 3) == 0);
}

static void guard_device(GString *name) {
    if (is_device(name->str))
        g_string_insert_c(name, (gssize)strcspn(name->str, "."), '_');
}

// ---- length

// The last start of a character, with the marks that belong to it, at or before the offset.
static gsize cut_at(const char *name, gsize offset) {
    const char *at = name + offset;
    while (at > name && ((*at & 0xC0) == 0x80 || g_unichar_ismark(g_utf8_get_char(at))))
        at--;
    return (gsize)(at - name);
}

static void shorten(GString *name, const char *text) {
    if (name->len <= FILE_NAME_LIMIT)
        return;
    g_autofree char *extension = g_strdup(name->str + extension_at(name->str));
    gsize room = FILE_NAME_LIMIT - strlen(extension) - DIGEST_DIGITS - 1;
    g_string_truncate(name, cut_at(name->str, room));
    g_string_append_c(name, '~');
    append_digest(name, text);
    g_string_append(name, extension);
}

char *file_name_make(const char *text, FileNameStyle style) {
    g_autofree char *clean = clean_text(text, style);
    GString *name = g_string_new(clean);
    trim_end(name);
    trim_stem(name, text);
    guard_device(name);
    shorten(name, text);
    return g_string_free(name, FALSE);
}

char *file_name_fold(const char *path) {
    g_autofree char *folded = g_utf8_casefold(path, -1);
    return g_utf8_normalize(folded, -1, G_NORMALIZE_NFC);
}
