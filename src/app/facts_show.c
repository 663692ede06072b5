// accord facts show: all that is known about one partnership, one section for each table that has
// rows about it.
#include "app/facts_command.h"
#include "base/suggest.h"
#include "table/table_print.h"

#include <string.h>

static const char description[] =
    "ID is that of a partnership. Everything that is known about it is printed: its parties,\n"
    "money, promises, evidence and sources; of one that several records tell of also these, and\n"
    "the values on which they differ.\n\n"
    "Examples:\n"
    "  accord facts show pk-ru-steel-mills --facts data/facts\n"
    "  accord facts show WB-P010002 --facts data/facts --format json\n";

typedef struct {
    const char *name, *title, *sql;
} Section;

static const Section sections[] = {
    {"partnership", "", "SELECT * FROM partnerships WHERE id = :id"},
    {"parties", "Parties",
     "SELECT party, country, role, organisation, party_as_published AS as_published"
     " FROM partnership_parties WHERE id = :id ORDER BY position"},
    {"sectors", "Sectors",
     "SELECT sector, sector_label AS label, sector_code AS code FROM partnership_sectors"
     " WHERE id = :id ORDER BY position"},
    {"amounts", "Amounts",
     "SELECT value, currency, basis, date FROM amounts WHERE id = :id ORDER BY position"},
    {"quantities", "Quantities",
     "SELECT label, value, unit, as_of FROM quantities WHERE id = :id ORDER BY position"},
    {"commitments", "Commitments",
     "SELECT text, \"by\", due, state, days_overdue FROM commitments WHERE id = :id"
     " ORDER BY position"},
    {"evidence", "Evidence",
     "SELECT supports, quote, source, locator, url FROM evidence WHERE id = :id ORDER BY position"},
    {"merged", "Merged from",
     "SELECT member, title, rule, score, source FROM merges WHERE id = :id ORDER BY position"},
    {"conflicts", "Values that differ",
     "SELECT field, chosen AS shown, chosen_source AS shown_by, other AS claimed,"
     " other_source AS claimed_by, rule FROM conflicts WHERE id = :id ORDER BY position"},
    {"sources", "Sources",
     "SELECT id, title, publisher, published, url, licence FROM sources WHERE id IN"
     " (SELECT source FROM evidence WHERE evidence.id = :id) ORDER BY number"},
    {"inferences", "Concluded, not read",
     "SELECT field, reason FROM inferences WHERE id = :id ORDER BY field, reason"},
};

// Columns that have something, one a line.
static const Table *turn(Arena *arena, const Table *row) {
    static const char *const names[] = {"field", "value"};
    guint count = 0;
    for (guint i = 0; i < row->column_count; i++)
        count += !value_is_nullish(row->columns[i].values[0]);
    Table *table = table_new(arena, G_N_ELEMENTS(names), names, count);
    for (guint i = 0, line = 0; i < row->column_count; i++) {
        Value value = row->columns[i].values[0];
        if (value_is_nullish(value))
            continue;
        table->columns[0].values[line] = value_string(row->columns[i].name);
        if (value.type == VALUE_DECIMAL) {
            g_autofree char *digits = decimal_to_text(*value.as.decimal);
            value = value_string(arena_strdup(arena, digits));
        }
        table->columns[1].values[line++] = value_string(value_to_string(value, arena));
    }
    return table;
}

static void append_text(Arena *arena, GString *out, const Section *section, const Table *table) {
    if (table->row_count == 0)
        return;
    if (*section->title)
        g_string_append_printf(out, "\n%s\n\n", section->title);
    g_autofree char *text = table_print_text(*section->title ? table : turn(arena, table));
    g_string_append(out, text);
}

static void append_json(GString *out, const Section *section, const Table *table) {
    g_autofree char *text = table_print_json(table);
    g_strchomp(text);
    g_string_append_printf(out, "%s\"%s\":%s", out->len > 1 ? ",\n" : "", section->name, text);
}

static void report_unknown(Report *report, const char *id) {
    const Table *ids = store_query(report->store, report->arena,
                                   "SELECT id FROM partnerships ORDER BY id LIMIT 100000", NULL, 0,
                                   NULL, report->diags);
    guint count = ids ? ids->row_count : 0;
    const char **names = arena_array(report->arena, const char *, count);
    for (guint i = 0; i < count; i++)
        names[i] = ids->columns[0].values[i].as.string;
    g_autofree char *hint = suggest_hint(id, names, count);
    diag_error(report->diags, DIAG_UNKNOWN_NAME, NULL, hint, "no partnership has the id \"%s\"",
               id);
}

static void show(const FactsCommand *command, Report *report, const char *id) {
    bool is_json = g_strcmp0(command->format, "json") == 0;
    const StoreParam param = {"id", value_string(id)};
    g_autoptr(GString) out = g_string_new(is_json ? "{" : NULL);
    for (guint i = 0; i < G_N_ELEMENTS(sections); i++) {
        const Table *table = store_query(report->store, report->arena, sections[i].sql, &param, 1,
                                         NULL, report->diags);
        if (!table)
            return;
        if (i == 0 && table->row_count == 0) {
            report_unknown(report, id);
            return;
        }
        if (g_strcmp0(command->format, "csv") == 0) {
            facts_command_print(command, report, table);
            return;
        }
        if (is_json)
            append_json(out, &sections[i], table);
        else
            append_text(report->arena, out, &sections[i], table);
    }
    g_string_append(out, is_json ? "}\n" : "");
    facts_command_write(report, out->str, out->len);
}

static int check_and_show(void *data, int argc, char **argv) {
    const FactsCommand *command = data;
    if (argc != 2)
        return command_usage_error(argv[0], argc < 2 ? "an id is missing" : "one id at a time");
    if (!facts_command_check(command, argv[0]))
        return EXIT_USAGE;
    Report report;
    report_begin_here(&report);
    if (facts_command_read(command, &report))
        show(command, &report, argv[1]);
    int code = command_report(report.diags, &command->common);
    report_end(&report);
    return code;
}

int facts_show(int argc, char **argv) {
    FactsCommand command = {0};
    const GOptionEntry entries[] = {FACTS_COMMAND_ENTRIES(&command), G_OPTION_ENTRY_NULL};
    CommandLine line = {.usage = "ID",
                        .description = description,
                        .entries = entries,
                        .common = &command.common,
                        .report = &command.report,
                        .act = check_and_show,
                        .options = &command};
    int code = command_run(&line, argc, argv);
    facts_command_clear(&command);
    return code;
}
