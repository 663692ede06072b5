// Functions of texts. Positions and lengths count characters (JavaScript counts UTF-16 units, which
// differs beyond the basic plane only). Regular expressions are PCRE's, with a match limit, so that
// no pattern can run away.
#include "table/term.h"

#include <math.h>
#include <string.h>

enum { MATCH_LIMIT = 100000, MATCH_STEPS = 100 }; // of the regular expression; of the evaluation

static const char *text_arg(Evaluation *e, const Term *args, guint count, guint index) {
    return term_to_text(e, term_arg(args, count, index));
}

// A position argument as JavaScript's slice takes it: negative ones count from the end.
static glong position_arg(const Term *args, guint count, guint index, glong length,
                          glong otherwise) {
    if (index >= count ||
        (args[index].kind == TERM_VALUE && args[index].value.type == VALUE_UNDEFINED))
        return otherwise;
    double position = trunc(term_to_number(args[index]));
    if (isnan(position))
        return 0;
    if (position < 0)
        position += (double)length;
    return (glong)CLAMP(position, 0, (double)length);
}

static Term take_string(Evaluation *e, GString *text) {
    return term_take_text(e, g_string_free(text, FALSE));
}

static Term part_of(Evaluation *e, const char *text, glong start, glong end) {
    return start < end ? term_take_text(e, g_utf8_substring(text, start, end)) : term_text("");
}

// --- regular expressions ---

static GRegexCompileFlags compile_flags(const char *flags, bool *known) {
    GRegexCompileFlags compile = 0;
    for (const char *p = flags; *p; p++) {
        *known = *known && strchr("gimsuy", *p) != NULL;
        compile |= *p == 'i' ? G_REGEX_CASELESS : *p == 'm' ? G_REGEX_MULTILINE : 0;
        compile |= *p == 's' ? G_REGEX_DOTALL : 0;
    }
    return compile;
}

static void release_regex(void *regex) {
    g_regex_unref(regex);
}

const TermRegexp *term_regexp_new(Evaluation *e, const char *pattern, const char *flags) {
    bool known = true;
    GRegexCompileFlags compile = compile_flags(flags, &known);
    if (!known || strlen(pattern) > EXPRESSION_PATTERN_MAX) {
        term_fail(e, known ? "the regular expression is too long"
                           : "a regular expression has flags other than g, i, m, s, u");
        return NULL;
    }
    g_autofree char *bounded = g_strdup_printf("(*LIMIT_MATCH=%d)(?:%s)", MATCH_LIMIT, pattern);
    GRegex *regex = g_regex_new(bounded, compile, 0, NULL);
    if (!regex) {
        term_fail(e, "the regular expression is malformed");
        return NULL;
    }
    arena_own(e->arena, regex, release_regex);
    TermRegexp *regexp = arena_new0(e->arena, TermRegexp);
    *regexp = (TermRegexp){regex, arena_strdup(e->arena, pattern), arena_strdup(e->arena, flags),
                           strchr(flags, 'g') != NULL};
    return regexp;
}

static const TermRegexp *regexp_arg(Evaluation *e, Term term) {
    return term.kind == TERM_REGEXP ? term.regexp : term_regexp_new(e, term_to_text(e, term), "");
}

static Term call_regexp(Evaluation *e, const Function *function, const Term *args, guint count) {
    (void)function;
    const char *flags = count > 1 ? text_arg(e, args, count, 1) : "";
    const TermRegexp *regexp = term_regexp_new(e, text_arg(e, args, count, 0), flags);
    return regexp ? (Term){TERM_REGEXP, {.regexp = regexp}} : term_undefined();
}

static Term call_test(Evaluation *e, const Function *function, const Term *args, guint count) {
    (void)function;
    term_count_steps(e, MATCH_STEPS);
    const TermRegexp *regexp = regexp_arg(e, args[0]);
    GError *error = NULL;
    if (!regexp)
        return term_undefined();
    bool matches =
        g_regex_match_full(regexp->regex, text_arg(e, args, count, 1), -1, 0, 0, NULL, &error);
    if (!error)
        return term_bool(matches);
    g_error_free(error);
    return term_fail(e, "a regular expression takes too many steps");
}

