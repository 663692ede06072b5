// FROM is copied as it stands, but for questions in it, which the caller rewrites, and which get a
// name when they have none. Datasets hold the numbers of their facts in "fact".
#include "store/sql_from.h"

#include "store/schema.h"
#include "store/sql_why.h"

#include <string.h>

static bool is_dataset_of_facts(const char *name) {
    const Dataset *set = schema_dataset(name);
    return set && set->has_facts;
}

const SqlKnown *sql_known_find(const SqlKnown *known, const char *name) {
    while (known && name && g_ascii_strcasecmp(known->name, name) != 0)
        known = known->next;
    return name ? known : NULL;
}

// --- reading ---

static void set_written(const SqlText *text, SqlTable *table, guint token) {
    g_autofree char *written = sql_text_copy(text, (Span){token, token + 1});
    table->name = sql_text_token(text, token)->word;
    g_strlcpy(table->written, written, sizeof table->written);
}

static void copy_to(SqlFromReader *reader, guint end, GString *out) {
    g_autofree char *text = sql_text_copy(reader->text, (Span){reader->copied, end});
    g_string_append_printf(out, "%s ", text);
    reader->copied = MAX(end, reader->copied);
}

// "AS name", "name", and the columns behind it. False: there is none.
static bool read_alias(SqlFromReader *reader, SqlTable *table) {
    const SqlText *text = reader->text;
    guint at = reader->at;
    bool has_as = at < reader->span.to && sql_is_word_at(text, at, "as");
    at += has_as;
    if (at >= reader->span.to || !(has_as || sql_is_name_at(text, at)))
        return false;
    set_written(text, table, at++);
    reader->at = at < reader->span.to && text->pair[at] > at ? text->pair[at] + 1 : at;
    return true;
}

static bool add_table(SqlFromReader *reader, SqlFrom *from, const SqlTable *table) {
    if (from->count == SQL_TABLES_MAX)
        return false;
    from->tables[from->count++] = *table;
    reader->is_joined = true;
    return true;
}

static const char *row_of(const SqlOwns *owns) {
    return owns->row ? owns->row : SQL_WHY_ROW;
}

// A table or a function by name.
static bool read_named(SqlFromReader *reader, SqlFrom *from) {
    const SqlText *text = reader->text;
    SqlTable table = {0};
    set_written(text, &table, reader->at);
    if (!table.name || sql_is_sign_at(text, reader->at + 1, "."))
        return false;
    const SqlKnown *known = sql_known_find(reader->known, table.name);
    bool is_function = sql_is_sign_at(text, reader->at + 1, "(");
    table.is_dataset = !known && !is_function && is_dataset_of_facts(table.name);
    if (table.is_dataset)
        table.column = "fact";
    else if (known && known->has_facts)
        table.column = row_of(&known->owns);
    if (known)
        table.owns = known->owns;
    from->is_opaque = from->is_opaque || (known && known->is_opaque);
    reader->at = is_function ? text->pair[reader->at + 1] + 1 : reader->at + 1;
    read_alias(reader, &table);
    return add_table(reader, from, &table);
}

static SqlFromStep stop(SqlFromReader *reader, const char *problem) {
    reader->problem = problem;
    return SQL_FROM_PROBLEM;
}

static bool begins_table(const SqlFromReader *reader) {
    guint at = reader->at;
    if (!reader->is_joined)
        return true;
    return sql_is_sign_at(reader->text, at - 1, ",") ||
           sql_is_word_at(reader->text, at - 1, "join");
}

SqlFromStep sql_from_next(SqlFromReader *reader, SqlFrom *from, GString *out, Span *query) {
    const SqlText *text = reader->text;
    if (!reader->is_inside)
        reader->at = reader->copied = reader->span.from;
    reader->is_inside = true;
    while (reader->at < reader->span.to) {
        if (!begins_table(reader)) {
            reader->at = sql_text_next(text, reader->at);
            continue;
        }
        *query = sql_subquery_at(text, reader->at);
        if (query->to > query->from) {
            copy_to(reader, query->from, out);
            reader->at = query->to;
            return SQL_FROM_QUERY;
        }
        if (text->pair[reader->at])
            return stop(reader, "its SQL puts joins into parentheses");
        if (!read_named(reader, from))
            return stop(reader, "its SQL names tables in a way that is not followed");
    }
    copy_to(reader, reader->span.to, out);
    return SQL_FROM_END;
}

void sql_from_query_end(SqlFromReader *reader, SqlFrom *from, bool has_facts, const SqlOwns *owns,
                        guint *unnamed, GString *out) {
    SqlTable table = {.column = has_facts ? row_of(owns) : NULL, .owns = *owns};
    reader->copied = reader->at++; // its ")"
    if (!read_alias(reader, &table)) {
        copy_to(reader, reader->at, out);
        g_snprintf(table.written, sizeof table.written, "accord_from_%u", ++*unnamed);
        g_string_append_printf(out, "AS %s ", table.written);
    }
    if (!add_table(reader, from, &table))
        from->is_opaque = true;
}

// --- columns that tell their own ---

static const SqlOwn *find_own(const SqlOwns *owns, const char *name) {
    for (guint i = 0; name && i < owns->count; i++)
        if (g_ascii_strcasecmp(owns->columns[i].name, name) == 0)
            return &owns->columns[i];
    return NULL;
}

