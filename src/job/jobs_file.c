// Paths are resolved against the folder of the jobs file, so that a run does not depend on where it
// is started. What only other files can tell (layouts, themes, parameters) is checked by the run.
#include "job/jobs_file.h"

#include "base/file.h"
#include "facts/facts_named.h"
#include "job/jobs_size.h"
#include "page/theme.h"
#include "store/store.h"

#include <string.h>

static const double DEFAULT_SECONDS = 300;
static const guint64 DEFAULT_MEMORY = (guint64)2 << 30, DEFAULT_OUTPUT = (guint64)256 << 20;
enum { DEFAULT_HOOK_SECONDS = 60 };
static const char day_slot[] = "{{as_of}}";

typedef struct {
    Arena *arena;
    Diags *diags;
    JobsFile *jobs;
} JobsReader;

// ---- paths

static const char *resolve(const JobsReader *context, const char *name) {
    g_autofree char *path = file_resolve(context->jobs->folder, name);
    return arena_strdup(context->arena, path);
}

// *out is untouched when the key is absent.
static void read_path(JobsReader *context, Reader *reader, const char *key, const char **out) {
    const char *name;
    if (!reader_string(reader, key, &name))
        return;
    if (*name)
        *out = resolve(context, name);
    else
        json_error(context->diags, json_node_member(reader->node, key), DIAG_WRONG_VALUE, NULL,
                   "\"%s\" is empty, expected a path", key);
}

static void read_store(JobsReader *context, Reader *reader) {
    const char *address;
    if (!reader_string(reader, "store", &address))
        return;
    context->jobs->store = store_is_server(address) ? address : resolve(context, address);
}

// The first template in a text, or NULL; *length with its braces.
static const char *find_template(const char *text, gsize *length) {
    const char *start = strstr(text, "{{"), *end = start ? strstr(start, "}}") : NULL;
    *length = end ? (gsize)(end - start) + 2 : start ? strlen(start) : 0;
    return start;
}

static void read_out(JobsReader *context, Reader *reader) {
    const JsonNode *node = reader_require(reader, "out");
    const char *out = NULL;
    if (!node)
        return;
    read_path(context, reader, "out", &out);
    if (!out)
        return;
    gsize length;
    context->jobs->out = out;
    for (const char *at = out; (at = find_template(at, &length)); at += length)
        if (strncmp(at, day_slot, MAX(length, strlen(day_slot))) != 0)
            json_error(context->diags, node, DIAG_BAD_TEMPLATE, "write {{as_of}}",
                       "\"out\" has \"%.*s\", and only the day of the run may stand there",
                       (int)length, at);
}

const char *jobs_file_out(const JobsFile *jobs, Arena *arena, const char *as_of) {
    g_auto(GStrv) parts = g_strsplit(jobs->out, day_slot, -1);
    g_autofree char *path = g_strjoinv(as_of, parts);
    return arena_strdup(arena, path);
}

const char *jobs_file_base(const JobsFile *jobs, Arena *arena) {
    const char *slot = strstr(jobs->out, day_slot);
    if (!slot)
        return jobs->out;
    g_autofree char *before = g_strndup(jobs->out, (gsize)(slot - jobs->out));
    char *last = strrchr(before, '/');
    if (!last)
        return ".";
    last[last == before ? 1 : 0] = '\0';
    return arena_strdup(arena, before);
}

// ---- facts

static bool is_stdin(const JsonNode *entry) {
    const json_t *object = json_object_get(entry->json, "path");
    return g_strcmp0(json_string_value(object ? object : entry->json), "-") == 0;
}

static void read_facts(JobsReader *context, const JsonNode *node) {
    FactsNamed named;
    facts_named_read(context->arena, context->diags, node, context->jobs->folder, &named);
    for (guint i = 0; i < named.count; i++)
        if (is_stdin(named.nodes[i]))
            json_error(context->diags, named.nodes[i], DIAG_UNSUPPORTED,
                       "write them to a file first",
                       "a run reads facts more than once, and standard input can be read once");
    context->jobs->facts = named.paths;
    context->jobs->maps = named.maps;
    context->jobs->facts_count = named.count;
}

