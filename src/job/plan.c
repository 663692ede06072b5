// A report without a matrix is planned as it stands; rows of a matrix come from matrix.c. Names
// are compared without regard to case, since some file systems tell none.
#include "job/plan.h"

static void plan_one(const PlanInput *input, const JobsReport *report, GPtrArray *planned) {
    static const char *const none[] = {NULL};
    PlannedReport *one = arena_new0(input->arena, PlannedReport);
    *one = (PlannedReport){
        .report = report, .file = report->file, .params = report->params ? report->params : none};
    g_ptr_array_add(planned, one);
}

static bool check_files(const PlanInput *input, const GPtrArray *planned) {
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    bool good = true;
    for (guint i = 0; i < planned->len; i++) {
        const PlannedReport *one = planned->pdata[i];
        char *folded = g_utf8_casefold(one->file, -1);
        const PlannedReport *other = g_hash_table_lookup(seen, folded);
        if (!other) {
            g_hash_table_insert(seen, folded, (gpointer)one);
            continue;
        }
        g_free(folded);
        json_error(input->diags, json_node_member(one->report->node, "file"), DIAG_DUPLICATE_ID,
                   NULL, "\"%s\" is the file of report \"%s\" too", one->file, other->report->id);
        good = false;
    }
    return good;
}

bool plan_reports(const PlanInput *input, GPtrArray *planned) {
    for (guint i = 0; i < input->jobs->report_count; i++)
        plan_one(input, &input->jobs->reports[i], planned);
    return check_files(input, planned);
}