// A name that two tables have is no column of either.
static const SqlOwn *find_bare(const SqlFrom *from, const char *name, const SqlTable **table) {
    const SqlOwn *found = NULL;
    for (guint t = 0; t < from->count; t++) {
        const SqlOwn *own = find_own(&from->tables[t].owns, name);
        if (own && found)
            return NULL;
        *table = own ? &from->tables[t] : *table;
        found = own ? own : found;
    }
    return found;
}

const SqlOwn *sql_from_own(const SqlText *text, const SqlFrom *from, Span name,
                           const SqlTable **table) {
    const char *first = sql_text_token(text, name.from)->word;
    if (name.to == name.from + 1)
        return find_bare(from, first, table);
    for (guint t = 0; t < from->count; t++) {
        *table = &from->tables[t];
        if (first && from->tables[t].name && g_ascii_strcasecmp(from->tables[t].name, first) == 0)
            return find_own(&from->tables[t].owns, sql_text_token(text, name.to - 1)->word);
    }
    return NULL;
}

bool sql_from_own_at(const SqlText *text, const SqlFrom *from, Span item, guint index, Span *name) {
    const SqlTable *table = NULL;
    bool is_second = index > item.from && (sql_is_sign_at(text, index - 1, ".") ||
                                           sql_is_word_at(text, index - 1, "as"));
    if (is_second || !sql_is_name_at(text, index) || sql_is_sign_at(text, index + 1, "("))
        return false;
    bool has_table = index + 2 < item.to && sql_is_sign_at(text, index + 1, ".");
    *name = (Span){index, index + (has_table ? 3 : 1)};
    return sql_from_own(text, from, *name, &table) != NULL;
}

static char *own_facts(const SqlText *text, const SqlFrom *from, Span span) {
    g_autoptr(GString) out = g_string_new(NULL);
    Span name;
    for (guint i = span.from; i < span.to; i++) {
        const SqlTable *table = NULL;
        if (!sql_from_own_at(text, from, span, i, &name))
            continue;
        const SqlOwn *own = sql_from_own(text, from, name, &table);
        g_string_append_printf(out, "%scoalesce(%s.%s, '')", out->len ? " || ',' || " : "",
                               table->written, own->facts);
    }
    return out->len ? g_strdup(out->str) : NULL;
}

// --- facts ---

// Marks the tables that names in the span say. False when a name says none.
static bool mark_named(const SqlText *text, const SqlFrom *from, Span span, bool *marks) {
    bool any = false;
    for (guint i = span.from; i < span.to; i++) {
        bool is_name = sql_is_name_at(text, i) && !sql_is_sign_at(text, i + 1, "(") &&
                       !(i > span.from && sql_is_word_at(text, i - 1, "as"));
        bool is_column = i > span.from && sql_is_sign_at(text, i - 1, ".");
        if (!is_name || is_column)
            continue;
        guint t = 0;
        while (t < from->count && g_strcmp0(from->tables[t].name, sql_text_token(text, i)->word))
            t++;
        if (t == from->count || !sql_is_sign_at(text, i + 1, "."))
            return false;
        marks[t] = any = true;
    }
    return any;
}

static bool is_rows(const SqlTable *table) {
    return table->column && (table->is_dataset || table->owns.is_rows);
}

bool sql_from_is_rows(const SqlFrom *from) {
    for (guint i = 0; i < from->count; i++)
        if (is_rows(&from->tables[i]))
            return true;
    return false;
}

// Those that hold facts; those whose rows are rows of datasets alone, when there is one.
static void mark_all(const SqlFrom *from, bool *marks) {
    bool has_rows = sql_from_is_rows(from);
    for (guint i = 0; i < from->count; i++)
        marks[i] = from->tables[i].column && (is_rows(&from->tables[i]) || !has_rows);
}

static guint count_marks(const SqlFrom *from, const bool *marks) {
    guint count = 0;
    for (guint i = 0; i < from->count; i++)
        count += marks[i] && from->tables[i].column;
    return count;
}

char *sql_from_facts(const SqlText *text, const SqlFrom *from, Span span) {
    bool marks[SQL_TABLES_MAX] = {false};
    char *own = own_facts(text, from, span);
    if (own)
        return own;
    if (!mark_named(text, from, span, marks) || count_marks(from, marks) == 0)
        mark_all(from, marks);
    guint count = count_marks(from, marks);
    g_autoptr(GString) out = g_string_new(NULL);
    for (guint i = 0; i < from->count; i++) {
        const SqlTable *table = &from->tables[i];
        if (!marks[i] || !table->column)
            continue;
        g_string_append_printf(out, "%s%sCAST(%s.%s AS TEXT)%s", out->len ? " || ',' || " : "",
                               count > 1 ? "coalesce(" : "", table->written, table->column,
                               count > 1 ? ", '')" : "");
    }
    return count ? g_strdup(out->str) : NULL;
}

bool sql_from_mentions_facts(const SqlText *text, Span span, const SqlKnown *known) {
    for (guint i = span.from; i < span.to; i++) {
        const char *name = sql_text_token(text, i)->word;
        const SqlKnown *found = name ? sql_known_find(known, name) : NULL;
        if (found ? found->has_facts || found->is_opaque : name && is_dataset_of_facts(name))
            return true;
    }
    return false;
}