static void read_evidence(JobsReader *context, const JsonNode *node) {
    static const Keyword gates[] = {{"exact", EVIDENCE_EXACT},
                                    {"normalised", EVIDENCE_NORMALISED},
                                    {"fuzzy", EVIDENCE_FUZZY},
                                    {"none", EVIDENCE_UNCHECKED},
                                    {NULL, 0}};
    Reader reader;
    if (!node || !reader_begin(&reader, context->diags, node, "evidence"))
        return;
    int require = EVIDENCE_NORMALISED;
    reader_require(&reader, "sources");
    read_path(context, &reader, "sources", &context->jobs->sources);
    reader_keyword(&reader, "require", gates, &require);
    context->jobs->require = (EvidenceState)require;
    reader_end(&reader);
}

// ---- reports

static bool is_id(const char *text) {
    gsize length = strlen(text);
    if (length == 0 || length > JOBS_ID_LIMIT || !g_ascii_isalnum(*text))
        return false;
    for (const char *p = text; *p; p++)
        if (!g_ascii_isalnum(*p) && !strchr("-_.", *p))
            return false;
    return true;
}

static void read_id(JobsReader *context, Reader *reader, const char *key, const char **out) {
    if (reader_string(reader, key, out) && !is_id(*out))
        json_error(context->diags, json_node_member(reader->node, key), DIAG_WRONG_VALUE,
                   "letters and digits of ASCII, \"-\", \"_\" and \".\", beginning with one of the "
                   "first two",
                   "\"%s\" is \"%s\", expected a short name", key, *out);
}

// Whether a part of the path would leave the folder, or be hidden in it.
static bool has_bad_part(const char *path) {
    g_auto(GStrv) parts = g_strsplit(path, "/", -1);
    for (char **part = parts; *part; part++)
        if (!**part || **part == '.')
            return true;
    return !*path;
}

static void read_file(JobsReader *context, Reader *reader, JobsReport *report) {
    const JsonNode *node = reader_require(reader, "file");
    if (!node || !reader_string(reader, "file", &report->file))
        return;
    if (has_bad_part(report->file))
        json_error(context->diags, node, DIAG_PATH_OUTSIDE, NULL,
                   "\"file\" is \"%s\", expected a path inside the output folder without parts "
                   "that are empty or begin with \".\"",
                   report->file);
    else if (!g_str_has_suffix(report->file, ".pdf"))
        json_error(context->diags, node, DIAG_WRONG_VALUE, NULL,
                   "\"file\" is \"%s\", expected a name that ends in .pdf", report->file);
}

static const char *param_text(JobsReader *context, const JsonNode *node) {
    if (json_is_string(node->json))
        return json_string_value(node->json);
    if (json_is_boolean(node->json))
        return json_is_true(node->json) ? "true" : "false";
    if (json_is_number(node->json)) {
        char *text = json_dumps(node->json, JSON_ENCODE_ANY | JSON_REAL_PRECISION(15));
        const char *kept = arena_strdup(context->arena, text);
        free(text);
        return kept;
    }
    json_error(context->diags, node, DIAG_WRONG_TYPE, NULL,
               "the parameter \"%s\" is %s, expected a string, a number or a boolean", node->key,
               json_type_name(node->json));
    return NULL;
}

static void read_params(JobsReader *context, const JsonNode *node, JobsReport *report) {
    JsonMembers members;
    const JsonNode *member;
    guint count = 0;
    if (!node)
        return;
    const char **params = arena_array(context->arena, const char *, json_node_size(node) + 1);
    json_members_begin(&members, node);
    while ((member = json_members_next(&members))) {
        const char *text = param_text(context, member);
        if (text)
            params[count++] = arena_printf(context->arena, "%s=%s", member->key, text);
    }
    params[count] = NULL;
    report->params = params;
}

static void read_report_theme(JobsReader *context, Reader *reader, JobsReport *report) {
    const char *name;
    if (!reader_string(reader, "theme", &name))
        return;
    report->theme = theme_find(context->arena, name, context->jobs->folder, NULL);
    if (!report->theme)
        report->theme = name; // of a shipped one
}

static void read_when(Reader *reader, JobsWhen *when) {
    static const Keyword words[] = {
        {"day", JOBS_WHEN_DAY}, {"changed", JOBS_WHEN_CHANGED}, {NULL, 0}};
    int chosen = *when;
    reader_keyword(reader, "when", words, &chosen);
    *when = (JobsWhen)chosen;
}

