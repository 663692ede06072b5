// accord schedule: the files that let systemd or cron start a jobs file every night. What a run may
// write follows from the jobs file; all paths are absolute, so that nothing depends on where or by
// whom it is started.
#include "job/schedule.h"
#include "app/command.h"
#include "app/environment.h"
#include "base/file.h"
#include "job/jobs_file.h"
#include "store/store.h"

#include <stdio.h>
#include <string.h>

typedef struct {
    CommonOptions common;
    gboolean systemd, cron, user, system, network;
    char *at, *account, *mail, *name, *program, *output;
} ScheduleOptions;

// What the options and the jobs file come to.
typedef struct {
    Arena *arena;
    Diags *diags;
    GPtrArray *documents;       // JsonDoc *
    GPtrArray *folders, *reads; // paths that the run writes to and reads; NULL at the end
    char *program, *jobs, *name;
    Schedule schedule;
} Planned;

static const char description[] =
    "Prints the files that start accord run JOBS.json every night. For systemd (the default) these "
    "are a\n"
    "service that can write nothing but the folders of the jobs file, a timer, and a unit that "
    "tells of a\n"
    "failure; for cron a file of /etc/cron.d, or with --user a line of crontab(1). With -o they "
    "are written\n"
    "into a folder.\n\n"
    "Examples:\n"
    "  accord schedule nightly.json --at 02:30 --mail reports@example.org -o /etc/systemd/system\n"
    "  accord schedule nightly.json --user -o ~/.config/systemd/user\n"
    "  accord schedule nightly.json --cron --user | crontab -\n";

// ---- what the run writes to

static bool is_inside(const char *path, const char *folder) {
    gsize length = strlen(folder);
    return strncmp(path, folder, length) == 0 && (path[length] == '/' || path[length] == '\0');
}

// Folders inside others of the list are not named a second time.
static void add_folder(GPtrArray *folders, char *path) {
    g_autofree char *folder = path;
    for (guint i = 0; i < folders->len; i++)
        if (is_inside(folder, folders->pdata[i]))
            return;
    for (guint i = folders->len; i-- > 0;)
        if (is_inside(folders->pdata[i], folder))
            g_ptr_array_remove_index(folders, i);
    g_ptr_array_add(folders, g_canonicalize_filename(folder, NULL));
}

static void add_folder_of(GPtrArray *folders, const char *file) {
    g_autofree char *path = g_canonicalize_filename(file, NULL);
    add_folder(folders, g_path_get_dirname(path));
}

static bool is_address(const char *store) {
    return store && store_is_server(store);
}

static void list_folders(Planned *planned, const JobsFile *jobs) {
    GPtrArray *folders = planned->folders;
    add_folder(folders, g_canonicalize_filename(jobs_file_base(jobs, planned->arena), NULL));
    if (jobs->store && !is_address(jobs->store))
        add_folder_of(folders, jobs->store);
    if (jobs->latest)
        add_folder_of(folders, jobs->latest);
    if (jobs->metrics)
        add_folder_of(folders, jobs->metrics);
    for (guint i = 0; i < folders->len; i++)
        if (!g_file_test(folders->pdata[i], G_FILE_TEST_IS_DIR))
            diag_warning(planned->diags, DIAG_FILE, NULL, "make it before the first night",
                         "the folder \"%s\" is not there, and a service cannot make it",
                         (char *)folders->pdata[i]);
    g_ptr_array_add(folders, NULL);
}

static void add_read(Planned *planned, const char *path) {
    if (path)
        g_ptr_array_add(planned->reads, g_canonicalize_filename(path, NULL));
}

static void list_reads(Planned *planned, const JobsFile *jobs) {
    for (guint i = 0; i < jobs->facts_count; i++)
        add_read(planned, jobs->facts[i]);
    for (guint i = 0; i < jobs->report_count; i++) {
        add_read(planned, jobs->reports[i].layout);
        add_read(planned, jobs->reports[i].theme);
    }
    add_read(planned, jobs->vocabulary);
    add_read(planned, jobs->sources);
    g_ptr_array_add(planned->reads, NULL);
}

