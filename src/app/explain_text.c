// An item as text: what is printed and what it is exactly, the way from all facts to it, the facts
// behind it with their sources and quotes, and the facts that were left out.
#include "app/explain_fact.h"
#include "app/explain_paper.h"

#include "app/command.h"

#include <string.h>

enum { MARKS_SHOWN = 5, NUMBER_END = 8 };

const char *explain_kind_name(TraceKind kind) {
    static const char *const names[] = {[TRACE_FIGURE] = "key figure",
                                        [TRACE_CELL] = "table cell",
                                        [TRACE_MARK] = "chart mark",
                                        [TRACE_CHANGE] = "change"};
    return names[kind];
}

const char *explain_role_name(WhyRole role) {
    static const char *const names[] = {
        [WHY_COUNTED] = "counted", [WHY_DIVISOR] = "divisor", [WHY_SUBTRACTED] = "subtracted"};
    return names[role];
}

static void put_title(Paper *paper, const char *title) {
    paper_begin(paper, 0);
    paper_put(paper, PAPER_STRONG, "", title, "");
    paper_end(paper);
}

// ---- what is printed

static bool is_exact(const char *text, const TraceValue *value) {
    return !value->exact || (g_strcmp0(text, value->exact) == 0 && !value->currency);
}

// "1.2G = 1200000000 USD committed (Sum of amount)".
static void put_value(Paper *paper, const char *text, const TraceValue *value) {
    paper_put(paper, PAPER_STRONG, "", text, "");
    if (is_exact(text, value))
        return;
    if (g_strcmp0(text, value->exact) != 0)
        paper_put(paper, PAPER_PLAIN, text ? " = " : "", value->exact, "");
    paper_put(paper, PAPER_PLAIN, " ", value->currency, "");
    paper_put(paper, PAPER_PLAIN, " ", value->basis, "");
}

static void put_values(Paper *paper, const TraceItem *item) {
    for (guint i = 0; i < item->value_count; i++) {
        const TraceValue *value = &item->values[i];
        paper_print(paper, PAPER_PLAIN, i ? ";  " : "  ");
        put_value(paper, value->text, value);
        if (value->label && *value->label)
            paper_put(paper, PAPER_WEAK, "  (", value->label, ")");
    }
}

// width: of the ids above each other.
static void put_head(Paper *paper, const TraceItem *item, guint width) {
    paper_begin(paper, 4);
    paper_print(paper, PAPER_PLAIN, "%s", item->id);
    paper_pad(paper, width);
    if (item->kind == TRACE_MARK) {
        put_values(paper, item);
    } else {
        paper_print(paper, PAPER_PLAIN, "  ");
        const TraceValue none = {0};
        put_value(paper, item->text, item->value_count == 1 ? item->values : &none);
        paper_put(paper, PAPER_WEAK, "  (", item->label, ")");
    }
    paper_end(paper);
}

// What a template took from several places.
static void put_taken(Paper *paper, const TraceItem *item) {
    if (item->kind == TRACE_MARK || item->value_count < 2)
        return;
    put_title(paper, "Values in it:");
    for (guint i = 0; i < item->value_count; i++) {
        paper_begin(paper, 4);
        paper_put(paper, PAPER_PLAIN, "  ", item->values[i].label, "  ");
        put_value(paper, NULL, &item->values[i]);
        paper_end(paper);
    }
}

// ---- facts

// Why SQL on the way did not tell which facts it counts, or NULL.
static const char *problem_of(const TraceItem *item) {
    const char *problem = NULL;
    for (guint i = 0; i < item->step_count; i++)
        problem = item->steps[i].problem ? item->steps[i].problem : problem;
    return problem;
}

static bool has_divisor(const TraceItem *item, guint *facts) {
    for (guint i = 0; i < item->facts.part_count; i++) {
        *facts = item->facts.parts[i].lineage->count;
        if (item->facts.parts[i].role == WHY_DIVISOR)
            return true;
    }
    return false;
}

static void put_count(Paper *paper, const TraceItem *item) {
    guint count = item->facts.lineage->count, divisor = 0;
    const char *problem = item->facts.part_count ? NULL : problem_of(item);
    const char *end = count ? ":" : ".";
    paper_begin(paper, 2);
    if (has_divisor(item, &divisor))
        paper_print(paper, PAPER_STRONG, "Made of %u fact%s, as a share of %u%s", count,
                    plural(count), divisor, end);
    else if (problem && count > 1)
        paper_print(paper, PAPER_STRONG, "Made of all or some of %u facts (%s)%s", count, problem,
                    end);
    else
        paper_print(paper, PAPER_STRONG, "Made of %u fact%s%s", count, plural(count), end);
    paper_end(paper);
}