// --- replace ---

// "$&", "$1", "$$" in a replacement, as in JavaScript.
static void append_replacement(GString *out, const char *replacement, const GMatchInfo *match) {
    for (const char *p = replacement; *p; p++) {
        if (*p != '$' || !p[1]) {
            g_string_append_c(out, *p);
            continue;
        }
        int group = p[1] == '&' ? 0 : g_ascii_isdigit(p[1]) && p[1] != '0' ? p[1] - '0' : -1;
        g_autofree char *text = group >= 0 ? g_match_info_fetch(match, group) : NULL;
        if (p[1] == '$')
            g_string_append_c(out, '$');
        else if (group >= 0 && (text || group < g_match_info_get_match_count(match)))
            g_string_append(out, text ? text : "");
        else
            g_string_append_len(out, p, 2);
        p++;
    }
}

static Term replace_matches(Evaluation *e, const TermRegexp *regexp, const char *text,
                            const char *replacement) {
    GMatchInfo *match = NULL;
    GError *error = NULL;
    GString *out = g_string_new(NULL);
    int start, end, last = 0;
    gsize steps = strlen(text) / 64 + 1; // GLib looks at the whole text again for each match
    g_regex_match_full(regexp->regex, text, -1, 0, 0, &match, &error);
    while (!error && g_match_info_matches(match) && out->len <= EXPRESSION_TEXT_MAX &&
           term_count_steps(e, steps)) {
        g_match_info_fetch_pos(match, 0, &start, &end);
        g_string_append_len(out, text + last, start - last);
        append_replacement(out, replacement, match);
        last = end;
        if (!regexp->global || !g_match_info_next(match, &error))
            break;
    }
    g_match_info_free(match);
    g_string_append(out, text + last);
    if (!error)
        return take_string(e, out);
    g_error_free(error);
    g_string_free(out, TRUE);
    return term_fail(e, "a regular expression takes too many steps");
}

static Term replace_first(Evaluation *e, const char *text, const char *pattern,
                          const char *replacement) {
    const char *found = strstr(text, pattern);
    if (!found)
        return term_text(text);
    GString *out = g_string_new_len(text, found - text);
    g_string_append(out, replacement);
    g_string_append(out, found + strlen(pattern));
    return take_string(e, out);
}

static Term call_replace(Evaluation *e, const Function *function, const Term *args, guint count) {
    (void)function;
    const char *text = text_arg(e, args, count, 0), *replacement = text_arg(e, args, count, 2);
    if (args[1].kind == TERM_REGEXP)
        return replace_matches(e, args[1].regexp, text, replacement);
    if (!term_is_text(args[1]))
        return term_fail(e, "\"replace\" takes a text or a regular expression to look for");
    return replace_first(e, text, args[1].value.as.string, replacement);
}

// --- parts ---

static Term call_length(Evaluation *e, const Function *function, const Term *args, guint count) {
    (void)function, (void)count;
    return term_member(e, args[0], "length");
}

static Term call_lower(Evaluation *e, const Function *function, const Term *args, guint count) {
    (void)function;
    return term_take_text(e, g_utf8_strdown(text_arg(e, args, count, 0), -1));
}

static Term call_upper(Evaluation *e, const Function *function, const Term *args, guint count) {
    (void)function;
    return term_take_text(e, g_utf8_strup(text_arg(e, args, count, 0), -1));
}

static bool is_space(const char *at) {
    gunichar c = g_utf8_get_char(at);
    return g_unichar_isspace(c) || c == '\v' || c == 0xFEFF;
}