// ---- planning

static void planned_begin(Planned *planned) {
    *planned = (Planned){.arena = arena_new(),
                         .diags = diags_new(),
                         .documents = g_ptr_array_new_with_free_func((GDestroyNotify)json_doc_free),
                         .folders = g_ptr_array_new_with_free_func(g_free),
                         .reads = g_ptr_array_new_with_free_func(g_free)};
}

static void planned_end(Planned *planned) {
    g_ptr_array_unref(planned->documents);
    g_ptr_array_unref(planned->folders);
    g_ptr_array_unref(planned->reads);
    diags_free(planned->diags);
    arena_free(planned->arena);
    g_free(planned->program);
    g_free(planned->jobs);
    g_free(planned->name);
}

// False and reported when the jobs file or an option is wrong.
static bool plan(Planned *planned, const ScheduleOptions *options, const char *path) {
    planned->jobs = g_canonicalize_filename(path, NULL);
    const JobsFile *jobs =
        jobs_file_load(planned->arena, planned->diags, planned->jobs, planned->documents);
    if (!jobs)
        return false;
    list_folders(planned, jobs);
    list_reads(planned, jobs);
    planned->program =
        options->program ? g_canonicalize_filename(options->program, NULL) : environment_program();
    planned->name = options->name ? g_strdup(options->name) : schedule_name(planned->jobs);
    planned->schedule = (Schedule){
        .name = planned->name,
        .program = planned->program,
        .jobs = planned->jobs,
        .at = options->at ? options->at : "02:30",
        .account = options->user      ? NULL
                   : options->account ? options->account
                                      : "accord",
        .mail = options->mail,
        .folders = (const char *const *)planned->folders->pdata,
        .reads = (const char *const *)planned->reads->pdata,
        .server = is_address(jobs->store),
        .network = options->network,
    };
    return schedule_check(&planned->schedule, options->cron, planned->diags);
}

// ---- printing and writing

static void print_files(const GArray *files) {
    for (guint i = 0; i < files->len; i++) {
        const ScheduleFile *file = &g_array_index(files, ScheduleFile, i);
        if (files->len > 1)
            printf("%s# %s\n", i ? "\n" : "", file->name);
        fputs(file->text, stdout);
    }
}

static char *shell_word(const char *text) {
    static const char plain[] = G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "_./-+,:@";
    return strspn(text, plain) == strlen(text) && *text != '-' ? g_strdup(text)
                                                               : g_shell_quote(text);
}

// What brings the units to where systemd looks for them, as "cp FILE... FOLDER && "; empty when
// they were written there. New string.
static char *copy_command(const ScheduleOptions *options, const GArray *files) {
    g_autofree char *written = g_canonicalize_filename(options->output, NULL);
    if (g_str_has_suffix(written, options->user ? "/systemd/user" : "/systemd/system"))
        return g_strdup("");
    const char *folder = options->user ? "~/.config/systemd/user" : "/etc/systemd/system";
    GString *command = g_string_new(NULL);
    if (options->user)
        g_string_append_printf(command, "mkdir -p %s && ", folder);
    g_string_append(command, "cp");
    for (guint i = 0; i < files->len; i++) {
        const ScheduleFile *file = &g_array_index(files, ScheduleFile, i);
        g_autofree char *path = g_build_filename(options->output, file->name, NULL);
        g_autofree char *word = shell_word(path);
        g_string_append_printf(command, " %s", word);
    }
    g_string_append_printf(command, " %s/ && ", folder);
    return g_string_free(command, FALSE);
}

static void say_next(const Planned *planned, const ScheduleOptions *options, const GArray *files) {
    if (options->common.quiet || options->cron)
        return;
    const char *user = options->user ? " --user" : "";
    g_autofree char *copy = copy_command(options, files);
    fprintf(stderr, "next: %ssystemctl%s daemon-reload && systemctl%s enable --now %s.timer\n",
            copy, user, user, planned->name);
}

