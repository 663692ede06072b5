// "file", "layout" and "theme" are templates that know the day, the parameters of the report and
// the columns of its row. A value from outside becomes a part of a name, never of a path: texts go
// through file_name_make before they are put in, and each part of a path after it. Names are
// compared without regard to case, since some file systems tell none.
#include "job/plan.h"

#include "job/file_name.h"
#include "job/matrix.h"
#include "page/template.h"
#include "page/theme.h"

#include <string.h>

typedef struct {
    const PlanInput *input;
    GPtrArray *planned;
    Scope *scope;        // the day
    GHashTable *layouts; // path -> JsonDoc *, NULL when it cannot be read
} Plan;

typedef struct {
    const JobsReport *report;
    const Table *rows; // NULL: no matrix
    guint row;
    Scope *scope;
} Turn;

// ---- templates

static bool is_template(const char *text) {
    return strstr(text, "{{") != NULL;
}

// {{name}} gives the value as it stands, where templates of pages would write a day for people;
// what has a format or is wrong is theirs.
static const char *expand_slot(const Turn *turn, const char *slot, const Place *place) {
    bool closed = g_str_has_suffix(slot, "}}") && strlen(slot) > 4;
    g_autofree char *name = closed ? g_strndup(slot + 2, strlen(slot) - 4) : g_strdup("?");
    const char *problem, *hint;
    Value value;
    if (!strpbrk(name, "|?") &&
        scope_value(turn->scope, g_strstrip(name), &value, &problem, &hint) &&
        value_is_valid(value))
        return value_to_string(value, scope_arena(turn->scope));
    return template_expand_text(turn->scope, slot, place, TEMPLATE_PLAIN);
}

// NULL and reported when the template is wrong.
static const char *expand(const Plan *plan, const Turn *turn, const char *key, const char *text) {
    if (!is_template(text))
        return text;
    Place place = json_node_place(json_node_member(turn->report->node, key));
    guint before = diags_errors(plan->input->diags);
    g_autoptr(GString) out = g_string_new(NULL);
    for (const char *open, *end; *text; text = end) {
        open = strstr(text, "{{");
        end = open ? strstr(open, "}}") : NULL;
        end = end ? end + 2 : text + strlen(text);
        open = open ? open : end;
        g_autofree char *slot = g_strndup(open, (gsize)(end - open));
        g_string_append_len(out, text, open - text);
        g_string_append(out, *slot ? expand_slot(turn, slot, &place) : "");
    }
    return diags_errors(plan->input->diags) == before ? arena_strdup(plan->input->arena, out->str)
                                                      : NULL;
}

// Where the first part of a path ends: at a slash that is not inside of {{...}}.
static gsize part_length(const char *path) {
    gsize at = 0;
    while (path[at] && path[at] != '/') {
        const char *end = strncmp(path + at, "{{", 2) == 0 ? strstr(path + at, "}}") : NULL;
        at = end ? (gsize)(end - path) + 2 : at + 1;
    }
    return at;
}

static const char *expand_file(const Plan *plan, const Turn *turn) {
    g_autoptr(GString) file = g_string_new(NULL);
    for (const char *at = turn->report->file;;) {
        gsize length = part_length(at);
        g_autofree char *part = g_strndup(at, length);
        const char *text = expand(plan, turn, "file", part);
        if (!text)
            return NULL;
        g_autofree char *name = file_name_make(text, FILE_NAME_SPACES);
        g_string_append(file, name);
        if (!at[length])
            return arena_strdup(plan->input->arena, file->str);
        g_string_append_c(file, '/');
        at += length + 1;
    }
}

static const char *expand_theme(const Plan *plan, const Turn *turn) {
    const char *theme = turn->report->theme;
    if (!theme || !is_template(theme))
        return theme;
    theme = expand(plan, turn, "theme", theme);
    const char *found =
        theme ? theme_find(plan->input->arena, theme, plan->input->jobs->folder, NULL) : NULL;
    return found ? found : theme;
}

// ---- what templates know

static void set_text(const Plan *plan, Scope *scope, const char *name, const char *text) {
    g_autofree char *safe = *text ? file_name_make(text, FILE_NAME_HYPHENS) : g_strdup("");
    scope_set(scope, arena_strdup(plan->input->arena, name),
              value_string(arena_strdup(plan->input->arena, safe)));
}

static void set_params(const Plan *plan, Scope *scope, const char *const *params) {
    for (guint i = 0; params && params[i]; i++) {
        const char *value = strchr(params[i], '=');
        g_autofree char *name = g_strndup(params[i], (gsize)(value - params[i]));
        set_text(plan, scope, name, value + 1);
    }
}

static Scope *make_scope(const Plan *plan, const Turn *turn) {
    Scope *scope = scope_push(plan->scope);
    set_params(plan, scope, turn->report->params);
    for (guint i = 0; turn->rows && i < turn->rows->column_count; i++) {
        const Column *column = &turn->rows->columns[i];
        Value value = column->values[turn->row];
        if (value.type == VALUE_STRING)
            set_text(plan, scope, column->name, value.as.string);
        else
            scope_set(scope, column->name, value);
    }
    return scope;
}

// ---- parameters

static const JsonNode *layout_root(Plan *plan, const char *path) {
    gpointer doc = NULL;
    if (!g_hash_table_lookup_extended(plan->layouts, path, NULL, &doc)) {
        g_autoptr(Diags) later = diags_new(); // the report says what is wrong with its layout
        doc = json_doc_load(later, path);
        g_hash_table_insert(plan->layouts, g_strdup(path), doc);
    }
    return doc ? json_doc_root(doc) : NULL;
}