static Term call_trim(Evaluation *e, const Function *function, const Term *args, guint count) {
    (void)function;
    const char *start = text_arg(e, args, count, 0), *end = start + strlen(start);
    while (start < end && is_space(start))
        start = g_utf8_next_char(start);
    while (end > start && is_space(g_utf8_prev_char(end)))
        end = g_utf8_prev_char(end);
    return term_text(arena_strndup(e->arena, start, (size_t)(end - start)));
}

static Term call_substring(Evaluation *e, const Function *function, const Term *args, guint count) {
    (void)function;
    const char *text = text_arg(e, args, count, 0);
    glong length = g_utf8_strlen(text, -1), bounds[2] = {0, length};
    for (guint i = 1; i <= 2 && i < count; i++) {
        double position = term_to_number(args[i]);
        bool is_default = args[i].kind == TERM_VALUE && args[i].value.type == VALUE_UNDEFINED;
        if (!is_default)
            bounds[i - 1] = isnan(position) ? 0 : (glong)CLAMP(position, 0, (double)length);
    }
    return part_of(e, text, MIN(bounds[0], bounds[1]), MAX(bounds[0], bounds[1]));
}

static Term slice_list(Evaluation *e, const Term *args, guint count) {
    glong length = term_length(args[0]);
    glong start = position_arg(args, count, 1, length, 0);
    glong end = position_arg(args, count, 2, length, length);
    guint items = end > start ? (guint)(end - start) : 0;
    if (!term_count_steps(e, items))
        return term_undefined();
    Term *part = arena_array(e->arena, Term, items);
    for (guint i = 0; i < items; i++)
        part[i] = term_item(args[0], (guint)start + i);
    return term_list(e->arena, part, items);
}

static Term call_slice(Evaluation *e, const Function *function, const Term *args, guint count) {
    (void)function;
    if (term_is_list(args[0]))
        return slice_list(e, args, count);
    const char *text = text_arg(e, args, count, 0);
    glong length = g_utf8_strlen(text, -1);
    return part_of(e, text, position_arg(args, count, 1, length, 0),
                   position_arg(args, count, 2, length, length));
}

static char **split_characters(const char *text) {
    GPtrArray *parts = g_ptr_array_new();
    for (const char *p = text; *p; p = g_utf8_next_char(p))
        g_ptr_array_add(parts, g_strndup(p, (gsize)(g_utf8_next_char(p) - p)));
    g_ptr_array_add(parts, NULL);
    return (char **)g_ptr_array_free(parts, FALSE);
}

static char **split_text(Evaluation *e, const char *text, Term separator) {
    gsize length = strlen(text); // at most so many matches, each of which looks at the whole text
    if (separator.kind == TERM_REGEXP && !term_count_steps(e, length * length / 1024))
        return g_new0(char *, 1);
    if (separator.kind == TERM_REGEXP)
        return g_regex_split_full(separator.regexp->regex, text, -1, 0, 0, 0, NULL);
    const char *by = term_to_text(e, separator);
    if (!by[0])
        return split_characters(text);
    return text[0] ? g_strsplit(text, by, -1) : g_strdupv((char *[]){(char *)"", NULL});
}

static Term call_split(Evaluation *e, const Function *function, const Term *args, guint count) {
    (void)function;
    const char *text = text_arg(e, args, count, 0);
    g_auto(GStrv) parts = split_text(e, text, term_arg(args, count, 1));
    if (!parts)
        return term_fail(e, "a regular expression takes too many steps");
    guint items = g_strv_length(parts);
    if (count > 2 && term_to_number(args[2]) < items)
        items = (guint)MAX(term_to_number(args[2]), 0);
    if (!term_count_steps(e, items))
        return term_undefined();
    Term *list = arena_array(e->arena, Term, items);
    for (guint i = 0; i < items; i++)
        list[i] = term_text(arena_strdup(e->arena, parts[i]));
    return term_list(e->arena, list, items);
}

