// Texts with {{path | format | forms ?? otherwise}}. One pass over the text; what stands between
// the braces is cut at "??" and "|". Messages point at the braces inside the JSON string, through
// its escapes.
#include "page/template.h"

#include "base/locale_read.h"
#include "page/mentions.h"
#include "page/plural_forms.h"
#include "text/markdown.h"

#include <math.h>
#include <string.h>

typedef struct {
    Scope *scope; // NULL: only the form is checked
    Arena *arena; // of what is cut out
    Diags *diags;
    const JsonNode *node; // the text's node, or NULL
    const Place *place;   // of the text without a node, or NULL
    TemplateMode mode;
    const char *text;
    GString *out;
    bool good;
} Expansion;

typedef struct {
    gsize start, length; // of {{...}} in the text
    const char *path;
    const char *format;    // or NULL
    const char *forms;     // or NULL
    const char *otherwise; // or NULL
} Slot;

// ---- messages

// Without a source: it has none.
static Place place_of(const Expansion *e, const Slot *slot) {
    if (e->node)
        return expression_place(e->node, slot->start, slot->length);
    return e->place ? *e->place : (Place){0};
}

static void report(Expansion *e, DiagId id, const Slot *slot, const char *hint, const char *format,
                   ...) G_GNUC_PRINTF(5, 6);
static void report(Expansion *e, DiagId id, const Slot *slot, const char *hint, const char *format,
                   ...) {
    va_list args;
    va_start(args, format);
    g_autofree char *message = g_strdup_vprintf(format, args);
    va_end(args);
    Place place = place_of(e, slot);
    diag_report(e->diags, DIAG_ERROR, id, place.source ? &place : NULL, hint, message);
    e->good = false;
}

// ---- formats

static bool is_date(const char *text, Edtf *date) {
    return edtf_parse(text, date, NULL);
}

static char *plain_text(Scope *scope, Value value) {
    const FormatLocale *locale = scope_locale(scope);
    Edtf date;
    switch (value.type) {
    case VALUE_NULL:
    case VALUE_UNDEFINED:
        return g_strdup("");
    case VALUE_NUMBER:
        return locale_digits(locale, number_to_string(value.as.number));
    case VALUE_DECIMAL:
        return locale_digits(locale, decimal_to_text(*value.as.decimal));
    case VALUE_TIME:
        return locale_digits(locale, time_format("%Y-%m-%d", locale, value.as.number, NULL));
    case VALUE_STRING:
        if (is_date(value.as.string, &date))
            return locale_digits(locale, edtf_format(&date, locale));
        return g_strdup(value.as.string);
    case VALUE_BOOL:
    case VALUE_JSON:
        break;
    }
    return g_strdup(value_to_string(value, scope_arena(scope)));
}

static char *format_number(Scope *scope, Value value, const char *format, const char **problem) {
    NumberFormat parsed;
    if (!number_format_check(format) || !number_format_parse(format, &parsed)) {
        *problem = "is not a number format";
        return NULL;
    }
    if (value.type == VALUE_DECIMAL)
        return number_format_decimal(&parsed, scope_locale(scope), *value.as.decimal);
    return number_format(&parsed, scope_locale(scope), value.as.number);
}

static bool time_format_is_good(const char *format, const char **problem) {
    const char *at;
    bool good = strchr(format, '%') && time_format_check(format, &at);
    if (!good)
        *problem = "is not a date format";
    return good;
}

// New string; NULL when the format does not fit, *problem is then what it "is not".
static char *format_value(Scope *scope, Value value, const char *format, const char **problem) {
    Edtf date;
    switch (value.type) {
    case VALUE_NUMBER:
    case VALUE_DECIMAL:
        return format_number(scope, value, format, problem);
    case VALUE_TIME:
        if (!time_format_is_good(format, problem))
            return NULL;
        return locale_digits(scope_locale(scope),
                             time_format(format, scope_locale(scope), value.as.number, NULL));
    case VALUE_STRING:
        if (!is_date(value.as.string, &date)) {
            *problem = "cannot be used on a text";
            return NULL;
        }
        if (!time_format_is_good(format, problem))
            return NULL;
        return locale_digits(scope_locale(scope),
                             edtf_time_format(&date, format, scope_locale(scope)));
    case VALUE_NULL:
    case VALUE_UNDEFINED:
    case VALUE_BOOL:
    case VALUE_JSON:
        break;
    }
    *problem = "cannot be used on this value";
    return NULL;
}

bool template_format_fits(Scope *scope, Value value, const char *format, const char **problem) {
    g_autofree char *text = format_value(scope, value, format, problem);
    return text != NULL;
}

