// One value of a partnership from a foreign record. The steps: find it, take it as text, match,
// aliases, then what its type asks for. What cannot be read is counted and left out, never guessed.
#include "facts/codes.h"
#include "facts/comparable.h"
#include "facts/decimal_real.h"
#include "facts/facts.h"
#include "facts/fold.h"
#include "facts/map_model.h"
#include "facts/numerals.h"

#include <math.h>
#include <string.h>

enum { SAFE_DIGITS = 15, SAFE_BELOW = 1000000, REAL_DIGITS = 17, DECIMAL_TEXT = 64 };

// ---- counting

// While the rules of a "first" are tried, notes wait: only those of the rule that reads count.
static void note_key(MapRun *run, const char *key, DirtKind kind, const char *sample) {
    if (!run->trying) {
        dirt_add(run->dirt, kind, key, sample, run->place);
        return;
    }
    MapNote *held = arena_new0(run->arena, MapNote);
    *held = (MapNote){run->held, kind, key, sample ? arena_strdup(run->arena, sample) : NULL};
    run->held = held;
}

static void note(MapRun *run, const MapRule *rule, DirtKind kind, const char *sample) {
    note_key(run, rule->field->key, kind, sample);
}

void map_note_unread(MapRun *run, const char *key, const char *text) {
    note_key(run, key, DIRT_UNREAD, text);
}

// A text was there and the rule reads nothing from it.
static void note_unread(MapRun *run, const MapRule *rule, const char *text) {
    static const DirtKind kinds[] = {
        [MAP_TEXT] = DIRT_UNREAD,   [MAP_DATE] = DIRT_DATE,   [MAP_DECIMAL] = DIRT_NUMBER,
        [MAP_NUMBER] = DIRT_NUMBER, [MAP_BOOL] = DIRT_UNREAD, [MAP_COUNTRY] = DIRT_UNREAD,
        [MAP_LINK] = DIRT_LINK,
    };
    note(run, rule, kinds[rule->field->type], text);
}

static void note_stains(MapRun *run, const MapRule *rule, const MapStains *stains,
                        const char *text) {
    const MapClean *clean = &rule->clean;
    if (stains->control)
        note(run, rule, clean->controls == CLEAN_KEEP ? DIRT_CONTROL_KEPT : DIRT_CONTROL_REMOVED,
             text);
    if (stains->entity)
        note(run, rule, clean->entities ? DIRT_ENTITY_DECODED : DIRT_ENTITY_KEPT,
             stains->entity_sample);
    if (stains->mojibake)
        note(run, rule, stains->mojibake_repaired ? DIRT_MOJIBAKE_REPAIRED : DIRT_MOJIBAKE_KEPT,
             stains->mojibake_sample);
    if (stains->replacement)
        note(run, rule, DIRT_REPLACEMENT, text);
}

// ---- text

typedef struct {
    const char *text;
    bool is_number; // in JSON
} Scalar;

// The digits that a number is written with; NULL when it has an exponent, or is of no text.
static const char *written_text(MapRun *run, const json_t *json) {
    gsize length;
    MapDigits *digits = run->digits;
    if (!digits)
        return NULL;
    if (!digits->found)
        digits->found = json_literals_new(digits->root);
    const char *text = json_literals_find(digits->found, json, &length);
    if (!text || length >= DECIMAL_TEXT || memchr(text, 'e', length) || memchr(text, 'E', length))
        return NULL;
    return arena_strndup(run->arena, text, length);
}

// A number with a fraction as it is written: the text is asked, but where six digits before the
// point leave nine behind it, since fifteen survive the way through a double. Without a text it is
// the shortest decimal to nine places: sums of binary fractions have more.
static const char *real_text(MapRun *run, const MapRule *rule, const json_t *json) {
    Decimal decimal;
    double value = json_real_value(json);
    bool is_safe = fabs(value) < SAFE_BELOW && decimal_from_real(value, SAFE_DIGITS, &decimal);
    const char *written = is_safe ? NULL : written_text(run, json);
    if (written)
        return written;
    if (!is_safe && !decimal_from_real(value, REAL_DIGITS, &decimal)) {
        char text[DECIMAL_TEXT * 8];
        note(run, rule, DIRT_ROUNDED, NULL);
        return arena_strdup(run->arena, g_ascii_formatd(text, sizeof text, "%.9f", value));
    }
    g_autofree char *text = decimal_to_text(decimal);
    return arena_strdup(run->arena, text);
}

