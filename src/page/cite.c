// Numbers come from the facts behind the rows, as in the last column of tables; all of them are
// shown once, ascending, up to a limit.
#include "page/cite.h"

#include "page/page_state.h"
#include "page/source_note.h"

enum { CITED_MAX = 12 };

void cite_read(Reader *reader, CiteSpec *out) {
    static const Keyword ways[] = {{"none", 0}, {"notes", 1}, {NULL, 0}};
    int way = 0;
    reader_keyword(reader, "sources", ways, &way);
    out->noted = way;
    out->node = reader_node(reader, "sources");
    spec_data(reader, "data", &out->data);
    if (out->data && !out->noted)
        json_error(reader->diags, reader_node(reader, "data"), DIAG_WRONG_VALUE,
                   "say \"sources\": \"notes\", or leave it out",
                   "\"data\" of a text says whose sources are cited, and none are");
}

static void add_row(Compose *compose, const Table *table, guint row, GArray *numbers) {
    guint count;
    const guint *found =
        citations_of_row(page_state_citations(compose->state), compose->arena, table, row, &count);
    if (count)
        g_array_append_vals(numbers, found, count);
}

// Of all rows that are meant, ascending, with doubles.
static void find_numbers(Compose *compose, const CiteSpec *spec, GArray *numbers) {
    guint row;
    const Table *table = spec->data ? scope_data(compose->scope, spec->data)
                                    : scope_repeated_row(compose->scope, &row);
    if (!table && !spec->data)
        json_error(compose->diags, spec->node, DIAG_MISSING_KEY,
                   "name them: \"data\": \"partnerships\"",
                   "outside of a repetition a text does not know whose sources it cites");
    if (table && !spec->data)
        add_row(compose, table, row, numbers);
    for (guint i = 0; table && spec->data && i < table->row_count; i++)
        add_row(compose, table, i, numbers);
    g_array_sort(numbers, citations_compare);
}

static guint drop_doubles(GArray *numbers) {
    guint count = 0, *all = (guint *)numbers->data;
    for (guint i = 0; i < numbers->len; i++)
        if (count == 0 || all[count - 1] != all[i])
            all[count++] = all[i];
    return count;
}

Cited cite_sources(Compose *compose, const CiteSpec *spec) {
    Cited cited = {0};
    if (!spec->noted)
        return cited;
    g_autoptr(GArray) numbers = g_array_new(FALSE, FALSE, sizeof(guint));
    find_numbers(compose, spec, numbers);
    guint count = drop_doubles(numbers), shown = MIN(count, CITED_MAX);
    MarkdownSpan *spans = arena_array(compose->arena, MarkdownSpan, 2 * (gsize)shown + 1);
    const Slab **notes = arena_array(compose->arena, const Slab *, (gsize)shown + 1);
    for (guint i = 0; i < shown; i++) {
        guint number = g_array_index(numbers, guint, i);
        spans[cited.span_count++] = (MarkdownSpan){.text = "\xC2\xA0"};
        spans[cited.span_count++] =
            (MarkdownSpan){.text = source_note_mark(compose, number),
                           .link = arena_printf(compose->arena, "#source-%u", number)};
        notes[cited.note_count] = source_note(compose, number);
        cited.note_count += notes[cited.note_count] != NULL;
    }
    if (shown < count)
        spans[cited.span_count++] = (MarkdownSpan){.text = " …"};
    cited.spans = spans;
    cited.notes = notes;
    return cited;
}
