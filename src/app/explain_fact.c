// A fact with what a reader of the figure looks for: all its amounts, since the figure may be made
// of any, where each record that it was merged from stands with its own, and the quotes of them.
#include "app/explain_fact.h"

#include "app/command.h"

#include <string.h>

enum { QUOTES_SHOWN = 3, AMOUNTS_SHOWN = 5, MEMBERS_SHOWN = 5 };

// ---- amounts

// What one unit of the currency buys, to six digits, as text of the buffer.
static const char *rate_text(const Table *money, guint row, char *buffer) {
    double value = g_ascii_strtod(explain_cell(money, "value", row), NULL);
    double converted = g_ascii_strtod(explain_cell(money, "converted", row), NULL);
    return value == 0 ? NULL
                      : g_ascii_formatd(buffer, G_ASCII_DTOSTR_BUF_SIZE, "%.6g", converted / value);
}

static void put_amounts(Paper *paper, const Table *amounts, guint32 number) {
    guint end, row = explain_rows(amounts, number, &end), last = MIN(end, row + AMOUNTS_SHOWN);
    for (; row < last; row++) {
        paper_put(paper, PAPER_PLAIN, ", ", explain_cell(amounts, "value", row), " ");
        paper_put(paper, PAPER_PLAIN, "", explain_cell(amounts, "currency", row), "");
        paper_put(paper, PAPER_PLAIN, " ", explain_cell(amounts, "basis", row), "");
    }
    if (row < end)
        paper_print(paper, PAPER_PLAIN, " and %u more", end - row);
}

static void put_converted(Paper *paper, const Table *money, guint32 number) {
    guint end, row = explain_rows(money, number, &end), last = MIN(end, row + AMOUNTS_SHOWN);
    for (; row < last; row++) {
        char rate[G_ASCII_DTOSTR_BUF_SIZE];
        paper_put(paper, PAPER_PLAIN, "; ", explain_cell(money, "value", row), " ");
        paper_put(paper, PAPER_PLAIN, "", explain_cell(money, "currency", row), " is ");
        paper_put(paper, PAPER_PLAIN, "", explain_cell(money, "converted", row), " ");
        paper_put(paper, PAPER_PLAIN, "", explain_cell(money, "converted_currency", row), "");
        paper_put(paper, PAPER_PLAIN, " at ", rate_text(money, row, rate), "");
    }
    if (row < end)
        paper_print(paper, PAPER_PLAIN, "; and %u more amounts", end - row);
}

// ---- the records that it was merged from

static void put_member_amount(Paper *paper, const char *before, const ExplainAmount *amount) {
    paper_put(paper, PAPER_PLAIN, before, amount->value, " ");
    paper_put(paper, PAPER_PLAIN, "", amount->currency, "");
    paper_put(paper, PAPER_PLAIN, " ", amount->basis, "");
}

static void put_member(Paper *paper, const Table *members, guint row) {
    g_autoptr(GArray) amounts = explain_member_amounts(members, row);
    paper_begin(paper, 8);
    paper_put(paper, PAPER_WEAK, "      merged from ", explain_cell(members, "member", row), "");
    paper_put(paper, PAPER_WEAK, " in ", explain_cell(members, "source", row), "");
    for (guint i = 0; i < MIN(amounts->len, AMOUNTS_SHOWN); i++)
        put_member_amount(paper, i ? ", " : ": ", &g_array_index(amounts, ExplainAmount, i));
    if (amounts->len > AMOUNTS_SHOWN)
        paper_print(paper, PAPER_PLAIN, " and %u more", amounts->len - AMOUNTS_SHOWN);
    paper_end(paper);
}

static void put_members(Paper *paper, const Table *members, guint32 number) {
    guint end, row = explain_rows(members, number, &end), last = MIN(end, row + MEMBERS_SHOWN);
    for (; row < last; row++)
        put_member(paper, members, row);
    if (row == end)
        return;
    paper_begin(paper, 6);
    paper_print(paper, PAPER_WEAK, "      and %u more records", end - row);
    paper_end(paper);
}