// A number as its shortest text, in the arena; NULL and counted when a value is no scalar.
static const char *scalar_text(MapRun *run, const MapRule *rule, const json_t *json) {
    switch (json_typeof(json)) {
    case JSON_STRING:
        return json_string_value(json);
    case JSON_INTEGER:
        return arena_printf(run->arena, "%" JSON_INTEGER_FORMAT, json_integer_value(json));
    case JSON_REAL:
        return real_text(run, rule, json);
    case JSON_TRUE:
        return "true";
    case JSON_FALSE:
        return "false";
    case JSON_OBJECT:
    case JSON_ARRAY:
    case JSON_NULL:
        break;
    }
    note(run, rule, DIRT_TYPE, NULL);
    return NULL;
}

// Whether what was matched of a number, up to `end`, is multiplied by a word behind it: "75" of
// "USD 75 million". A rule that multiplies by itself knows of the word.
static bool is_scaled(const MapRule *rule, const char *text, gsize end) {
    enum { AROUND = 32 };
    bool is_amount = rule->field->type == MAP_DECIMAL && rule->times.coefficient == 1 &&
                     rule->times.scale == 0 && end > 0 && g_ascii_isdigit(text[end - 1]);
    const char *behind = text + end, *start = behind;
    while (*behind && !g_unichar_isalpha(g_utf8_get_char(behind)) && !g_ascii_isdigit(*behind))
        behind = g_utf8_next_char(behind);
    if (!is_amount || !*behind || g_ascii_isdigit(*behind))
        return false;
    while (start > text && text + end - start < AROUND && strchr("0123456789.,", start[-1]))
        start--;
    const char *stop = behind;
    for (guint i = 0; *stop && i < AROUND; i++)
        stop = g_utf8_next_char(stop);
    g_autofree char *part = g_strndup(start, (gsize)(stop - start));
    g_autofree char *comparable = comparable_text(part);
    g_autoptr(GArray) numerals = numerals_find(comparable, NULL);
    return numerals->len > 0 && g_array_index(numerals, Numeral, 0).has_scale;
}

// The first group of the pattern, or all that it matches; NULL when it does not. *is_told: why not
// was said.
static const char *match_text(MapRun *run, const MapRule *rule, const char *text, bool *is_told) {
    g_autoptr(GMatchInfo) info = NULL;
    g_autoptr(GError) error = NULL;
    bool is_matched = g_regex_match_full(rule->match, text, -1, 0, 0, &info, &error);
    *is_told = error != NULL;
    if (error)
        note(run, rule, DIRT_PATTERN, text);
    if (!is_matched)
        return NULL;
    int group = g_match_info_get_match_count(info) > 1 ? 1 : 0, from = 0, to = 0;
    if (g_match_info_fetch_pos(info, group, &from, &to) && to > from &&
        is_scaled(rule, text, (gsize)to)) {
        note(run, rule, DIRT_SCALE, text);
        *is_told = true;
        return NULL;
    }
    g_autofree char *found = g_match_info_fetch(info, group);
    return found && *found ? arena_strdup(run->arena, found) : NULL;
}

// What the text stands for as an alias; NULL when it is none.
static const json_t *find_alias(const MapRule *rule, const char *text) {
    if (!rule->aliases)
        return rule->otherwise;
    FoldBuffer buffer;
    const json_t *found = g_hash_table_lookup(rule->aliases, fold_begin(&buffer, text));
    fold_end(&buffer);
    return found ? found : rule->otherwise;
}

// ---- types

static json_t *make_text(MapRun *run, const MapRule *rule, const char *text) {
    gsize length = strlen(text);
    if (length > FACTS_TEXT_LIMIT && g_utf8_strlen(text, -1) > FACTS_TEXT_LIMIT) {
        note(run, rule, DIRT_LONG, NULL);
        return NULL;
    }
    return length ? json_string_nocheck(text) : NULL;
}