static void read_report(JobsReader *context, const JsonNode *node, JobsReport *report) {
    Reader reader;
    bool attachments = true;
    *report = (JobsReport){.node = node, .when = context->jobs->when};
    if (!reader_begin(&reader, context->diags, node, "report"))
        return;
    reader_require(&reader, "id");
    read_id(context, &reader, "id", &report->id);
    reader_require(&reader, "layout");
    read_path(context, &reader, "layout", &report->layout);
    read_file(context, &reader, report);
    read_report_theme(context, &reader, report);
    reader_string(&reader, "audience", &report->audience);
    read_params(context, reader_object(&reader, "params"), report);
    if (reader_bool(&reader, "attachments", &attachments))
        report->bare = !attachments;
    reader_bool(&reader, "linearize", &report->linearize);
    read_when(&reader, &report->when);
    report->matrix = reader_object(&reader, "matrix");
    reader_end(&reader);
}

static void check_ids(JobsReader *context) {
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
    for (guint i = 0; i < context->jobs->report_count; i++) {
        const JobsReport *report = &context->jobs->reports[i];
        if (report->id && !g_hash_table_add(seen, (void *)report->id))
            json_error(context->diags, json_node_member(report->node, "id"), DIAG_DUPLICATE_ID,
                       NULL, "another report has the id \"%s\"", report->id);
    }
}

static void read_reports(JobsReader *context, Reader *reader) {
    const JsonNode *node = reader_require(reader, "reports");
    if (!node || !(node = reader_array(reader, "reports")))
        return;
    size_t count = json_node_size(node);
    if (count == 0 || count > JOBS_REPORTS_LIMIT) {
        json_error(context->diags, node, count ? DIAG_TOO_LARGE : DIAG_EMPTY, NULL,
                   "there are %zu reports, expected 1 to %d", count, JOBS_REPORTS_LIMIT);
        return;
    }
    JobsReport *reports = arena_array(context->arena, JobsReport, count);
    for (size_t i = 0; i < count; i++)
        read_report(context, json_node_item(node, i), &reports[i]);
    context->jobs->reports = reports;
    context->jobs->report_count = (guint)count;
    check_ids(context);
}

// ---- what surrounds them

static void read_keep(JobsReader *context, const JsonNode *node) {
    Reader reader;
    JobsKeep *keep = &context->jobs->keep;
    if (!node || !reader_begin(&reader, context->diags, node, "keep"))
        return;
    reader_integer(&reader, "runs", 1, 100000, &keep->runs);
    reader_integer(&reader, "days", 1, 100000, &keep->days);
    jobs_size_read(&reader, "bytes", &keep->bytes);
    reader_end(&reader);
}

static void read_limits(JobsReader *context, const JsonNode *node) {
    Reader reader;
    JobsLimits *limits = &context->jobs->limits;
    if (!node || !reader_begin(&reader, context->diags, node, "limits"))
        return;
    if (reader_number(&reader, "seconds", &limits->seconds) &&
        !(limits->seconds > 0 && limits->seconds <= 86400))
        json_error(context->diags, json_node_member(node, "seconds"), DIAG_WRONG_VALUE, NULL,
                   "\"seconds\" is %g, expected more than 0 and at most 86400", limits->seconds);
    jobs_size_read(&reader, "memory", &limits->memory);
    jobs_size_read(&reader, "output", &limits->output);
    reader_end(&reader);
}

static const char *const *read_command(JobsReader *context, const JsonNode *node) {
    size_t count = node ? json_node_size(node) : 0;
    if (!node)
        return NULL;
    if (count == 0)
        json_error(context->diags, node, DIAG_EMPTY, NULL,
                   "\"%s\" is empty, expected a program and its arguments", node->key);
    const char **command = arena_array(context->arena, const char *, count + 1);
    guint good = 0;
    for (size_t i = 0; i < count; i++)
        if (json_read_string(context->diags, json_node_item(node, i), node->key, &command[good]))
            good++;
    command[good] = NULL;
    return command;
}

static void read_hooks(JobsReader *context, const JsonNode *node) {
    Reader reader;
    if (!node || !reader_begin(&reader, context->diags, node, "hooks"))
        return;
    context->jobs->on_change = read_command(context, reader_array(&reader, "on_change"));
    context->jobs->on_failure = read_command(context, reader_array(&reader, "on_failure"));
    reader_integer(&reader, "seconds", 1, 3600, &context->jobs->hook_seconds);
    reader_end(&reader);
}