static void write_files(Planned *planned, const ScheduleOptions *options, const GArray *files) {
    for (guint i = 0; i < files->len; i++) {
        const ScheduleFile *file = &g_array_index(files, ScheduleFile, i);
        g_autofree char *path = g_build_filename(options->output, file->name, NULL);
        if (!file_write(planned->diags, path, file->text, strlen(file->text)))
            return;
        if (!options->common.quiet)
            fprintf(stderr, "%s\n", path);
    }
    say_next(planned, options, files);
}

static int schedule_jobs(const ScheduleOptions *options, const char *path) {
    Planned planned;
    planned_begin(&planned);
    g_autoptr(GArray) files = NULL;
    if (plan(&planned, options, path))
        files = options->cron ? schedule_cron(&planned.schedule, planned.diags)
                              : schedule_systemd(&planned.schedule);
    if (files && options->output)
        write_files(&planned, options, files);
    else if (files)
        print_files(files);
    int code = command_report(planned.diags, &options->common);
    planned_end(&planned);
    return code;
}

static int schedule_act(void *data, int argc, char **argv) {
    const ScheduleOptions *options = data;
    if (argc != 2)
        return command_usage_error("schedule", argc < 2 ? "a jobs file is missing"
                                                        : "one jobs file is scheduled at a time");
    if (options->systemd && options->cron)
        return command_usage_error("schedule", "--systemd and --cron exclude each other");
    if (options->user && options->system)
        return command_usage_error("schedule", "--user and --system exclude each other");
    if (options->user && options->account)
        return command_usage_error("schedule", "with --user the run belongs to yourself, and not "
                                               "to an --account");
    return schedule_jobs(options, argv[1]);
}

static void clear_options(ScheduleOptions *options) {
    g_free(options->at);
    g_free(options->account);
    g_free(options->mail);
    g_free(options->name);
    g_free(options->program);
    g_free(options->output);
}

int command_schedule(int argc, char **argv) {
    ScheduleOptions options = {0};
    const GOptionEntry entries[] = {
        {"systemd", 0, 0, G_OPTION_ARG_NONE, &options.systemd, "Units of systemd (default)", NULL},
        {"cron", 0, 0, G_OPTION_ARG_NONE, &options.cron, "A line of cron", NULL},
        {"at", 0, 0, G_OPTION_ARG_STRING, &options.at,
         "HH:MM (default 02:30), or a time as systemd or cron writes it", "TIME"},
        {"system", 0, 0, G_OPTION_ARG_NONE, &options.system, "For the machine (default)", NULL},
        {"user", 0, 0, G_OPTION_ARG_NONE, &options.user, "For yourself", NULL},
        {"account", 0, 0, G_OPTION_ARG_STRING, &options.account,
         "Whom the run belongs to (default: accord)", "USER"},
        {"mail", 0, 0, G_OPTION_ARG_STRING, &options.mail, "Who is told of a failure", "ADDRESS"},
        {"network", 0, 0, G_OPTION_ARG_NONE, &options.network,
         "Hooks of the jobs file need the network", NULL},
        {"name", 0, 0, G_OPTION_ARG_STRING, &options.name,
         "Of the units (default: after the jobs file)", "NAME"},
        {"program", 0, 0, G_OPTION_ARG_FILENAME, &options.program,
         "The accord that is started (default: this one)", "PATH"},
        {"output", 'o', 0, G_OPTION_ARG_FILENAME, &options.output,
         "Write the files into this folder", "DIR"},
        G_OPTION_ENTRY_NULL};
    CommandLine line = {.usage = "JOBS.json",
                        .description = description,
                        .entries = entries,
                        .common = &options.common,
                        .act = schedule_act,
                        .options = &options};
    int code = command_run(&line, argc, argv);
    clear_options(&options);
    return code;
}
