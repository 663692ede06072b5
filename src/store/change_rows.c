// A cursor of PostgreSQL must be read to its end before the next statement, so rows are kept and
// put at the end. Differences are worked out here, exactly.
#include "store/change_rows.h"

#include "store/row.h"

#include <math.h>
#include <string.h>

typedef struct {
    ChangedFact fact;
    Change change;
    FactDate date;
    const char *title, *sector, *status, *partner; // of what is withdrawn
} KeptChange;

void change_rows_begin(ChangeWriter *writer, Store *store) {
    *writer = (ChangeWriter){.store = store, .waiting = g_ptr_array_new(), .arena = arena_new()};
    g_autofree char *home = store_read_text(store, "SELECT report_home()");
    writer->home = arena_strdup(writer->arena, home);
}

// As the view of partnerships finds it.
static const char *partner_of(const Partnership *partnership, const char *home) {
    if (partnership->party_count == 0)
        return NULL;
    const Party *lead = &partnership->parties[0];
    if (g_strcmp0(lead->country, home) != 0)
        return lead->name;
    for (guint i = 1; i < partnership->party_count; i++)
        if (g_strcmp0(partnership->parties[i].country, lead->country) != 0)
            return partnership->parties[i].name;
    return partnership->party_count > 1 ? partnership->parties[1].name : NULL;
}

static void keep_withdrawn(const ChangeWriter *writer, KeptChange *kept) {
    const Partnership *partnership = kept->fact.partnership;
    Arena *arena = writer->arena;
    kept->title = arena_strdup(arena, partnership->title);
    kept->sector = arena_strdup(arena, partnership->sector_count ? partnership->sectors[0] : NULL);
    kept->status = arena_strdup(arena, partnership->status);
    kept->partner = arena_strdup(arena, partner_of(partnership, writer->home));
    kept->date = partnership->date;
    kept->date.text = arena_strdup(arena, partnership->date.text);
    kept->fact.partnership = NULL;
}

static const Decimal *keep_decimal(Arena *arena, const Decimal *value) {
    return value ? arena_memdup(arena, value, sizeof *value) : NULL;
}

void change_rows_put(ChangeWriter *writer, const ChangedFact *fact, const Change *change) {
    Arena *arena = writer->arena;
    KeptChange *kept = arena_new0(arena, KeptChange);
    kept->fact = *fact;
    kept->fact.id = arena_strdup(arena, fact->id);
    if (fact->partnership)
        keep_withdrawn(writer, kept);
    kept->change = *change;
    kept->change.item = arena_strdup(arena, change->item);
    kept->change.before = arena_strdup(arena, change->before);
    kept->change.after = arena_strdup(arena, change->after);
    kept->change.unit = arena_strdup(arena, change->unit);
    kept->change.basis = arena_strdup(arena, change->basis);
    kept->change.old_value = keep_decimal(arena, change->old_value);
    kept->change.new_value = keep_decimal(arena, change->new_value);
    g_ptr_array_add(writer->waiting, kept);
}

// --- rows ---

static void put_difference(Row *row, const Change *change) {
    Decimal before = {0}, after = {0}, difference;
    if (change->old_value)
        before = *change->old_value;
    if (change->new_value)
        after = *change->new_value;
    bool has = (change->old_value || change->new_value) &&
               decimal_add(after, decimal_negate(before), &difference);
    row_put_decimal(row, has ? &difference : NULL);
    bool has_percent = has && before.coefficient != 0;
    row_put_number(row, has_percent
                            ? decimal_to_double(difference) * 100 / fabs(decimal_to_double(before))
                            : NAN);
}

static void put_days(Row *row, const Change *change) {
    if (change->has_days)
        row_put_integer(row, change->days);
    else
        row_put_null(row);
}

static void put_change(Row *row, const Change *change, const Materiality *materiality) {
    row_put_text(row, change->field);
    row_put_text(row, change->item);
    row_put_text(row, change->words);
    row_put_text(row, change->before);
    row_put_text(row, change->after);
    row_put_decimal(row, change->old_value);
    row_put_decimal(row, change->new_value);
    put_difference(row, change);
    row_put_text(row, change->unit);
    row_put_text(row, change->basis);
    put_days(row, change);
    row_put_integer(row, change_is_material(change, materiality));
}

static void put_date(Row *row, const FactDate *date) {
    row_put_text(row, date->text);
    row_put_first(row, date);
    row_put_last(row, date);
    if (date->text)
        row_put_integer(row, date->edtf.year);
    else
        row_put_null(row);
}

static void put_row(Store *store, const KeptChange *kept, gint64 position) {
    Row row = row_begin(store, STORED_CHANGES);
    if (kept->fact.fact)
        row_put_integer(&row, kept->fact.fact);
    else
        row_put_null(&row);
    row_put_integer(&row, position);
    row_put_text(&row, change_kind_name(kept->change.kind));
    row_put_integer(&row, kept->change.kind + 1);
    row_put_text(&row, kept->fact.id);
    row_put_text(&row, kept->title);
    put_change(&row, &kept->change, store->materiality);
    put_date(&row, &kept->date);
    row_put_text(&row, kept->sector);
    row_put_text(&row, kept->status);
    row_put_text(&row, kept->partner);
    row_end(&row);
}

void change_rows_end(ChangeWriter *writer) {
    Store *store = writer->store;
    const EngineClass *engine = store->engine->class;
    if (store_check(store, engine->begin_changes(store->engine))) {
        for (guint i = 0; i < writer->waiting->len; i++)
            put_row(store, writer->waiting->pdata[i], i + 1);
        store_check(store, engine->end_changes(store->engine));
    }
    g_ptr_array_unref(writer->waiting);
    arena_free(writer->arena);
}