static json_t *make_date(MapRun *run, const MapRule *rule, const char *text) {
    static const char *const usual[] = {"iso", "edtf"};
    char date[MAP_DATE_SIZE];
    for (guint i = 0; i < rule->format_count; i++)
        if (map_date_read(&rule->formats[i], text, date))
            return json_string_nocheck(date);
    for (guint i = 0; rule->format_count == 0 && i < G_N_ELEMENTS(usual); i++) {
        MapDateFormat format;
        if (map_date_format(usual[i], &format) && map_date_read(&format, text, date))
            return json_string_nocheck(date);
    }
    note(run, rule, DIRT_DATE, text);
    return NULL;
}

// Whether what stands between groups does: three digits at the end, two or three before (lakh and
// crore), none behind the point. Else it is another mark than the map takes it for.
static bool has_whole_groups(const MapRule *rule, const char *text) {
    const char *p = text + strspn(text, "+-");
    bool is_grouped = false;
    gsize digits = strspn(p, "0123456789");
    if (!rule->group || !strchr(text, rule->group))
        return true;
    for (p += digits; *p == rule->group; p += digits) {
        if (digits < (is_grouped ? 2 : 1) || digits > 3)
            return false;
        is_grouped = true;
        digits = strspn(++p, "0123456789");
    }
    return is_grouped && digits == 3 && !strchr(p, rule->group);
}

// A number with a point, and without what stands between groups; only in texts are these as the map
// says. False when it is too long, or grouped in another way.
static bool plain_number(const MapRule *rule, const Scalar *scalar, char *out) {
    const char *text = scalar->text;
    gsize length = 0;
    if (scalar->is_number)
        return g_strlcpy(out, text, DECIMAL_TEXT) < DECIMAL_TEXT;
    if (!has_whole_groups(rule, text))
        return false;
    for (const char *p = text; *p; p++) {
        if (rule->group && *p == rule->group)
            continue;
        if (length + 1 == DECIMAL_TEXT || (*p == '.' && rule->point != '.'))
            return false;
        out[length++] = *p == rule->point ? '.' : *p;
    }
    out[length] = '\0';
    return length > 0;
}

// Reads a plain number; beyond the ninth place it is rounded, halves away from zero, which
// *rounded tells.
static bool parse_rounded(char *plain, Decimal *out, bool *rounded) {
    char *point = strchr(plain, '.');
    gsize places = point ? strlen(point + 1) : 0;
    *rounded = false;
    if (places <= DECIMAL_SCALE_MAX || strspn(point + 1, "0123456789") != places)
        return decimal_parse(plain, out);
    char *rest = point + 1 + DECIMAL_SCALE_MAX;
    *rounded = strspn(rest, "0") != strlen(rest);
    bool up = *rest >= '5';
    *rest = '\0';
    Decimal last = {*plain == '-' ? -1 : 1, DECIMAL_SCALE_MAX};
    return decimal_parse(plain, out) && (!up || decimal_add(*out, last, out));
}

static json_t *make_decimal(MapRun *run, const MapRule *rule, const Scalar *scalar) {
    const char *text = scalar->text;
    char plain[DECIMAL_TEXT];
    Decimal value;
    bool is_one = rule->times.coefficient == 1 && rule->times.scale == 0;
    bool rounded;
    if (!plain_number(rule, scalar, plain) ||
        !parse_rounded(*plain == '+' ? plain + 1 : plain, &value, &rounded) ||
        (!is_one && !decimal_multiply(value, rule->times, &value))) {
        note(run, rule, DIRT_NUMBER, text);
        return NULL;
    }
    if (rounded)
        note(run, rule, DIRT_ROUNDED, text);
    if (value.coefficient < 0 && strcmp(rule->field->key, "value") == 0)
        note(run, rule, DIRT_NEGATIVE, text);
    g_autofree char *canonical = decimal_to_text(value);
    return json_string_nocheck(canonical);
}

static json_t *make_number(MapRun *run, const MapRule *rule, const char *text) {
    char *end;
    double value = g_ascii_strtod(text, &end);
    if (end != text && *end == '\0' && isfinite(value))
        return json_real(value);
    note(run, rule, DIRT_NUMBER, text);
    return NULL;
}

static json_t *make_bool(MapRun *run, const MapRule *rule, const char *text) {
    static const char *const yes[] = {"true", "yes", "y", "1"}, *const no[] = {"false", "no", "n",
                                                                               "0"};
    for (guint i = 0; i < G_N_ELEMENTS(yes); i++) {
        if (g_ascii_strcasecmp(text, yes[i]) == 0)
            return json_true();
        if (g_ascii_strcasecmp(text, no[i]) == 0)
            return json_false();
    }
    note(run, rule, DIRT_TYPE, text);
    return NULL;
}