static Term index_in_text(Evaluation *e, const Term *args, guint count, bool last) {
    const char *text = text_arg(e, args, count, 0), *part = text_arg(e, args, count, 1);
    const char *found = last ? g_strrstr(text, part) : strstr(text, part);
    return term_number(found ? (double)g_utf8_pointer_to_offset(text, found) : -1);
}

static Term call_indexof(Evaluation *e, const Function *function, const Term *args, guint count) {
    (void)function;
    guint length = term_length(args[0]);
    if (!term_is_list(args[0]))
        return index_in_text(e, args, count, /*last=*/false);
    if (!term_count_steps(e, length))
        return term_undefined();
    for (guint i = 0; i < length; i++)
        if (term_same(term_item(args[0], i), args[1]))
            return term_number(i);
    return term_number(-1);
}

static Term call_lastindexof(Evaluation *e, const Function *function, const Term *args,
                             guint count) {
    (void)function;
    guint length = term_length(args[0]);
    if (!term_is_list(args[0]))
        return index_in_text(e, args, count, /*last=*/true);
    if (!term_count_steps(e, length))
        return term_undefined();
    for (guint i = length; i-- > 0;)
        if (term_same(term_item(args[0], i), args[1]))
            return term_number(i);
    return term_number(-1);
}

// --- fitting ---

typedef enum { ALIGN_RIGHT, ALIGN_LEFT, ALIGN_CENTER } Align;

static Align align_arg(Evaluation *e, const Term *args, guint count, guint index) {
    const char *name = text_arg(e, args, count, index);
    return strcmp(name, "left") == 0     ? ALIGN_LEFT
           : strcmp(name, "center") == 0 ? ALIGN_CENTER
                                         : ALIGN_RIGHT;
}

static void append_times(GString *out, const char *text, glong times) {
    for (glong i = 0; i < times && out->len <= EXPRESSION_TEXT_MAX; i++)
        g_string_append(out, text);
}

static Term call_pad(Evaluation *e, const Function *function, const Term *args, guint count) {
    (void)function;
    const char *text = text_arg(e, args, count, 0), *fill = " ";
    double missing = term_to_number(args[1]) - (double)g_utf8_strlen(text, -1);
    if (!(missing >= 1))
        return term_text(text);
    if (missing > EXPRESSION_TEXT_MAX)
        return term_fail(e, "the expression makes too long a text");
    if (term_to_bool(term_arg(args, count, 2)))
        fill = text_arg(e, args, count, 2);
    Align align = align_arg(e, args, count, 3);
    glong all = (glong)missing;
    glong before = align == ALIGN_LEFT ? all : align == ALIGN_CENTER ? all / 2 : 0;
    GString *out = g_string_new(NULL);
    append_times(out, fill, before);
    g_string_append(out, text);
    append_times(out, fill, all - before);
    return take_string(e, out);
}

static void append_part(GString *out, const char *text, glong start, glong end) {
    g_autofree char *part = g_utf8_substring(text, start, MAX(start, end));
    g_string_append(out, part);
}

static Term call_truncate(Evaluation *e, const Function *function, const Term *args, guint count) {
    (void)function;
    const char *text = text_arg(e, args, count, 0), *ellipsis = "…";
    double limit = term_to_number(args[1]);
    glong length = g_utf8_strlen(text, -1);
    if (!((double)length > limit))
        return term_text(text);
    if (!term_is_nullish(term_arg(args, count, 3)))
        ellipsis = text_arg(e, args, count, 3);
    glong kept = (glong)MAX(limit - (double)g_utf8_strlen(ellipsis, -1), 0);
    Align align = align_arg(e, args, count, 2);
    glong head = align == ALIGN_LEFT ? 0 : align == ALIGN_CENTER ? kept - kept / 2 : kept;
    GString *out = g_string_new(NULL);
    append_part(out, text, 0, head);
    g_string_append(out, ellipsis);
    append_part(out, text, length - (kept - head), length);
    return take_string(e, out);
}

// --- numbers in texts ---