// ---- evidence

static bool speaks_of_money(const char *text) {
    static const char *const words[] = {"amount", "usd", "value", "converted"};
    g_autofree char *small = text ? g_ascii_strdown(text, -1) : NULL;
    for (guint i = 0; small && i < G_N_ELEMENTS(words); i++)
        if (strstr(small, words[i]))
            return true;
    return false;
}

static bool is_money(const TraceItem *item) {
    for (guint i = 0; i < item->value_count; i++)
        if (item->values[i].currency || item->values[i].basis ||
            speaks_of_money(item->values[i].label))
            return true;
    for (guint i = 0; i < item->facts.part_count; i++)
        if (speaks_of_money(item->facts.parts[i].text))
            return true;
    return false;
}

static bool is_of_number(const Table *evidence, guint row) {
    const char *supports = explain_cell(evidence, "supports", row);
    return supports &&
           (g_str_has_prefix(supports, "/amount") || g_str_has_prefix(supports, "/quantities"));
}

static void put_piece(Paper *paper, const Table *evidence, guint row) {
    const char *title = explain_cell(evidence, "source_title", row);
    paper_begin(paper, 8);
    paper_put(paper, PAPER_WEAK, "      ", title ? title : explain_cell(evidence, "source", row),
              "");
    paper_put(paper, PAPER_WEAK, " ", explain_cell(evidence, "supports", row), "");
    paper_put(paper, PAPER_PLAIN, ": \"", explain_cell(evidence, "quote", row), "\"");
    paper_put(paper, PAPER_WEAK, ", record ", explain_cell(evidence, "locator", row), "");
    paper_put(paper, PAPER_WEAK, ", ", explain_cell(evidence, "url", row), "");
    paper_end(paper);
}

// Those of numbers, or the others; how many more may be shown is left in *room.
static void put_pieces(Paper *paper, const Table *evidence, guint32 number, bool of_numbers,
                       guint *room) {
    guint end, row = explain_rows(evidence, number, &end);
    for (; row < end && *room; row++) {
        if (is_of_number(evidence, row) != of_numbers)
            continue;
        put_piece(paper, evidence, row);
        --*room;
    }
}

static void put_evidence(Paper *paper, const TraceItem *item, const Table *evidence,
                         guint32 number) {
    guint end, row = explain_rows(evidence, number, &end), count = end - row;
    bool shows_all = paper->look->whole || !paper->look->limit;
    guint shown = shows_all ? count : MIN(count, QUOTES_SHOWN), room = shown;
    if (is_money(item)) {
        put_pieces(paper, evidence, number, /*of_numbers=*/true, &room);
        put_pieces(paper, evidence, number, /*of_numbers=*/false, &room);
    } else {
        for (guint i = 0; i < shown; i++)
            put_piece(paper, evidence, row + i);
    }
    paper_begin(paper, 6);
    if (shown < count) {
        paper_print(paper, PAPER_WEAK, "      and %u more", count - shown);
        paper_end(paper);
    }
}

// ---- whole

void explain_put_fact(Paper *paper, const TraceItem *item, const ExplainFacts *facts,
                      guint32 number) {
    guint end, row = explain_rows(facts->facts, number, &end);
    if (row == end)
        return;
    const char *date = explain_cell(facts->facts, "date", row);
    paper_begin(paper, 4);
    paper_put(paper, PAPER_PLAIN, "  ", explain_cell(facts->facts, "id", row), "");
    paper_put(paper, PAPER_PLAIN, "  ", explain_cell(facts->facts, "title", row), "");
    paper_put(paper, PAPER_PLAIN, " (", date ? date : "no date", "");
    put_amounts(paper, facts->amounts, number);
    if (facts->converted)
        put_converted(paper, facts->converted, number);
    paper_print(paper, PAPER_PLAIN, ")");
    paper_end(paper);
    put_members(paper, facts->members, number);
    put_evidence(paper, item, facts->evidence, number);
}
