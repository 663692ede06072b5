// Members are written as lines of JSON to a file that has no name any more, and read back group by
// group. A group is bounded in number and bytes; what is beyond is an error, since a partnership of
// so many records is none.
#include "facts/merge_run.h"

#include "base/text_hash.h"
#include "facts/merge_record.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

typedef struct {
    guint64 offset;
    guint length;
    guint next; // of the same group, from 1; 0: none
    RecordSite site;
} Waiting;

typedef struct {
    guint first, last, count; // numbers of waiting ones from 1
    guint64 bytes;
} Group;

struct MergeRun {
    MergePlan *plan;
    RecordContext context; // of members: quiet, with an arena of its own
    Diags *diags, *quiet;
    GHashTable *days;  // of sources: id -> number of the day; owned ids
    GHashTable *ranks; // of sources: id -> rank; owned ids
    FILE *file;
    guint64 size;
    GArray *waiting; // Waiting
    Group *groups;
    GArray *order; // guint: groups by their first members
    bool failed;
};

static void fail(MergeRun *run, const char *what) {
    if (!run->failed)
        diag_error(run->diags, DIAG_FILE, NULL, NULL, "a temporary file cannot be %s: %s", what,
                   g_strerror(errno));
    run->failed = true;
}

MergeRun *merge_run_new(MergePlan *plan, const RecordContext *context) {
    if (!merge_plan_is_settled(plan))
        return NULL;
    MergeRun *run = g_new0(MergeRun, 1);
    run->plan = plan;
    merge_plan_forget_counts(plan);
    run->diags = merge_plan_diags(plan);
    run->quiet = diags_new();
    run->context = *context;
    run->context.diags = run->quiet;
    run->context.arena = arena_new();
    run->days = g_hash_table_new_full(text_hash, g_str_equal, g_free, NULL);
    run->ranks = g_hash_table_new_full(text_hash, g_str_equal, g_free, NULL);
    run->waiting = g_array_new(FALSE, FALSE, sizeof(Waiting));
    run->groups = g_new0(Group, merge_plan_group_count(plan));
    run->order = g_array_new(FALSE, FALSE, sizeof(guint));
    run->file = tmpfile();
    if (!run->file)
        fail(run, "made");
    return run;
}

void merge_run_free(MergeRun *run) {
    if (!run)
        return;
    if (run->file)
        fclose(run->file);
    diags_free(run->quiet);
    arena_free(run->context.arena);
    g_hash_table_destroy(run->days);
    g_hash_table_destroy(run->ranks);
    g_array_unref(run->waiting);
    g_array_unref(run->order);
    g_free(run->groups);
    g_free(run);
}

// --- taking ---

// The day that a source is from: when it was published, else read; and its rank.
void merge_run_source(MergeRun *run, const FactSource *source) {
    const FactDate *date = source->published.text ? &source->published : &source->accessed;
    if (run && date->text)
        g_hash_table_insert(run->days, g_strdup(source->id), GINT_TO_POINTER(date->edtf.last));
    if (run && source->rank > 0)
        g_hash_table_insert(run->ranks, g_strdup(source->id), GINT_TO_POINTER((int)source->rank));
}

static void add_to_group(MergeRun *run, guint number, const Waiting *member) {
    Group *group = &run->groups[number];
    g_array_append_vals(run->waiting, member, 1);
    if (group->count++ == 0) {
        group->first = run->waiting->len;
        g_array_append_val(run->order, number);
    } else {
        g_array_index(run->waiting, Waiting, group->last - 1).next = run->waiting->len;
    }
    group->last = run->waiting->len;
    group->bytes += member->length;
}

bool merge_run_take(MergeRun *run, const Partnership *partnership) {
    MergePlace place;
    if (!run || run->failed || !merge_plan_find(run->plan, partnership->id, &place))
        return false;
    char *text = json_dumps(partnership->json, JSON_COMPACT);
    Waiting member = {run->size, (guint)strlen(text), 0, partnership->site};
    if (fwrite(text, 1, member.length, run->file) != member.length)
        fail(run, "written");
    free(text);
    run->size += member.length;
    add_to_group(run, place.group, &member);
    return true;
}

// --- merging ---

static json_t *read_back(MergeRun *run, const Waiting *member) {
    g_autofree char *text = g_malloc(member->length);
    if (fseeko(run->file, (off_t)member->offset, SEEK_SET) < 0 ||
        fread(text, 1, member->length, run->file) != member->length) {
        fail(run, "read");
        return NULL;
    }
    return json_loadb(text, member->length, 0, NULL);
}

