// The two readings of merge.h in one call. Facts without records to be merged are read once.
#include "facts/merge.h"
#include "facts/merge_match.h"
#include "facts/merge_plan.h"

#include <string.h>

const Keyword merge_modes[] = {
    {"ids", MERGE_MODE_IDS}, {"similar", MERGE_MODE_ALIKE}, {"none", MERGE_MODE_NONE}, {NULL, 0}};

typedef struct {
    const FactsOptions *options;
    const char *const *paths;
    guint path_count;
    const MergeReading *how;
    FactsSummary *summary;
    MergePlan *plan;
} Reading;

static bool can_read_again(const Reading *reading) {
    for (guint i = 0; i < reading->path_count; i++)
        if (strcmp(reading->paths[i], "-") == 0) {
            diag_error(reading->how->diags ? reading->how->diags : reading->options->diags,
                       DIAG_UNSUPPORTED, NULL, "write them to a file first, or give --no-merge",
                       "records are to be merged, which reads facts twice, and standard input can "
                       "be read once");
            return false;
        }
    return true;
}

static bool read_once(const Reading *reading, const FactsSink *sink) {
    FactsOptions first = *reading->options;
    first.merge = reading->plan;
    return facts_read(&first, reading->paths, reading->path_count, sink, reading->summary);
}

// Once it is certain that there will be a second reading, the sink gets no more.
typedef struct {
    const MergePlan *plan;
    FactsSink inner;
} Gate;

static bool pass_source(void *data, const FactSource *source) {
    const Gate *gate = data;
    return merge_plan_is_certain(gate->plan) || !gate->inner.source ||
           gate->inner.source(gate->inner.data, source);
}

static bool pass_partnership(void *data, const Partnership *partnership) {
    const Gate *gate = data;
    return merge_plan_is_certain(gate->plan) || !gate->inner.partnership ||
           gate->inner.partnership(gate->inner.data, partnership);
}

static bool read_first(const Reading *reading, const FactsSink *sink) {
    Gate gate = {reading->plan, *sink};
    FactsSink gated = {pass_source, pass_partnership, &gate};
    if (reading->how->mode != MERGE_MODE_ALIKE)
        return read_once(reading, &gated);
    g_autoptr(MergeMatch) match = merge_match_new();
    FactsSink matching = merge_match_sink(match, &gated);
    if (!read_once(reading, &matching))
        return false;
    merge_match_run(match);
    for (guint i = 0; i < merge_match_count(match); i++) {
        const MergeProposal *found = merge_match_nth(match, i);
        merge_plan_add_similar(reading->plan, found->ids[0], found->ids[1], found->score);
    }
    return true;
}

// What is wrong was said the first time.
static bool read_second(const Reading *reading, const FactsSink *sink) {
    g_autoptr(Diags) quiet = diags_new();
    FactsOptions second = *reading->options;
    FactsSink to = *sink;
    second.diags = quiet;
    second.merge = reading->plan;
    if (!can_read_again(reading))
        return false;
    if (reading->how->again && !reading->how->again(reading->how->data, &to))
        return false;
    return facts_read(&second, reading->paths, reading->path_count, &to, reading->summary);
}

static bool load_lists(const Reading *reading) {
    bool good = true;
    for (const char *const *list = reading->how->lists; list && *list; list++)
        good = merge_plan_load(reading->plan, *list) && good;
    return good;
}

static bool read_unmerged(const Reading *reading, const FactsSink *sink) {
    FactsOptions alone = *reading->options;
    alone.take_apart = reading->how->mode == MERGE_MODE_NONE;
    return facts_read(&alone, reading->paths, reading->path_count, sink, reading->summary);
}

static bool read_and_merge(const Reading *reading, const FactsSink *sink) {
    if (!load_lists(reading) || !read_first(reading, sink))
        return false;
    if (!merge_plan_settle(reading->plan))
        return true;
    if (!read_second(reading, sink))
        return false;
    if (!reading->how->is_quiet)
        merge_plan_report(reading->plan);
    return true;
}

bool merge_read(const FactsOptions *options, const char *const *paths, guint path_count,
                const FactsSink *sink, const MergeReading *how, FactsSummary *summary,
                MergePlan **plan) {
    Reading reading = {options, paths, path_count, how, summary, NULL};
    if (plan)
        *plan = NULL;
    if (how->mode == MERGE_MODE_NONE || how->mode == MERGE_MODE_KEEP)
        return read_unmerged(&reading, sink);
    Diags *diags = how->diags ? how->diags : options->diags;
    g_autoptr(MergePlan) own = reading.plan = merge_plan_new(diags, how->within_files);
    bool good = read_and_merge(&reading, sink);
    if (plan)
        *plan = g_steal_pointer(&own);
    return good;
}
