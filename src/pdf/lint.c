// The rules are rows; the checks walk the file once and count what they find by rule.
#include "pdf/lint_private.h"

#include <string.h>

static const struct {
    const char *standard, *clause, *text;
} rules[] = {
#define LINT_ROW(name, standard, clause, text) [LINT_##name] = {standard, clause, text},
    LINT_LIST(LINT_ROW)
#undef LINT_ROW
};

// The checks, in the order of the file.
static void (*const checks[])(Lint *lint) = {lint_file, lint_structure, lint_pages};

const char *lint_standard(LintRule rule) {
    return rules[rule].standard;
}

const char *lint_clause(LintRule rule) {
    return rules[rule].clause;
}

const char *lint_text(LintRule rule) {
    return rules[rule].text;
}

void lint_found(Lint *lint, LintRule rule, const char *format, ...) {
    LintResult *result = &lint->report->results[rule];
    if (result->count++ > 0)
        return;
    va_list arguments;
    va_start(arguments, format);
    result->first = g_strdup_vprintf(format, arguments);
    va_end(arguments);
}

qpdf_oh lint_member(const Lint *lint, qpdf_oh object, const char *key) {
    return pdf_reader_member(lint->reader, object, key);
}

bool lint_has(const Lint *lint, qpdf_oh object, const char *key) {
    return !pdf_reader_is_null(lint->reader, lint_member(lint, object, key));
}

const char *lint_name(const Lint *lint, qpdf_oh object) {
    if (!qpdf_oh_is_name(lint->reader->qpdf, object))
        return NULL;
    return g_intern_string(qpdf_oh_get_name(lint->reader->qpdf, object) + 1);
}

int lint_integer(const Lint *lint, qpdf_oh object, int otherwise) {
    return qpdf_oh_is_integer(lint->reader->qpdf, object)
               ? qpdf_oh_get_int_value_as_int(lint->reader->qpdf, object)
               : otherwise;
}

// Pages and MCIDs are both small and consecutive: spread by the golden ratio.
static guint hash_mark(gconstpointer key) {
    guint64 mark = *(const guint64 *)key;
    return (guint)(mark * G_GUINT64_CONSTANT(11400714819323198485) >> 32);
}

LintReport *lint_check(const PdfReader *reader) {
    LintReport *report = g_new0(LintReport, 1);
    Lint lint = {
        .reader = reader,
        .report = report,
        .roles = g_hash_table_new(g_str_hash, g_str_equal),
        .marks = g_hash_table_new_full(hash_mark, g_int64_equal, g_free, NULL),
        .annotated = g_hash_table_new(NULL, NULL),
        .fonts = g_hash_table_new_full(NULL, NULL, NULL, lint_font_free),
        .forms = g_hash_table_new(NULL, NULL),
    };
    for (guint i = 0; i < G_N_ELEMENTS(checks); i++)
        checks[i](&lint);
    if (qpdf_has_error(reader->qpdf))
        lint_found(&lint, LINT_A_SYNTAX, "%s",
                   qpdf_get_error_full_text(reader->qpdf, qpdf_get_error(reader->qpdf)));
    g_hash_table_unref(lint.roles);
    g_hash_table_unref(lint.marks);
    g_hash_table_unref(lint.annotated);
    g_hash_table_unref(lint.fonts);
    g_hash_table_unref(lint.forms);
    return report;
}

void lint_report_free(LintReport *report) {
    if (!report)
        return;
    for (guint i = 0; i < LINT_COUNT; i++)
        g_free(report->results[i].first);
    g_free(report);
}

guint lint_failures(const LintReport *report) {
    guint failures = 0;
    for (guint i = 0; i < LINT_COUNT; i++)
        failures += report->results[i].count > 0;
    return failures;
}