static Term call_parse_float(Evaluation *e, const Function *function, const Term *args,
                             guint count) {
    (void)function;
    const char *text = text_arg(e, args, count, 0);
    while (*text && is_space(text))
        text = g_utf8_next_char(text);
    const char *p = text + (*text == '-' || *text == '+');
    if (g_str_has_prefix(p, "Infinity"))
        return term_number(*text == '-' ? -INFINITY : INFINITY);
    bool numeric = g_ascii_isdigit(*p) || (*p == '.' && g_ascii_isdigit(p[1]));
    if (!numeric)
        return term_number(NAN);
    if (*p == '0' && (p[1] | 0x20) == 'x') // C reads hexadecimal here, JavaScript does not
        return term_number(0);
    return term_number(g_ascii_strtod(text, NULL));
}

static Term call_parse_int(Evaluation *e, const Function *function, const Term *args, guint count) {
    (void)function;
    const char *text = text_arg(e, args, count, 0);
    double given = count > 1 ? term_to_number(args[1]) : 0, value = 0;
    while (*text && is_space(text))
        text = g_utf8_next_char(text);
    bool negative = *text == '-', any = false;
    text += *text == '-' || *text == '+';
    if (*text == '0' && (text[1] | 0x20) == 'x' && (!(given > 0) || given == 16))
        text += 2, given = 16;
    int radix = given >= 2 && given <= 36 ? (int)given : 10;
    for (; g_ascii_isalnum(*text); text++, any = true) {
        int digit = g_ascii_isdigit(*text) ? *text - '0' : g_ascii_tolower(*text) - 'a' + 10;
        if (digit >= radix)
            break;
        value = value * radix + digit;
    }
    return term_number(!any ? NAN : negative ? -value : value);
}

static Term call_encode_uri(Evaluation *e, const Function *function, const Term *args,
                            guint count) {
    (void)function;
    return term_take_text(e, g_uri_escape_string(text_arg(e, args, count, 0), "!'()*", FALSE));
}

// --- format ---

static Term call_format(Evaluation *e, const Function *function, const Term *args, guint count) {
    (void)function;
    NumberFormat format;
    Term value = args[0];
    if (value.kind == TERM_VALUE && value.value.type == VALUE_NULL)
        return term_text("null");
    if (!number_format_parse(text_arg(e, args, count, 1), &format))
        return term_fail(e, "the number format is malformed");
    if (value.kind == TERM_VALUE && value.value.type == VALUE_DECIMAL)
        return term_take_text(
            e, number_format_decimal(&format, e->context->locale, *value.value.as.decimal));
    return term_take_text(e, number_format(&format, e->context->locale, term_to_number(value)));
}

const Function TEXT_FUNCTIONS[] = {
    {.name = "encodeURIComponent", .min_args = 1, .call = call_encode_uri},
    {.name = "format", .min_args = 2, .call = call_format},
    {.name = "indexof", .min_args = 2, .call = call_indexof},
    {.name = "lastindexof", .min_args = 2, .call = call_lastindexof},
    {.name = "length", .min_args = 1, .call = call_length},
    {.name = "lower", .min_args = 1, .call = call_lower},
    {.name = "pad", .min_args = 2, .call = call_pad},
    {.name = "parseFloat", .min_args = 1, .call = call_parse_float},
    {.name = "parseInt", .min_args = 1, .call = call_parse_int},
    {.name = "regexp", .min_args = 1, .call = call_regexp},
    {.name = "replace", .min_args = 3, .call = call_replace},
    {.name = "slice", .min_args = 1, .call = call_slice},
    {.name = "split", .min_args = 2, .call = call_split},
    {.name = "substring", .min_args = 2, .call = call_substring},
    {.name = "test", .min_args = 2, .call = call_test},
    {.name = "trim", .min_args = 1, .call = call_trim},
    {.name = "truncate", .min_args = 2, .call = call_truncate},
    {.name = "upper", .min_args = 1, .call = call_upper},
    {.name = NULL},
};