static const char *name_of_file(JobsReader *context, const char *path) {
    g_autofree char *base = g_path_get_basename(path);
    gsize length = g_str_has_suffix(base, ".json") ? strlen(base) - 5 : strlen(base);
    return arena_strndup(context->arena, base, length);
}

// What may be together only with something else.
static void check_together(JobsReader *context, const JsonNode *root) {
    const JobsFile *jobs = context->jobs;
    if (jobs->sources && !jobs->facts_count)
        json_error(context->diags, json_node_member(root, "evidence"), DIAG_UNSUPPORTED,
                   "name the facts in \"facts\"",
                   "evidence is looked up while facts are read, and this file names none");
    if (jobs->vocabulary && !jobs->facts_count)
        json_error(context->diags, json_node_member(root, "vocabulary"), DIAG_UNSUPPORTED,
                   "name the facts in \"facts\"",
                   "a vocabulary belongs to facts, and this file names none");
    if (jobs->latest && g_strcmp0(jobs->latest, jobs->out) == 0)
        json_error(context->diags, json_node_member(root, "latest"), DIAG_WRONG_VALUE, NULL,
                   "\"latest\" is the output folder itself, expected the path of a link to it");
    for (guint i = 0; i < jobs->report_count; i++)
        if (jobs->reports[i].when == JOBS_WHEN_CHANGED && !jobs->facts_count && !jobs->store) {
            json_error(context->diags, jobs->reports[i].node, DIAG_UNSUPPORTED,
                       "name the facts in \"facts\"",
                       "\"when\" is \"changed\", and this file names no facts that could change");
            break;
        }
    for (guint i = 0; i < jobs->report_count; i++)
        if (jobs->reports[i].audience && jobs->store && !jobs->facts_count)
            json_error(context->diags, json_node_member(jobs->reports[i].node, "audience"),
                       DIAG_UNSUPPORTED, "name the facts in \"facts\" beside the store",
                       "facts of a store are for all its readers; nothing in it can be withheld");
}

static void read_head(JobsReader *context, Reader *reader, const char *path) {
    JobsFile *jobs = context->jobs;
    gint64 version;
    const char *ignored;
    bool replace = true;
    if (reader_require(reader, "jobs"))
        reader_integer(reader, "jobs", 1, 1, &version);
    reader_string(reader, "description", &ignored);
    reader_bool(reader, "strict", &jobs->strict);
    jobs->name = name_of_file(context, path);
    read_id(context, reader, "name", &jobs->name);
    read_facts(context, reader_array(reader, "facts"));
    read_path(context, reader, "vocabulary", &jobs->vocabulary);
    read_evidence(context, reader_node(reader, "evidence"));
    read_store(context, reader);
    read_when(reader, &jobs->when);
    if (reader_bool(reader, "replace", &replace))
        jobs->keep_missing = !replace;
    read_out(context, reader);
}

const JobsFile *jobs_file_load(Arena *arena, Diags *diags, const char *path, GPtrArray *documents) {
    JobsReader context = {.arena = arena, .diags = diags, .jobs = arena_new0(arena, JobsFile)};
    JobsFile *jobs = context.jobs;
    Reader reader;
    JsonDoc *doc = json_doc_load(diags, path);
    if (!doc)
        return NULL;
    g_ptr_array_add(documents, doc);
    g_autofree char *folder = g_path_get_dirname(path);
    jobs->path = arena_strdup(arena, path);
    jobs->folder = arena_strdup(arena, folder);
    jobs->limits = (JobsLimits){DEFAULT_SECONDS, DEFAULT_MEMORY, DEFAULT_OUTPUT};
    jobs->hook_seconds = DEFAULT_HOOK_SECONDS;
    jobs->index = true;
    if (!reader_begin(&reader, diags, json_doc_root(doc), "jobs file"))
        return NULL;
    read_head(&context, &reader, path);
    read_reports(&context, &reader);
    read_keep(&context, reader_node(&reader, "keep"));
    read_path(&context, &reader, "latest", &jobs->latest);
    read_limits(&context, reader_node(&reader, "limits"));
    read_hooks(&context, reader_node(&reader, "hooks"));
    read_path(&context, &reader, "metrics", &jobs->metrics);
    reader_bool(&reader, "index", &jobs->index);
    check_together(&context, json_doc_root(doc));
    return reader_end(&reader) ? jobs : NULL;
}
