// When hooks are started and what they are told; how they run is hook.c.
#include "job/run_hooks.h"

#include "job/hook.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
    Diags *diags;
    const JobsFile *jobs;
    RunRecord *record;
} Hooks;

static bool has_failed(const RunRecord *record) {
    return record->failure || run_record_count(record, RUN_FAILED) ||
           run_record_count(record, RUN_PENDING);
}

static bool has_changed(const RunRecord *record) {
    return run_record_count(record, RUN_WRITTEN) || run_record_count(record, RUN_REMOVED);
}

static GBytes *make_input(const RunRecord *record, const char *event) {
    json_t *json = run_record_to_json(record);
    json_object_set_new(json, "event", json_string(event));
    char *text = json_dumps(json, JSON_INDENT(1) | JSON_REAL_PRECISION(12));
    json_decref(json);
    return g_bytes_new_with_free_func(text, strlen(text), free, text);
}

static void take_down(const Hooks *hooks, const char *event, const HookCommand *command,
                      const HookResult *result) {
    Arena *arena = hooks->record->arena;
    RunHook *hook = arena_new0(arena, RunHook);
    g_autofree char *outcome = hook_describe(command, result);
    *hook = (RunHook){.event = event,
                      .program = arena_strdup(arena, command->argv[0]),
                      .outcome = arena_strdup(arena, outcome),
                      .output = arena_strdup(arena, result->output),
                      .good = hook_is_good(result)};
    g_ptr_array_add(hooks->record->hooks, hook);
    if (hook->good)
        return;
    g_autofree char *words = g_strchomp(g_strdup(result->output));
    diag_warning(hooks->diags, DIAG_INTERNAL, NULL, "the reports are not touched by this",
                 "the hook on_%s \"%s\" %s%s%s", event, command->argv[0], outcome,
                 *words ? ": " : "", words);
}

static void start(const Hooks *hooks, const char *event, const char *const *argv) {
    if (!argv)
        return;
    HookResult result;
    HookCommand command = {argv, hooks->jobs->folder, (guint)hooks->jobs->hook_seconds};
    g_autoptr(GBytes) input = make_input(hooks->record, event);
    hook_run(&command, input, &result);
    take_down(hooks, event, &command, &result);
    hook_result_clear(&result);
}

void run_hooks(Diags *diags, const JobsFile *jobs, RunRecord *record) {
    const Hooks hooks = {diags, jobs, record};
    if (has_failed(record))
        start(&hooks, "failure", jobs->on_failure);
    if (has_changed(record))
        start(&hooks, "change", jobs->on_change);
}
