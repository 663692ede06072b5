// Forms are cut at ";" and each at its first ":". Which category a number is of is a matter of the
// language and of how the number is printed: "1.0" is not one in English, so a number that is
// printed with a fraction counts as having one.
#include "page/plural_forms.h"

#include "base/format_locale.h"
#include "base/suggest.h"

#include <math.h>
#include <string.h>

typedef struct {
    const char *name, *text; // "one", "=0"; not trimmed at the end of a line
    gsize name_length, length;
} Form;

static bool is_space(char c) {
    return g_ascii_isspace(c);
}

static void trim(const char **start, gsize *length) {
    while (*length && is_space((*start)[*length - 1]))
        (*length)--;
    for (; *length && is_space(**start); (*start)++)
        (*length)--;
}

// The next form; *at is moved behind it. False at the end. Without a colon the name is empty.
static bool next_form(const char **at, Form *form) {
    if (!**at)
        return false;
    gsize length = strcspn(*at, ";"), name = strcspn(*at, ":;");
    bool has_name = (*at)[name] == ':';
    *form = (Form){.name = *at, .name_length = has_name ? name : 0};
    form->text = *at + (has_name ? name + 1 : 0);
    form->length = length - (has_name ? name + 1 : 0);
    trim(&form->name, &form->name_length);
    trim(&form->text, &form->length);
    *at += length + ((*at)[length] == ';');
    return true;
}

static bool is_named(const Form *form, const char *name) {
    return form->name_length == strlen(name) && memcmp(form->name, name, form->name_length) == 0;
}

static bool is_category(const Form *form) {
    for (int i = 0; i < PLURAL_COUNT; i++)
        if (is_named(form, plural_name((PluralForm)i)))
            return true;
    return false;
}

static bool is_number(const Form *form) {
    if (form->name_length < 2 || form->name_length > 10 || form->name[0] != '=')
        return false;
    for (gsize i = 1; i < form->name_length; i++)
        if (!g_ascii_isdigit(form->name[i]))
            return false;
    return true;
}

bool plural_forms_are_meant(const char *piece) {
    gsize length = strspn(piece, "abcdefghijklmnopqrstuvwxyz=0123456789");
    const char *end = piece + length;
    while (is_space(*end))
        end++;
    return length >= 2 && *end == ':';
}

// ---- checking

static const char *unknown_name(Arena *arena, const Form *form, const char **hint) {
    const char *names[PLURAL_COUNT];
    for (int i = 0; i < PLURAL_COUNT; i++)
        names[i] = plural_name((PluralForm)i);
    const char *name = arena_strndup(arena, form->name, form->name_length);
    const char *close = suggest_nearest(name, names, PLURAL_COUNT);
    *hint = close ? arena_printf(arena, "did you mean \"%s\"?", close)
                  : "zero, one, two, few, many, other, or =0 for just that number";
    return arena_printf(arena, "\"%s\" is no plural category", name);
}

static bool comes_before(const char *forms, const Form *form) {
    Form earlier;
    while (next_form(&forms, &earlier) && earlier.name != form->name)
        if (earlier.name_length == form->name_length &&
            memcmp(earlier.name, form->name, form->name_length) == 0)
            return true;
    return false;
}

const char *plural_forms_check(Arena *arena, const char *forms, const char **hint) {
    const char *at = forms;
    bool has_other = false;
    Form form;
    *hint = NULL;
    while (next_form(&at, &form)) {
        if (form.name_length == 0) {
            *hint = "write {{count | one: # day; other: # days}}";
            return "a plural form is a category, a colon and a text";
        }
        if (!is_category(&form) && !is_number(&form))
            return unknown_name(arena, &form, hint);
        if (comes_before(forms, &form))
            return arena_printf(arena, "the plural form \"%.*s\" is there twice",
                                (int)form.name_length, form.name);
        has_other = has_other || is_named(&form, plural_name(PLURAL_OTHER));
    }
    return has_other ? NULL : "plural forms need \"other\", for all numbers that no form names";
}

// ---- choosing

// The number as a reader of what is printed takes it.
static double number_seen(const Counted *counted) {
    const char *point = counted->locale->decimal;
    bool has_fraction = point && *point && strstr(counted->printed, point);
    double size = fabs(counted->count);
    return has_fraction ? floor(size) + 0.5 : round(size);
}

static const char *filled(Arena *arena, const Form *form, const char *printed) {
    g_autoptr(GString) out = g_string_new(NULL);
    for (gsize i = 0; i < form->length; i++) {
        bool escaped = form->text[i] == '\\' && i + 1 < form->length && form->text[i + 1] == '#';
        if (escaped)
            g_string_append_c(out, form->text[++i]);
        else if (form->text[i] == '#')
            g_string_append(out, printed);
        else
            g_string_append_c(out, form->text[i]);
    }
    return arena_strndup(arena, out->str, out->len);
}

const char *plural_forms_choose(Arena *arena, const char *forms, const Counted *counted) {
    const char *category = plural_name(plural_form(counted->rule, number_seen(counted)));
    Form form, other = {0}, found = {0};
    while (next_form(&forms, &form)) {
        if (is_number(&form) && g_ascii_strtod(form.name + 1, NULL) == counted->count)
            return filled(arena, &form, counted->printed);
        if (is_named(&form, category))
            found = form;
        if (is_named(&form, plural_name(PLURAL_OTHER)))
            other = form;
    }
    return filled(arena, found.name ? &found : &other, counted->printed);
}