static json_t *make_country(MapRun *run, const MapRule *rule, const char *text) {
    if (codes_is_country_form(text))
        return json_string_nocheck(text);
    const Term *term = vocabulary_find(run->vocabularies, VOCABULARY_PARTIES, text);
    if (term && term->country)
        return json_string_nocheck(term->country);
    note(run, rule, DIRT_COUNTRY, text);
    return NULL;
}

static json_t *make_link(MapRun *run, const MapRule *rule, const char *text) {
    bool is_web = g_str_has_prefix(text, "http://") || g_str_has_prefix(text, "https://");
    const char *rest = is_web ? strstr(text, "://") + 3 : "";
    if (*rest) {
        const char *p = rest;
        while (*p && !g_unichar_isspace(g_utf8_get_char(p)))
            p = g_utf8_next_char(p);
        if (!*p)
            return make_text(run, rule, text);
    }
    note(run, rule, DIRT_LINK, text);
    return NULL;
}

static json_t *make_value(MapRun *run, const MapRule *rule, const Scalar *scalar) {
    const char *text = scalar->text;
    switch (rule->field->type) {
    case MAP_TEXT:
        return make_text(run, rule, text);
    case MAP_DATE:
        return make_date(run, rule, text);
    case MAP_DECIMAL:
        return make_decimal(run, rule, scalar);
    case MAP_NUMBER:
        return make_number(run, rule, text);
    case MAP_BOOL:
        return make_bool(run, rule, text);
    case MAP_COUNTRY:
        return make_country(run, rule, text);
    case MAP_LINK:
        return make_link(run, rule, text);
    }
    return NULL;
}

// ---- rules

static json_t *join_parts(MapRun *run, const MapRule *rule, const json_t *item) {
    GString *out = g_string_new(NULL);
    for (guint i = 0; i < rule->count; i++) {
        json_t *part = map_value(run, &rule->parts[i], item);
        if (part && out->len)
            g_string_append(out, rule->with);
        if (part)
            g_string_append(out, json_string_value(part));
        json_decref(part);
    }
    json_t *joined = out->len ? json_string_nocheck(out->str) : NULL;
    g_string_free(out, TRUE);
    return joined;
}

// Whether a rule reads a text that holds digits, where several rules of a list may try it.
static void note_sum(MapRun *run, const MapRule *rule, const char *text, bool is_read) {
    if (!run->counts_sums || rule->field->type != MAP_DECIMAL || !text ||
        !strpbrk(text, "0123456789"))
        return;
    for (MapSum *sum = run->sums; sum; sum = sum->next)
        if (strcmp(sum->text, text) == 0) {
            sum->is_read = sum->is_read || is_read;
            return;
        }
    MapSum *sum = arena_new0(run->arena, MapSum);
    *sum = (MapSum){run->sums, arena_strdup(run->arena, text), is_read};
    run->sums = sum;
}

// Says what was held, in its order, to whoever listens now.
static void release_notes(MapRun *run, MapNote *held) {
    MapNote *in_order = NULL;
    for (MapNote *next; held; held = next) {
        next = held->next;
        held->next = in_order;
        in_order = held;
    }
    for (; in_order; in_order = in_order->next)
        note_key(run, in_order->key, in_order->kind, in_order->sample);
}

// One rule of a "first"; what it says counts when it reads.
static json_t *try_part(MapRun *run, const MapRule *part, const json_t *item) {
    MapNote *held = run->held;
    run->held = NULL;
    run->trying++;
    json_t *value = map_value(run, part, item);
    MapNote *said = run->held;
    run->held = held;
    run->trying--;
    if (value)
        release_notes(run, said);
    return value;
}

static json_t *first_part(MapRun *run, const MapRule *rule, const json_t *item) {
    const char *unread = NULL;
    bool is_meant = rule->optional;
    for (guint i = 0; i < rule->count; i++) {
        json_t *value = try_part(run, &rule->parts[i], item);
        if (value)
            return value;
        is_meant = is_meant || (run->unread && run->is_meant);
        unread = unread ? unread : run->unread;
    }
    run->unread = unread;
    run->is_meant = is_meant;
    if (rule->optional)
        note_sum(run, rule, unread, /*is_read=*/false);
    if (unread && !is_meant)
        note_unread(run, rule, unread);
    return NULL;
}

