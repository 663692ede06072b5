// accord facts list: one line for each partnership, in the order of days. The filters become one
// SELECT whose values are parameters.
#include "app/facts_command.h"
#include "base/suggest.h"

typedef struct {
    FactsCommand base;
    char *sector, *partner, *year, *status, *search;
} ListCommand;

static const char description[] =
    "Without filters all partnerships are listed. SECTOR, PARTY and STATUS are labels, codes or\n"
    "the publisher's own words, in any case; YEARS is a year or two joined by a dash.\n\n"
    "Examples:\n"
    "  accord facts list --facts data/facts --sector energy --year 2000-2010\n"
    "  accord facts list --facts data/facts --partner China --search railway --format csv\n";

enum { YEAR_MIN = -9999, YEAR_MAX = 9999 };

static const char list_sql[] =
    "SELECT p.id, p.date, p.status, p.sector, p.partner, p.amount, p.currency, p.title"
    " FROM partnerships p WHERE (:sector IS NULL OR EXISTS (SELECT 1 FROM partnership_sectors s"
    " WHERE s.fact = p.fact AND lower(:sector) IN (lower(s.sector), lower(s.sector_code),"
    " lower(p.sector_as_published))))"
    " AND (:partner IS NULL OR EXISTS (SELECT 1 FROM partnership_parties r WHERE r.fact = p.fact"
    " AND lower(:partner) IN (lower(r.party), lower(r.party_code), lower(r.party_as_published),"
    " lower(r.country))))"
    " AND (:status IS NULL OR lower(:status) IN (lower(p.status), lower(p.status_code),"
    " lower(p.status_as_published)))"
    " AND (:search IS NULL OR instr(lower(p.title || ' ' || p.parties || ' ' ||"
    " coalesce(p.summary, '')), lower(:search)) > 0)"
    " AND (:from IS NULL OR p.year BETWEEN :from AND :to)"
    " ORDER BY coalesce(p.first, p.last) IS NULL, coalesce(p.first, p.last), p.fact";

// "2010" or "2000-2010".
static bool read_years(const char *text, gint64 *from, gint64 *to) {
    g_auto(GStrv) parts = g_strsplit(text, "-", 2);
    if (!g_ascii_string_to_signed(parts[0], 10, YEAR_MIN, YEAR_MAX, from, NULL))
        return false;
    *to = *from;
    return !parts[1] ||
           (g_ascii_string_to_signed(parts[1], 10, YEAR_MIN, YEAR_MAX, to, NULL) && *to >= *from);
}

static Value text_or_null(const char *text) {
    return text ? value_string(text) : value_null();
}

// Warns of a filter whose word nothing has, with the nearest that something has.
static void check_word(Report *report, const char *option, const char *word, const char *sql) {
    const Table *table =
        word ? store_query(report->store, report->arena, sql, NULL, 0, NULL, report->diags) : NULL;
    if (!table)
        return;
    g_autoptr(GPtrArray) names = g_ptr_array_new();
    for (guint row = 0; row < table->row_count; row++) {
        Value value = table->columns[0].values[row];
        if (value.type != VALUE_STRING)
            continue;
        if (g_ascii_strcasecmp(value.as.string, word) == 0)
            return;
        g_ptr_array_add(names, (gpointer)value.as.string);
    }
    g_autofree char *hint =
        suggest_hint_or_list(word, (const char *const *)names->pdata, names->len);
    diag_warning(report->diags, DIAG_UNKNOWN_NAME, NULL, hint, "no fact has the %s \"%s\"", option,
                 word);
}

static void check_words(const ListCommand *command, Report *report) {
    check_word(report, "sector", command->sector,
               "SELECT sector AS name FROM partnership_sectors UNION SELECT sector_code FROM "
               "partnership_sectors UNION SELECT sector_as_published FROM partnerships");
    check_word(report, "status", command->status,
               "SELECT status AS name FROM partnerships UNION SELECT status_code FROM partnerships "
               "UNION SELECT status_as_published FROM partnerships");
    check_word(report, "partner", command->partner,
               "SELECT party AS name FROM partnership_parties UNION SELECT party_code FROM "
               "partnership_parties UNION SELECT party_as_published FROM partnership_parties UNION "
               "SELECT country FROM partnership_parties");
}

static int list(const ListCommand *command, gint64 from, gint64 to) {
    Report report;
    report_begin_here(&report);
    const StoreParam params[] = {
        {"sector", text_or_null(command->sector)},
        {"partner", text_or_null(command->partner)},
        {"status", text_or_null(command->status)},
        {"search", text_or_null(command->search)},
        {"from", command->year ? value_number((double)from) : value_null()},
        {"to", command->year ? value_number((double)to) : value_null()}};
    if (facts_command_read(&command->base, &report)) {
        check_words(command, &report);
        facts_command_print(&command->base, &report,
                            store_query(report.store, report.arena, list_sql, params,
                                        G_N_ELEMENTS(params), NULL, report.diags));
    }
    int code = command_report(report.diags, &command->base.common);
    report_end(&report);
    return code;
}

static int check_and_list(void *data, int argc, char **argv) {
    const ListCommand *command = data;
    gint64 from = 0, to = 0;
    if (argc > 1)
        return command_usage_error("facts list", "\"%s\" is one word too many", argv[1]);
    if (command->year && !read_years(command->year, &from, &to))
        return command_usage_error("facts list", "--year is \"%s\", expected 2010 or 2000-2010",
                                   command->year);
    return facts_command_check(&command->base, "facts list") ? list(command, from, to) : EXIT_USAGE;
}

static void clear(ListCommand *command) {
    g_free(command->sector);
    g_free(command->partner);
    g_free(command->year);
    g_free(command->status);
    g_free(command->search);
    facts_command_clear(&command->base);
}

int facts_list(int argc, char **argv) {
    ListCommand command = {0};
    const GOptionEntry entries[] = {
        {"sector", 0, 0, G_OPTION_ARG_STRING, &command.sector, "Only this sector", "SECTOR"},
        {"partner", 0, 0, G_OPTION_ARG_STRING, &command.partner, "Only with this party", "PARTY"},
        {"year", 0, 0, G_OPTION_ARG_STRING, &command.year, "Only these years", "YEARS"},
        {"status", 0, 0, G_OPTION_ARG_STRING, &command.status, "Only with this status", "STATUS"},
        {"search", 0, 0, G_OPTION_ARG_STRING, &command.search,
         "Only with this text in title, parties or summary", "TEXT"},
        FACTS_COMMAND_ENTRIES(&command.base),
        G_OPTION_ENTRY_NULL};
    CommandLine line = {.usage = "",
                        .description = description,
                        .entries = entries,
                        .common = &command.base.common,
                        .report = &command.base.report,
                        .act = check_and_list,
                        .options = &command};
    int code = command_run(&line, argc, argv);
    clear(&command);
    return code;
}