const char *template_format_value(Scope *scope, Value value, const char *format) {
    const char *problem;
    Edtf date;
    if (value.type == VALUE_STRING && !is_date(value.as.string, &date))
        return value.as.string; // whatever the format: it is for numbers and dates
    g_autofree char *text =
        format && !value_is_nullish(value) ? format_value(scope, value, format, &problem) : NULL;
    if (!text)
        text = plain_text(scope, value);
    return arena_strdup(scope_arena(scope), text);
}

// ---- slots

static const char *trimmed(Expansion *e, const char *start, const char *end) {
    while (start < end && g_ascii_isspace(*start))
        start++;
    while (end > start && g_ascii_isspace(end[-1]))
        end--;
    return arena_strndup(e->arena, start, (gsize)(end - start));
}

// What stands after the path: a format, forms, or a format and forms.
static void read_pieces(Expansion *e, Slot *slot, const char *bar, const char *end) {
    const char *second = bar ? memchr(bar + 1, '|', (size_t)(end - bar - 1)) : NULL;
    const char *piece = bar ? trimmed(e, bar + 1, second ? second : end) : NULL;
    if (second) {
        slot->format = piece;
        slot->forms = trimmed(e, second + 1, end);
    } else if (piece && plural_forms_are_meant(piece)) {
        slot->forms = piece;
    } else {
        slot->format = piece;
    }
}

// Reads the slot that starts at e->text + start; false when it is malformed (reported).
static bool read_slot(Expansion *e, gsize start, Slot *slot) {
    const char *open = e->text + start, *inside = open + 2;
    const char *close = strstr(inside, "}}");
    *slot = (Slot){.start = start, .length = close ? (gsize)(close + 2 - open) : 2};
    if (!close) {
        report(e, DIAG_BAD_TEMPLATE, slot, "write \\\\{{ for braces that are text",
               "\"{{\" is not closed by \"}}\"");
        return false;
    }
    const char *otherwise = g_strstr_len(inside, close - inside, "??");
    const char *end = otherwise ? otherwise : close;
    const char *bar = memchr(inside, '|', (size_t)(end - inside));
    slot->path = trimmed(e, inside, bar ? bar : end);
    read_pieces(e, slot, bar, end);
    slot->otherwise = otherwise ? trimmed(e, otherwise + 2, close) : NULL;
    if (!*slot->path || strpbrk(slot->path, "{} \t\n")) {
        report(e, DIAG_BAD_TEMPLATE, slot, NULL, "\"%s\" is not a name", slot->path);
        return false;
    }
    if (slot->otherwise && strchr(slot->otherwise, '|')) {
        report(e, DIAG_BAD_TEMPLATE, slot, "write {{path | format ?? text}}",
               "the text in place of a missing value comes after the format");
        return false;
    }
    return true;
}

const char *template_sign_hint(const char *format) {
    for (const char *at = format; *at; at = g_utf8_next_char(at))
        if (*at != '$' && g_unichar_type(g_utf8_get_char(at)) == G_UNICODE_CURRENCY_SYMBOL)
            return "the only sign of a currency in formats is \"$\", written as the language does: "
                   "say another beside the number, as in \"unit\" of a key figure or in the text";
    return NULL;
}

// Without a value it is not known what the format is for; it must be good for one of the two.
static void check_format(Expansion *e, const Slot *slot) {
    const char *problem, *hint;
    const char *wrong = slot->forms ? plural_forms_check(e->arena, slot->forms, &hint) : NULL;
    if (wrong)
        report(e, DIAG_BAD_TEMPLATE, slot, hint, "%s", wrong);
    if (!slot->format || number_format_check(slot->format) ||
        time_format_is_good(slot->format, &problem))
        return;
    const char *sign = template_sign_hint(slot->format);
    report(e, DIAG_BAD_FORMAT, slot,
           sign ? sign : "write a number as \",.0f\", a date as \"%d %B %Y\"",
           "\"%s\" is neither a number format nor a date format", slot->format);
}

static const char *page_mark(const Slot *slot) {
    if (strcmp(slot->path, "page") == 0)
        return TEMPLATE_PAGE;
    return strcmp(slot->path, "pages") == 0 ? TEMPLATE_PAGES : NULL;
}

static bool is_missing(Value value) {
    return value_is_nullish(value) || (value.type == VALUE_NUMBER && isnan(value.as.number));
}

// A value's own text could hold the characters that stand for page numbers.
static void append_without_marks(GString *out, const char *text) {
    g_autoptr(GString) safe = g_string_new(text);
    g_string_replace(safe, TEMPLATE_PAGE, "\xEF\xBF\xBD", 0);
    g_string_replace(safe, TEMPLATE_PAGES, "\xEF\xBF\xBD", 0);
    g_string_append(out, safe->str);
}