static json_t *find_key(const MapRun *run, const MapRule *rule) {
    const MapKeys *keys = rule->of_record ? run->record_keys : run->item_keys;
    if (!keys || keys->count == 0 || rule->star > keys->count)
        return NULL;
    const char *name = keys->names[(rule->star ? rule->star : keys->count) - 1];
    return name && *name ? json_string_nocheck(name) : NULL;
}

// What the rule begins with, as a new reference.
static json_t *find_origin(MapRun *run, const MapRule *rule, const json_t *item) {
    json_t *found = NULL;
    switch (rule->kind) {
    case RULE_CONSTANT:
        return json_incref(rule->constant);
    case RULE_KEY:
        return find_key(run, rule);
    case RULE_FIRST:
        return first_part(run, rule, item);
    case RULE_JOIN:
        return join_parts(run, rule, item);
    case RULE_FROM:
        for (guint i = 0; !found && i < rule->count; i++)
            found = map_follow(&rule->from[i], rule->of_record ? run->record : item);
        return json_incref(found);
    }
    return NULL;
}

// Whether the value can be taken as it stands: most texts can.
static bool is_plain(const MapRule *rule, const json_t *json, const char *text) {
    return rule->field->type == MAP_TEXT && json_is_string(json) &&
           text == json_string_value(json) && json_string_length(json) <= FACTS_TEXT_LIMIT;
}

// Nothing is made of a text, as the map means it; or it was not read, which is told.
static json_t *leave_out(MapRun *run, const char *text, bool is_meant) {
    run->answered++;
    run->unread = text && *text ? text : NULL;
    run->is_meant = is_meant;
    return NULL;
}

static json_t *read_value(MapRun *run, const MapRule *rule, json_t *origin) {
    const char *text = scalar_text(run, rule, origin);
    bool is_number = json_is_number(origin);
    if (!text)
        return leave_out(run, NULL, /*is_meant=*/false);
    if (rule->kind != RULE_CONSTANT) {
        MapStains stains;
        const char *raw = text;
        text = map_clean(run->arena, text, &rule->clean, &stains);
        note_stains(run, rule, &stains, raw);
    }
    const char *found = text;
    bool is_told = false;
    if (rule->match && *found && !(text = match_text(run, rule, found, &is_told))) {
        if (rule->optional)
            note_sum(run, rule, found, /*is_read=*/false);
        else if (!is_told)
            note_unread(run, rule, found);
        return leave_out(run, rule->optional ? NULL : found, rule->optional);
    }
    const json_t *alias = find_alias(rule, text);
    if (alias) {
        text = json_is_null(alias) ? "" : scalar_text(run, rule, alias);
        is_number = json_is_number(alias);
    }
    if (!*text) {
        note_sum(run, rule, found, /*is_read=*/true); // as nothing
        return leave_out(run, found, /*is_meant=*/true);
    }
    if (is_plain(rule, origin, text))
        return json_incref(origin);
    json_t *value = make_value(run, rule, &(Scalar){text, is_number});
    if (value)
        note_sum(run, rule, found, /*is_read=*/true);
    return value ? value : leave_out(run, found, /*is_meant=*/false);
}

// Members that are missing are named with the list or object that they are of.
static void note_missing(MapRun *run, const MapField *field) {
    run->missing = run->part
                       ? arena_printf(run->arena, "\"%s\" of %s is missing", field->key, run->part)
                       : arena_printf(run->arena, "\"%s\" is missing", field->key);
    run->missing_text = run->unread;
}

json_t *map_value(MapRun *run, const MapRule *rule, const json_t *item) {
    run->unread = NULL;
    json_t *origin = find_origin(run, rule, item);
    json_t *value = origin ? read_value(run, rule, origin) : NULL;
    run->unread = run->unread ? arena_strdup(run->arena, run->unread) : NULL;
    json_decref(origin);
    if (!value && rule->absent) {
        const Scalar scalar = {scalar_text(run, rule, rule->absent), json_is_number(rule->absent)};
        value = scalar.text ? make_value(run, rule, &scalar) : NULL;
    }
    if (!value && rule->required && !run->missing)
        note_missing(run, rule->field);
    return value;
}
