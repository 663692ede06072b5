// Questions of SQL that were asked for an explanation, with their answers: there are a few dozen,
// so they are looked through.
#include "page/trace.h"

#include <string.h>

static const StoreQuestion *keep_question(Arena *arena, const StoreQuestion *question) {
    StoreQuestion *kept = arena_memdup(arena, question, sizeof *question);
    StoreParam *params = arena_array(arena, StoreParam, (gsize)question->param_count + 1);
    for (guint i = 0; i < question->param_count; i++)
        params[i] = (StoreParam){arena_strdup(arena, question->params[i].name),
                                 value_keep(arena, question->params[i].value)};
    kept->sql = arena_strdup(arena, question->sql);
    kept->params = params;
    return kept;
}

static bool same_question(const StoreQuestion *a, const StoreQuestion *b) {
    if (a->param_count != b->param_count || strcmp(a->sql, b->sql) != 0)
        return false;
    for (guint i = 0; i < a->param_count; i++)
        if (strcmp(a->params[i].name, b->params[i].name) != 0 ||
            !value_equal(a->params[i].value, b->params[i].value))
            return false;
    return true;
}

static void set_latest(Trace *trace, const TraceAnswer *answer) {
    trace->problem = answer->problem;
    trace->question = answer->question;
}

void trace_keep(Trace *trace, const TraceAnswer *answer) {
    TraceAnswer kept = *answer;
    kept.language = arena_strdup(trace->arena, answer->language);
    kept.question = keep_question(trace->arena, answer->question);
    g_array_append_val(trace->answers, kept);
    set_latest(trace, &kept);
}

const Table *trace_answer(Trace *trace, const Store *store, const StoreQuestion *question) {
    for (guint i = 0; i < trace->answers->len; i++) {
        const TraceAnswer *answer = &g_array_index(trace->answers, TraceAnswer, i);
        if (answer->store != store || strcmp(answer->language, store_language(store)) != 0 ||
            !same_question(answer->question, question))
            continue;
        set_latest(trace, answer);
        return answer->table;
    }
    return NULL;
}