// Whether there are letters of the other direction than the report's.
static bool turns(const char *text, bool rtl) {
    for (const char *p = text; *p; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);
        bool is_rtl = (c >= 0x590 && c <= 0x8FF) || (c >= 0xFB1D && c <= 0xFEFC);
        if (g_unichar_isalpha(c) && is_rtl != rtl)
            return true;
    }
    return false;
}

// A name in letters of the other direction must not draw signs and numbers beside it to its side:
// FIRST STRONG ISOLATE and POP DIRECTIONAL ISOLATE (Unicode Standard Annex 9, 2.4).
static char *isolated(char *text) {
    char *whole = g_strconcat("\u2068", text, "\u2069", NULL);
    g_free(text);
    return whole;
}

static bool is_count(Value value) {
    return value.type == VALUE_NUMBER || value.type == VALUE_DECIMAL;
}

// The printed number within the words that go with it; the words are the layout's own text.
static void append_counted(Expansion *e, const Slot *slot, Value value, const char *printed) {
    const char *hint;
    const char *wrong = plural_forms_check(e->arena, slot->forms, &hint);
    if (!wrong && !is_count(value))
        wrong = arena_printf(e->arena,
                             "plural forms of \"%s\" cannot be used on this value, "
                             "which is no number",
                             slot->path);
    if (wrong) {
        report(e, DIAG_BAD_TEMPLATE, slot, hint, "%s", wrong);
        return;
    }
    const Counted counted = {.rule = scope_plural(e->scope),
                             .locale = scope_locale(e->scope),
                             .count = value_to_number(value),
                             .printed = printed};
    g_string_append(e->out, plural_forms_choose(e->arena, slot->forms, &counted));
}

static void append_value(Expansion *e, const Slot *slot, Value value) {
    const char *problem = NULL;
    g_autofree char *text = slot->format ? format_value(e->scope, value, slot->format, &problem)
                                         : plain_text(e->scope, value);
    if (!text) {
        report(e, DIAG_BAD_FORMAT, slot, NULL, "format \"%s\" of \"%s\" %s", slot->format,
               slot->path, problem);
        return;
    }
    if (value.type == VALUE_STRING && turns(text, scope_is_rtl(e->scope)))
        text = isolated(g_steal_pointer(&text));
    if (slot->forms)
        append_counted(e, slot, value,
                       e->mode == TEMPLATE_MARKDOWN ? markdown_escape(e->arena, text) : text);
    else if (e->mode == TEMPLATE_MARKDOWN)
        g_string_append(e->out, markdown_escape(e->arena, text));
    else
        append_without_marks(e->out, text);
}

// ---- references

static const char REFERENCE[] = "ref.";

static bool is_reference(const Slot *slot) {
    return g_str_has_prefix(slot->path, REFERENCE);
}

static bool check_reference(Expansion *e, const Slot *slot) {
    const char *hint = "write {{ref.ID}}, {{ref.ID.number}}, {{ref.ID.title}} or {{ref.ID.page}}";
    if (e->mode == TEMPLATE_RUNNING || (e->scope && !scope_mentions(e->scope)))
        report(e, DIAG_BAD_TEMPLATE, slot, NULL, "\"%s\" is known in the texts of blocks only",
               slot->path);
    else if (slot->path[strlen(REFERENCE)] == '\0' || slot->format || slot->forms ||
             slot->otherwise)
        report(e, DIAG_BAD_TEMPLATE, slot, hint, "\"%.*s\" is no reference", (int)slot->length,
               e->text + slot->start);
    return e->good;
}

// Links of Markdown end at these characters.
static bool can_be_linked(const char *id) {
    g_autofree char *link = g_strconcat("#", id, NULL);
    return !strpbrk(id, "<>\\") && markdown_link_is_allowed(link);
}

static void append_reference(Expansion *e, const Slot *slot) {
    const char *id;
    Place place = place_of(e, slot);
    const char *text = mentions_say(scope_mentions(e->scope), slot->path + strlen(REFERENCE),
                                    place.source ? &place : NULL, &id);
    if (e->mode != TEMPLATE_MARKDOWN)
        g_string_append(e->out, text);
    else if (can_be_linked(id))
        g_string_append_printf(e->out, "[%s](<#%s>)", markdown_escape(e->arena, text), id);
    else
        g_string_append(e->out, markdown_escape(e->arena, text));
}

