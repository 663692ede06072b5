// The order is that of the SHA-256 of each name, the same on every machine. Nothing is agreed on
// between shards but the jobs file and the facts.
#include "job/shard.h"

#include <string.h>

typedef struct {
    char *digest;
    guint index;
} Card;

// ---- which shard

static bool parse_number(const char *text, guint64 min, guint *out) {
    guint64 number;
    if (!text || !g_ascii_string_to_unsigned(text, 10, min, SHARDS_LIMIT, &number, NULL))
        return false;
    *out = (guint)number;
    return true;
}

bool shard_parse(const char *text, Shard *out) {
    const char *slash = strchr(text, '/');
    g_autofree char *number = g_strndup(text, slash ? (gsize)(slash - text) : 0);
    Shard shard;
    if (!slash || !parse_number(number, 1, &shard.number) ||
        !parse_number(slash + 1, 1, &shard.count) || shard.number > shard.count)
        return false;
    *out = shard;
    return true;
}

// Task ids need not begin with 1 or be next to each other: --array=0-14:2.
static bool from_slurm(const ShardVariables *variables, Shard *out) {
    guint id, count, min, step = 1;
    if (!parse_number(variables->task_id, 0, &id) ||
        !parse_number(variables->task_count, 1, &count) ||
        !parse_number(variables->task_min, 0, &min) ||
        (variables->task_step && !parse_number(variables->task_step, 1, &step)) || id < min ||
        (id - min) % step || (id - min) / step >= count)
        return false;
    *out = (Shard){(id - min) / step + 1, count};
    return true;
}

static bool from_kubernetes(const ShardVariables *variables, Shard *out) {
    guint index, count;
    if (!parse_number(variables->completion_index, 0, &index) ||
        !parse_number(variables->completions, 1, &count) || index >= count)
        return false;
    *out = (Shard){index + 1, count};
    return true;
}

bool shard_from_variables(const ShardVariables *variables, Shard *out, const char **problem) {
    *problem = NULL;
    if (variables->task_id) {
        *problem = "SLURM_ARRAY_TASK_ID, _COUNT, _MIN and _STEP do not go together";
        return from_slurm(variables, out);
    }
    if (variables->completion_index) {
        *problem = "JOB_COMPLETION_INDEX needs JOB_COMPLETIONS, the number of all";
        return from_kubernetes(variables, out);
    }
    return false;
}

// ---- which reports

static void clear_card(gpointer card) {
    g_free(((Card *)card)->digest);
}

static gint compare_cards(gconstpointer a, gconstpointer b) {
    return strcmp(((const Card *)a)->digest, ((const Card *)b)->digest);
}

void shard_deal(const Shard *shard, const char *const *names, guint count, bool *mine) {
    g_autoptr(GArray) cards = g_array_new(FALSE, FALSE, sizeof(Card));
    g_array_set_clear_func(cards, clear_card);
    for (guint i = 0; i < count; i++) {
        Card card = {g_compute_checksum_for_string(G_CHECKSUM_SHA256, names[i], -1), i};
        g_array_append_val(cards, card);
    }
    g_array_sort(cards, compare_cards);
    for (guint i = 0; i < count; i++)
        mine[g_array_index(cards, Card, i).index] =
            shard->count == 0 || i % shard->count == shard->number - 1;
}