static void free_doc(void *doc) {
    json_doc_free(doc);
}

// The record of some JSON, which is taken over and lives as long as the arena.
static bool read_record(MergeRun *run, json_t *json, const RecordSite *site, Partnership *out) {
    JsonDoc *doc = json_doc_wrap(json, site->file);
    arena_own(run->context.arena, doc, free_doc);
    bool good = record_read_partnership(&run->context, json_doc_root(doc), true, out);
    out->site = *site;
    return good;
}

static bool read_members(MergeRun *run, const Group *group, Merging *merging) {
    g_autoptr(GHashTable) seen = g_hash_table_new(text_hash, g_str_equal);
    for (guint number = group->first; number && !run->failed;) {
        const Waiting *waiting = &g_array_index(run->waiting, Waiting, number - 1);
        Member *member = &merging->members[merging->count++];
        json_t *json = read_back(run, waiting);
        if (!json || !read_record(run, json, &waiting->site, &member->record))
            return false;
        MergePlace place = {0};
        merge_plan_find(run->plan, member->record.id, &place);
        bool is_new = g_hash_table_add(seen, (gpointer)member->record.id);
        member->rule = merging->count == 1 ? MERGE_FIRST : is_new ? place.rule : MERGE_ID;
        member->score = place.score;
        number = waiting->next;
    }
    return !run->failed;
}

static void report_left_out(MergeRun *run, const Merging *merging) {
    if (merging->left_out)
        diag_warning(run->diags, DIAG_MERGED, NULL, NULL,
                     "of the records that were merged into \"%s\", %u item%s left out: its lists "
                     "are full, or the items spoke of what is not there",
                     merging->members[0].record.id, merging->left_out,
                     merging->left_out == 1 ? " is" : "s are");
}

static bool merge_group(MergeRun *run, const Group *group, Partnership *out) {
    Arena *arena = run->context.arena;
    Merging merging = {.arena = arena,
                       .vocabularies = run->context.vocabularies,
                       .days = run->days,
                       .ranks = run->ranks,
                       .members = arena_array(arena, Member, group->count)};
    if (!read_members(run, group, &merging))
        return false;
    if (merging.count == 1) {
        *out = merging.members[0].record;
        return true;
    }
    json_t *json = merge_record_make(&merging);
    report_left_out(run, &merging);
    size_t conflicts = json_array_size(json_object_get(json, "conflicts"));
    merge_plan_count(run->plan, merging.count, (guint)conflicts);
    return read_record(run, json, &merging.members[0].record.site, out);
}

static bool report_too_large(MergeRun *run, const Group *group) {
    Partnership first;
    const Waiting *waiting = &g_array_index(run->waiting, Waiting, group->first - 1);
    json_t *json = read_back(run, waiting);
    if (json && read_record(run, json, &waiting->site, &first))
        diag_error(run->diags, DIAG_TOO_LARGE, NULL,
                   "is \"same_as\", or an id, right? --no-merge leaves them as they are",
                   "%u records say that they are the partnership \"%s\", at most %d records and "
                   "%d MiB are merged",
                   group->count, first.id, MERGE_MEMBERS_LIMIT, MERGE_BYTES_LIMIT >> 20);
    return false;
}

static bool hand_group(MergeRun *run, const Group *group,
                       bool (*hand)(void *data, Partnership *partnership), void *data) {
    Partnership partnership;
    if (group->count > MERGE_MEMBERS_LIMIT || group->bytes > MERGE_BYTES_LIMIT)
        return report_too_large(run, group);
    if (merge_group(run, group, &partnership))
        return hand(data, &partnership);
    for (guint i = 0; i < diags_kept(run->quiet) && !run->failed; i++) {
        const Diagnostic *said = diags_nth(run->quiet, i);
        if (said->severity == DIAG_ERROR)
            diag_error(run->diags, DIAG_INTERNAL, NULL, NULL, "merging failed: %s", said->message);
    }
    return false;
}

bool merge_run_finish(MergeRun *run, bool (*hand)(void *data, Partnership *partnership),
                      void *data) {
    bool good = true;
    for (guint i = 0; run && good && i < run->order->len; i++) {
        good = hand_group(run, &run->groups[g_array_index(run->order, guint, i)], hand, data);
        arena_reset(run->context.arena);
    }
    return good && !(run && run->failed);
}