static void expand_slot(Expansion *e, const Slot *slot) {
    const char *mark = page_mark(slot), *problem, *hint;
    Place place = place_of(e, slot);
    Value value;
    if (is_reference(slot)) {
        if (check_reference(e, slot) && e->scope)
            append_reference(e, slot);
    } else if (mark && e->mode == TEMPLATE_RUNNING) {
        g_string_append(e->out, mark);
    } else if (mark) {
        report(e, DIAG_BAD_TEMPLATE, slot, NULL, "{{%s}} is known in headers and footers only",
               slot->path);
    } else if (!e->scope) {
        check_format(e, slot);
    } else if (!scope_value(e->scope, slot->path, &value, &problem, &hint)) {
        if (problem)
            report(e, DIAG_BAD_TEMPLATE, slot, hint, "%s", problem);
        e->good = false;
    } else if (!is_missing(value)) {
        scope_warn_of_sum(e->scope, place.source ? &place : NULL, slot->format);
        append_value(e, slot, value);
    } else if (slot->otherwise) {
        g_string_append(e->out, slot->otherwise);
    } else {
        report(e, DIAG_BAD_TEMPLATE, slot, "say what stands in its place: {{path ?? text}}",
               "\"%s\" has no value here", slot->path);
    }
}

// The whole text; false when something was reported.
static bool expand(Expansion *e) {
    gsize at = 0;
    for (const char *open; (open = strstr(e->text + at, "{{"));) {
        gsize start = (gsize)(open - e->text);
        Slot slot;
        if (start > at && open[-1] == '\\') {
            g_string_append_len(e->out, e->text + at, (gssize)(start - at) - 1);
            g_string_append(e->out, "{{");
            at = start + 2;
            continue;
        }
        g_string_append_len(e->out, e->text + at, (gssize)(start - at));
        if (!read_slot(e, start, &slot))
            return false;
        expand_slot(e, &slot);
        at = start + slot.length;
    }
    g_string_append(e->out, e->text + at);
    return e->good;
}

static const char *finish(Expansion *e) {
    e->out = g_string_new(NULL);
    bool good = expand(e);
    const char *text = good ? arena_strndup(e->arena, e->out->str, e->out->len) : "";
    g_string_free(e->out, TRUE);
    return text;
}

const char *template_expand(Scope *scope, const JsonNode *node, TemplateMode mode) {
    if (!node)
        return NULL;
    node = translation_of(scope_translation(scope), scope_diags(scope), node);
    Expansion e = {.scope = scope,
                   .arena = scope_arena(scope),
                   .diags = scope_diags(scope),
                   .node = node,
                   .mode = mode,
                   .text = json_string_value(node->json),
                   .good = true};
    return e.text ? finish(&e) : "";
}

const char *template_expand_text(Scope *scope, const char *text, const Place *place,
                                 TemplateMode mode) {
    Expansion e = {.scope = scope,
                   .arena = scope_arena(scope),
                   .diags = scope_diags(scope),
                   .place = place,
                   .mode = mode,
                   .text = text,
                   .good = true};
    return finish(&e);
}

bool template_check(Diags *diags, const JsonNode *node, TemplateMode mode) {
    g_autoptr(Arena) arena = arena_new();
    Expansion e = {.arena = arena,
                   .diags = diags,
                   .node = node,
                   .mode = mode,
                   .text = json_string_value(node->json),
                   .good = true};
    finish(&e);
    return e.good;
}

static void check_name(Expansion *e, const Slot *slot) {
    const char *problem, *hint;
    Value value;
    if (is_reference(slot) || page_mark(slot) ||
        scope_value(e->scope, slot->path, &value, &problem, &hint) || !problem)
        return;
    report(e, DIAG_BAD_TEMPLATE, slot, hint, "%s", problem);
}

void template_check_names(Scope *scope, const JsonNode *node) {
    g_autoptr(Diags) quiet = diags_new();
    Expansion e = {.scope = scope,
                   .arena = scope_arena(scope),
                   .node = node,
                   .text = json_string_value(node->json)};
    gsize at = 0;
    for (const char *open; (open = strstr(e.text + at, "{{"));) {
        gsize start = (gsize)(open - e.text);
        Slot slot;
        at = start + 2;
        if (start > 0 && open[-1] == '\\')
            continue;
        e.diags = quiet;
        if (!read_slot(&e, start, &slot))
            return;
        e.diags = scope_diags(scope);
        check_name(&e, &slot);
        at = start + slot.length;
    }
}

bool reader_template(Reader *reader, const char *key, TemplateMode mode, const JsonNode **out) {
    const JsonNode *node = reader_node(reader, key);
    const char *text;
    if (!node || !json_read_string(reader->diags, node, key, &text) ||
        !template_check(reader->diags, node, mode))
        return false;
    *out = node;
    return true;
}