static void put_unknown(Paper *paper, const TraceItem *item) {
    const char *problem = problem_of(item);
    paper_begin(paper, 2);
    if (item->step_count < 2 && !problem)
        paper_print(paper, PAPER_PLAIN,
                    "The layout says it itself: no data is behind it, so no facts are.");
    else
        paper_print(paper, PAPER_PLAIN,
                    "The facts behind it are not known: %s. In SQL, a column \"fact\" or "
                    "\"..._facts\" tells them.",
                    problem ? problem : "nothing leads back to them");
    paper_end(paper);
}

static void put_more(Paper *paper, guint64 more) {
    if (!more)
        return;
    paper_begin(paper, 2);
    paper_print(paper, PAPER_WEAK, "  and %" G_GUINT64_FORMAT " more (--limit 0 lists all)", more);
    paper_end(paper);
}

static void put_facts(Paper *paper, Report *report, const TraceItem *item) {
    const Lineage *lineage = item->facts.lineage;
    if (!lineage) {
        put_unknown(paper, item);
        return;
    }
    guint shown = paper->look->limit ? MIN(paper->look->limit, lineage->count) : lineage->count;
    put_count(paper, item);
    for (guint first = 0; first < shown; first += EXPLAIN_BATCH) {
        guint size = MIN(shown - first, EXPLAIN_BATCH);
        const ExplainFacts facts = explain_facts(report, lineage->ids + first, size);
        for (guint i = 0; i < size; i++)
            explain_put_fact(paper, item, &facts, lineage->ids[first + i]);
    }
    put_more(paper, lineage->count - shown);
}

// ---- steps

static void put_number(Paper *paper, guint number, guint indent) {
    paper_begin(paper, indent);
    if (number == TRACE_UNKNOWN)
        paper_print(paper, PAPER_PLAIN, "%*s  ", NUMBER_END, "?");
    else
        paper_print(paper, PAPER_PLAIN, "%*u  ", NUMBER_END, number);
}

static void put_parts(Paper *paper, const TraceItem *item) {
    if (item->facts.part_count)
        put_title(paper, "What its SQL counts:");
    for (guint i = 0; i < item->facts.part_count; i++) {
        const TracePart *part = &item->facts.parts[i];
        put_number(paper, part->lineage->count, NUMBER_END + 2);
        paper_put(paper, PAPER_PLAIN, "", part->text, "");
        if (part->role != WHY_COUNTED && !(part->is_extreme && part->role == WHY_SUBTRACTED))
            paper_print(paper, PAPER_WEAK, " (%s)", explain_role_name(part->role));
        if (part->rows != part->lineage->count)
            paper_print(paper, PAPER_WEAK, " (%u rows)", part->rows);
        if (part->others)
            paper_print(paper, PAPER_WEAK, " (compared with %u other%s)", part->others,
                        plural(part->others));
        paper_end(paper);
    }
}

static void put_steps(Paper *paper, const GArray *steps) {
    if (steps->len)
        put_title(paper, "From all facts to here:");
    for (guint i = 0; i < steps->len; i++) {
        const TraceStep *step = &g_array_index(steps, TraceStep, i);
        put_number(paper, step->facts, NUMBER_END + 2);
        paper_put(paper, PAPER_PLAIN, "", step->what, "");
        bool has_rows = step->rows != TRACE_UNKNOWN && step->rows != step->facts && step->facts;
        if (has_rows && step->facts != TRACE_UNKNOWN)
            paper_print(paper, PAPER_WEAK, " in %u row%s", step->rows, plural(step->rows));
        if (step->left_out)
            paper_print(paper, PAPER_WEAK, " (%u left out)", step->left_out);
        paper_end(paper);
    }
}

// ---- what was left out

static void put_unread(Paper *paper, const ExplainUnread *unread) {
    if (!unread->later && !unread->merged && !unread->withheld)
        return;
    paper_begin(paper, 2);
    paper_print(paper, PAPER_PLAIN, "Not among them:");
    if (unread->later)
        paper_print(paper, PAPER_PLAIN, " %u dated after the day of the report;", unread->later);
    if (unread->merged)
        paper_print(paper, PAPER_PLAIN, " %u record%s merged into others;", unread->merged,
                    plural(unread->merged));
    if (unread->withheld)
        paper_print(paper, PAPER_PLAIN, " %" G_GUINT64_FORMAT " withheld from the audience;",
                    unread->withheld);
    g_string_truncate(paper->out, paper->out->len - 1);
    paper_end(paper);
}

static void put_reason(Paper *paper, const char *id, const char *title, const char *reason) {
    paper_begin(paper, 4);
    paper_put(paper, PAPER_PLAIN, "  ", id, "");
    paper_put(paper, PAPER_PLAIN, "  ", title, "");
    paper_put(paper, PAPER_WEAK, ": ", reason, "");
    paper_end(paper);
}