// Whether {{column}} or {{column | ...}} stands in the text.
static bool names_column(const char *text, const char *column) {
    while (text && (text = strstr(text, "{{"))) {
        text += 2;
        text += strspn(text, " ");
        gsize length = strlen(column);
        if (strncmp(text, column, length) == 0 && strchr(" |?}", text[length]))
            return true;
    }
    return false;
}

// A column that chooses the file, the layout or the theme need not be a parameter too.
static bool is_param(Plan *plan, const Turn *turn, const char *layout, const char *column) {
    const JobsReport *report = turn->report;
    if (!names_column(report->file, column) && !names_column(report->layout, column) &&
        !names_column(report->theme, column))
        return true;
    const JsonNode *root = layout_root(plan, layout);
    return !root || json_object_get(json_object_get(root->json, "params"), column) != NULL;
}

static const char *const *list_params(Plan *plan, const Turn *turn, const char *layout) {
    Arena *arena = plan->input->arena;
    g_autoptr(GPtrArray) params = g_ptr_array_new();
    for (guint i = 0; turn->report->params && turn->report->params[i]; i++)
        g_ptr_array_add(params, (gpointer)turn->report->params[i]);
    for (guint i = 0; turn->rows && i < turn->rows->column_count; i++) {
        const Column *column = &turn->rows->columns[i];
        if (is_param(plan, turn, layout, column->name))
            g_ptr_array_add(params,
                            arena_printf(arena, "%s=%s", column->name,
                                         value_to_string(column->values[turn->row], arena)));
    }
    g_ptr_array_add(params, NULL);
    return arena_memdup(arena, params->pdata, params->len * sizeof(char *));
}

// ---- reports

static bool plan_one(Plan *plan, Turn *turn) {
    turn->scope = make_scope(plan, turn);
    const char *layout = expand(plan, turn, "layout", turn->report->layout);
    const char *file = expand_file(plan, turn);
    if (!layout || !file)
        return false;
    PlannedReport *one = arena_new0(plan->input->arena, PlannedReport);
    *one = (PlannedReport){.report = turn->report,
                           .key = turn->rows ? matrix_key(plan->input->arena, turn->rows, turn->row)
                                             : NULL,
                           .layout = layout,
                           .theme = expand_theme(plan, turn),
                           .file = file,
                           .params = list_params(plan, turn, layout)};
    g_ptr_array_add(plan->planned, one);
    return true;
}

static bool plan_report(Plan *plan, const JobsReport *report) {
    Turn turn = {.report = report};
    if (report->matrix && !(turn.rows = matrix_rows(plan->input, report->matrix)))
        return false;
    guint count = turn.rows ? turn.rows->row_count : 1;
    if (plan->planned->len + count > JOBS_REPORTS_LIMIT) {
        json_error(plan->input->diags, report->node, DIAG_TOO_LARGE, NULL,
                   "with this one there are %u reports, expected %d at most",
                   plan->planned->len + count, JOBS_REPORTS_LIMIT);
        return false;
    }
    for (turn.row = 0; turn.row < count; turn.row++)
        if (!plan_one(plan, &turn))
            return false; // what is wrong in one row is so in most
    return true;
}

// ---- collisions

static char *name_of(const PlannedReport *one) {
    return one->key ? g_strdup_printf("%s[%s]", one->report->id, one->key)
                    : g_strdup(one->report->id);
}

// other: whose file it is; NULL: a folder on the way is a file
static void report_collision(const PlanInput *input, const PlannedReport *one,
                             const PlannedReport *other) {
    g_autofree char *name = name_of(one), *other_name = other ? name_of(other) : NULL;
    json_error(input->diags, json_node_member(one->report->node, "file"), DIAG_DUPLICATE_ID,
               one->key ? "let \"file\" name all columns that tell the rows apart" : NULL,
               "\"%s\" of %s is the file of %s too", one->file, name,
               other ? other_name : "another report, or of the run itself");
}

// Whether a folder on the way to the file is the file of something else.
static bool crosses_file(GHashTable *files, const char *folded) {
    g_autofree char *path = g_strdup(folded);
    for (char *slash; (slash = strrchr(path, '/'));) {
        *slash = '\0';
        if (g_hash_table_contains(files, path))
            return true;
    }
    return false;
}

static bool check_files(const PlanInput *input, const GPtrArray *planned) {
    g_autoptr(GHashTable) files = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    bool good = true;
    g_hash_table_insert(files, g_strdup("run.json"), NULL);
    g_hash_table_insert(files, g_strdup("index.html"), NULL);
    for (guint i = 0; i < planned->len; i++) {
        const PlannedReport *one = planned->pdata[i];
        char *folded = file_name_fold(one->file);
        const PlannedReport *other = g_hash_table_lookup(files, folded);
        if (other)
            report_collision(input, one, other);
        good &= other == NULL;
        g_hash_table_replace(files, folded, (gpointer)one);
    }
    for (guint i = 0; i < planned->len; i++) {
        const PlannedReport *one = planned->pdata[i];
        g_autofree char *folded = file_name_fold(one->file);
        if (!crosses_file(files, folded))
            continue;
        report_collision(input, one, NULL);
        good = false;
    }
    return good;
}

bool plan_reports(const PlanInput *input, GPtrArray *planned) {
    bool good = true;
    ScopeOptions options = {.arena = input->arena,
                            .diags = input->diags,
                            .locale = format_locale("en"),
                            .folder = input->jobs->folder,
                            .as_of = input->as_of};
    Plan plan = {.input = input,
                 .planned = planned,
                 .scope = scope_new(&options),
                 .layouts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
                                                  (GDestroyNotify)json_doc_free)};
    for (guint i = 0; i < input->jobs->report_count; i++)
        good &= plan_report(&plan, &input->jobs->reports[i]);
    g_hash_table_unref(plan.layouts);
    return good && check_files(input, planned);
}
