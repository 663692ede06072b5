// Runs on many machines. A shard plans all reports and makes its share; what it knows of earlier
// runs, and its lock, are its own. When it is done it leaves its record in the store, and the one
// that finds all records there does for the run what a run does at its end.
#include "base/file.h"
#include "job/plan.h"
#include "job/run_merge.h"
#include "job/run_private.h"
#include "store/ledger.h"

#include <string.h>

static const char *name_of(const Run *run, const PlannedReport *planned) {
    return planned->key ? arena_printf(run->arena, "%s[%s]", planned->report->id, planned->key)
                        : planned->report->id;
}

bool run_shard_choose(Run *run) {
    const Shard *shard = &run->options->shard;
    guint count = run->planned->len, kept = 0;
    if (!shard->count)
        return true;
    if (!run->jobs->store) {
        diag_error(run->diags, DIAG_MISSING_KEY, NULL, "\"store\": \"postgresql://...\"",
                   "\"%s\" has no \"store\", which is where shards meet", run->jobs->path);
        return run_fail(run, RUN_CODE_INVALID, "shards need a store");
    }
    run->all_names = arena_array(run->arena, const char *, count + 1);
    for (guint i = 0; i < count; i++)
        run->all_names[i] = name_of(run, run->planned->pdata[i]);
    g_autofree bool *mine = g_new0(bool, count + 1);
    shard_deal(shard, run->all_names, count, mine);
    for (guint i = 0; i < count; i++)
        if (mine[i])
            run->planned->pdata[kept++] = run->planned->pdata[i];
    g_ptr_array_set_size(run->planned, (gint)kept);
    return true;
}

// What shards of one run have in common, and those of another have not.
static char *round_of(const Run *run) {
    g_autofree char *names = g_strjoinv("\n", (char **)run->all_names);
    g_autofree char *folder = g_canonicalize_filename(run->record->folder, NULL);
    g_autofree char *text = g_strdup_printf("%s\n%s\n%s\n%u\n%s", run->record->as_of, folder,
                                            run->facts_digest ? run->facts_digest : "",
                                            run->options->shard.count, names);
    return file_sha256(text, strlen(text));
}

bool run_shard_end(Run *run, RunRecord **merged) {
    g_autofree char *round = round_of(run), *text = run_record_text(run->record);
    const LedgerShard shard = {.job = run->jobs->name,
                               .round = round,
                               .as_of = run->record->as_of,
                               .program = ACCORD_VERSION,
                               .number = run->options->shard.number,
                               .count = run->options->shard.count,
                               .record = text};
    GPtrArray *texts = NULL;
    *merged = NULL;
    if (!ledger_end_shard(run->diags, run->jobs->store, &shard, &texts))
        return run_fail(run, run_code(run->diags), "the store could not be told of the shard");
    run_place_step(run->place, "shard", NULL);
    if (!texts)
        return true;
    *merged = run_record_merge(run->diags, texts, run->all_names);
    g_ptr_array_unref(texts);
    if (!*merged)
        return run_fail(run, RUN_CODE_IO, "the records of the shards cannot be put together");
    gint64 last = ledger_last_run(run->diags, run->jobs->store, run->jobs->name);
    (*merged)->run = MAX(last, 0) + 1;
    (*merged)->folder = run->record->folder;
    return true;
}