// Of one step, under its words.
static void put_left_of_step(Paper *paper, Report *report, const GArray *left, guint from,
                             guint size) {
    for (guint first = from; first < from + size; first += EXPLAIN_BATCH) {
        guint32 numbers[EXPLAIN_BATCH];
        guint count = MIN(from + size - first, EXPLAIN_BATCH);
        for (guint i = 0; i < count; i++)
            numbers[i] = g_array_index(left, LeftOut, first + i).fact;
        const ExplainFacts facts = explain_facts(report, numbers, count);
        for (guint i = 0; i < count; i++) {
            guint end, row = explain_rows(facts.facts, numbers[i], &end);
            if (row < end)
                put_reason(paper, explain_cell(facts.facts, "id", row),
                           explain_cell(facts.facts, "title", row), NULL);
        }
    }
}

static void put_left(Paper *paper, Report *report, const GArray *steps, const GArray *left) {
    for (guint i = 0, end; i < left->len; i = end) {
        guint step = g_array_index(left, LeftOut, i).step;
        for (end = i; end < left->len && g_array_index(left, LeftOut, end).step == step;)
            end++;
        guint size = paper->look->limit ? MIN(end - i, paper->look->limit) : end - i;
        paper_begin(paper, 2);
        paper_print(paper, PAPER_STRONG, "Left out by ");
        paper_put(paper, PAPER_STRONG, "", g_array_index(steps, TraceStep, step).what, ":");
        paper_end(paper);
        put_left_of_step(paper, report, left, i, size);
        put_more(paper, end - i - size);
    }
}

static void put_left_out(Paper *paper, Report *report, const GArray *steps,
                         const ExplainUnread *unread) {
    g_autoptr(GArray) left = explain_left_out(steps);
    guint early = paper->look->limit ? MIN(unread->count, paper->look->limit) : unread->count;
    if (early)
        put_title(paper, "Left out before:");
    for (guint i = 0; i < early; i++)
        put_reason(paper, unread->facts[i].id, unread->facts[i].title, unread->facts[i].reason);
    put_more(paper, unread->count - early);
    put_left(paper, report, steps, left);
    if (!unread->count && !left->len)
        put_title(paper, "No facts were left out.");
}

// ---- whole

char *explain_item_text(Report *report, const TraceItem *item, const ExplainLook *look) {
    Paper paper = {.look = look, .out = g_string_new(NULL)};
    g_autoptr(GArray) steps = explain_steps(report, item);
    const ExplainUnread unread = explain_unread(report, item);
    put_head(&paper, item, 0);
    put_taken(&paper, item);
    put_steps(&paper, steps);
    put_unread(&paper, &unread);
    put_parts(&paper, item);
    put_facts(&paper, report, item);
    if (look->left_out)
        put_left_out(&paper, report, steps, &unread);
    return g_string_free(paper.out, FALSE);
}

// ---- the list

static const TraceItem *nth(const Report *report, guint index) {
    return &g_array_index(report->trace->items, TraceItem, index);
}

// "table:2" of "table:2/1/title"; key figures are one group.
static gsize stem_length(const TraceItem *item) {
    return strcspn(item->id, item->kind == TRACE_FIGURE ? ":" : "/");
}

static bool has_stem(const TraceItem *item, const TraceItem *first) {
    gsize length = stem_length(first);
    return stem_length(item) == length && strncmp(item->id, first->id, length) == 0;
}

// On a terminal ids of a group stand in a column, unless they are long.
static guint width_of_ids(const Report *report, const ExplainLook *look, guint from, guint to) {
    guint width = 0;
    for (guint i = from; look->width && i < to; i++) {
        guint own = paper_width_of(nth(report, i)->id);
        width = own <= look->width / 2 ? MAX(width, own) : width;
    }
    return width;
}

// Items of one table or chart stand together; what does not fit is counted.
static guint put_group(Paper *paper, const Report *report, guint first) {
    const TraceItem *head = nth(report, first);
    guint end = first;
    while (end < report->trace->items->len && has_stem(nth(report, end), head))
        end++;
    bool is_all = paper->look->whole || head->kind == TRACE_FIGURE;
    guint shown = is_all ? end - first : MIN(end - first, MARKS_SHOWN);
    guint width = width_of_ids(report, paper->look, first, first + shown);
    for (guint i = first; i < first + shown; i++)
        put_head(paper, nth(report, i), width);
    if (shown < end - first) {
        paper_begin(paper, 2);
        paper_print(paper, PAPER_WEAK, "%.*s/...  %u more (-v lists all)", (int)stem_length(head),
                    head->id, end - first - shown);
        paper_end(paper);
    }
    return end;
}

char *explain_list_text(const Report *report, const ExplainLook *look) {
    Paper paper = {.look = look, .out = g_string_new(NULL)};
    for (guint i = 0; i < report->trace->items->len;)
        i = put_group(&paper, report, i);
    return g_string_free(paper.out, FALSE);
}
