// Answers of queries, kept from one report to the next. An answer is made from the facts, which a
// store never changes once they are in it; from the language and day it speaks of; from the SQL and
// the values in it. A query that something was said about is asked anew, so that it is said again.
#include "store/private.h"

#include <string.h>

void store_share_kept(Store *store, Kept *kept) {
    store->kept = kept;
    store->kept_number = kept_number(kept);
}

// ---- keys

static void put(GByteArray *key, const void *data, gsize length) {
    g_byte_array_append(key, (const guint8 *)&length, sizeof length);
    g_byte_array_append(key, data, (guint)length);
}

static void put_text(GByteArray *key, const char *text) {
    put(key, text ? text : "", text ? strlen(text) + 1 : 0);
}

// False for what is no plain value.
static bool put_value(GByteArray *key, Value value) {
    put(key, &value.type, sizeof value.type);
    switch (value.type) {
    case VALUE_NULL:
    case VALUE_UNDEFINED:
        return true;
    case VALUE_BOOL:
        put(key, &value.as.boolean, sizeof value.as.boolean);
        return true;
    case VALUE_NUMBER:
    case VALUE_TIME:
        put(key, &value.as.number, sizeof value.as.number);
        return true;
    case VALUE_DECIMAL: {
        g_autofree char *text = decimal_to_text(*value.as.decimal);
        put_text(key, text);
        return true;
    }
    case VALUE_STRING:
        put_text(key, value.as.string);
        return true;
    case VALUE_JSON:
        break;
    }
    return false;
}

static bool put_question(GByteArray *key, const Store *store, const StoreQuestion *question) {
    bool good = true;
    put_text(key, store->language);
    put_text(key, store->as_of);
    put_text(key, store->home);
    put(key, &store->keeps_later, sizeof store->keeps_later);
    put(key, &store->compared.run, sizeof store->compared.run);
    put_text(key, store->compared.as_of);
    put_text(key, question->sql);
    for (guint i = 0; i < question->param_count && good; i++) {
        put_text(key, question->params[i].name);
        good = put_value(key, question->params[i].value);
    }
    return good;
}

bool answer_key(const Store *store, const StoreQuestion *question, KeptKey *out) {
    if (!store->kept || !store->is_ready)
        return false;
    GByteArray *key = g_byte_array_new();
    bool good = put_question(key, store, question);
    *out = (KeptKey){"answer", store->kept_number, g_byte_array_free_to_bytes(key)};
    if (!good)
        g_clear_pointer(&out->bytes, g_bytes_unref);
    return good;
}

// ---- answers

// What is worked out of a table later lies in the arena of who asks, and not in that of the answer.
static const Table *lend(const Table *answer, Arena *arena) {
    Table *table = arena_memdup(arena, answer, sizeof *answer);
    table->arena = arena;
    return table;
}

const Table *answer_find(const Store *store, const KeptKey *key, Arena *arena) {
    const Table *answer = kept_find(store->kept, key);
    return answer ? lend(answer, arena) : NULL;
}

static void free_answer(void *answer) {
    arena_free(((Table *)answer)->arena);
}

const Table *answer_keep(const Store *store, const KeptKey *key, Table *answer, Arena *arena) {
    kept_add(store->kept, key, answer, arena_used(answer->arena), free_answer);
    return lend(answer, arena);
}
