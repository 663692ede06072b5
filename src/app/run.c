// accord run: the reports of a jobs file. The work is job/run.h's; here are its options, the
// clocks, and the signals and limits of the process.
#include "app/environment.h"
#include "app/report_options.h"
#include "app/run_log.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { WORKERS_LIMIT = 256 };

typedef struct {
    CommonOptions common;
    char *as_of, *format, *log, *shard;
    char **only;
    int workers;
    gboolean check, force, exit_unchanged, strict;
} RunCommand;

static const char description[] =
    "JOBS.json says which reports are made from which facts, and where they go; see "
    "accord-jobs(5).\n"
    "Reports that did not change are left as they are, the others are made in processes of their\n"
    "own, so that one that fails costs no other. What was there before stays until the new file\n"
    "is whole. A run that was cut off is gone on with by the next one.\n\n"
    "Examples:\n"
    "  accord run nightly.json --as-of 2026-01-02\n"
    "  accord run nightly.json --check\n"
    "  accord run nightly.json --only daily --force\n";

static double now(void) {
    return (double)g_get_real_time() / G_USEC_PER_SEC;
}

// ---- faults, for tests of builds for development

#ifndef NDEBUG
static bool is_named(const char *fault, const char *kind, const char *name) {
    gsize length = strlen(kind);
    return strncmp(fault, kind, length) == 0 && fault[length] == ':' &&
           strcmp(fault + length + 1, name) == 0;
}

// ACCORD_FAULT=kill:STEP ends the program at a step, stop:STEP stops the process that comes to it
// until it is continued; crash:ID, hang:ID and eat:ID are for the worker that makes that report.
static void fail_here(const char *step, const char *report) {
    g_autofree char *fault = environment_variable("ACCORD_FAULT");
    if (!fault)
        return;
    if (is_named(fault, "kill", step))
        kill(strcmp(step, "worker") == 0 || strcmp(step, "made") == 0 ? getppid() : getpid(),
             SIGKILL);
    if (is_named(fault, "stop", step))
        raise(SIGSTOP);
    if (strcmp(step, "worker") != 0)
        return;
    if (is_named(fault, "crash", report))
        raise(SIGSEGV);
    if (is_named(fault, "hang", report))
        pause();
    for (gsize size = 0; is_named(fault, "eat", report); size += 1 << 20)
        memset(g_malloc(1 << 20), 1, 1 << 20);
}
#else
static void (*const fail_here)(const char *step, const char *report) = NULL;
#endif

// ---- the run

static guint count_workers(const RunCommand *command) {
    guint processors = g_get_num_processors();
    return command->workers ? (guint)command->workers : MIN(processors, WORKERS_LIMIT);
}

static int finish(const RunCommand *command, RunLog *log, const Diags *diags,
                  const RunRecord *record) {
    run_log_clear(log);
    if (!log->json || command->common.diagnostics)
        command_report(diags, &command->common);
    else
        diags_print_json(diags, stderr);
    run_log_end(log, record, command->check);
    if (g_strcmp0(command->format, "json") == 0) {
        g_autofree char *text = run_record_text(record);
        fputs(text, stdout);
    }
    return record->exit_code;
}

// What a scheduler tells this task of an array; false and *problem set when it cannot be.
static bool shard_of_task(Shard *shard, const char **problem) {
    static const char *const names[] = {"SLURM_ARRAY_TASK_ID",  "SLURM_ARRAY_TASK_COUNT",
                                        "SLURM_ARRAY_TASK_MIN", "SLURM_ARRAY_TASK_STEP",
                                        "JOB_COMPLETION_INDEX", "JOB_COMPLETIONS"};
    char *values[G_N_ELEMENTS(names)];
    for (guint i = 0; i < G_N_ELEMENTS(names); i++)
        values[i] = environment_variable(names[i]);
    const ShardVariables variables = {values[0], values[1], values[2],
                                      values[3], values[4], values[5]};
    bool good = shard_from_variables(&variables, shard, problem) || !*problem;
    for (guint i = 0; i < G_N_ELEMENTS(names); i++)
        g_free(values[i]);
    return good;
}

static int run_jobs(const RunCommand *command, const char *path, Shard shard) {
    g_autofree char *shipped = environment_shipped_folder(), *day = environment_source_date();
    g_autofree char *stamp = environment_program_stamp();
    RunLog log;
    run_log_begin(&log, &command->common, g_strcmp0(command->log, "json") == 0);
    const RunOptions options = {.path = path,
                                .as_of = command->as_of,
                                .only = (const char *const *)command->only,
                                .workers = count_workers(command),
                                .shard = shard,
                                .force = command->force,
                                .check = command->check,
                                .strict = command->strict,
                                .exit_unchanged = command->exit_unchanged};
    const RunPlace place = {.report = {.shipped = shipped, .source_date = day},
                            .program = "Accord " ACCORD_VERSION,
                            .program_stamp = stamp,
                            .now = now,
                            .seconds = environment_seconds,
                            .step = fail_here};
    const RunEvents events = {run_log_tell, &log};
    g_autoptr(Diags) diags = diags_new();
    g_autoptr(RunRecord) record = run_record_new();
    signal(SIGXFSZ, SIG_IGN); // a limit on files is an error like a full disk
    signal(SIGPIPE, SIG_IGN);
    job_run(&options, &place, &events, diags, record);
    return finish(command, &log, diags, record);
}

static bool is_one_of(const char *word, const char *first, const char *second) {
    return !word || strcmp(word, first) == 0 || strcmp(word, second) == 0;
}

static int act(void *data, int argc, char **argv) {
    RunCommand *command = data;
    if (g_strcmp0(command->as_of, "today") == 0) {
        g_free(command->as_of);
        command->as_of = environment_local_day();
    }
    if (argc != 2)
        return command_usage_error("run", argc < 2 ? "a jobs file is missing"
                                                   : "one jobs file is run at a time");
    if (command->as_of && !report_is_day(command->as_of))
        return command_usage_error(
            "run", "--as-of is \"%s\", expected a day as YYYY-MM-DD, or today", command->as_of);
    if (command->workers < 0 || command->workers > WORKERS_LIMIT)
        return command_usage_error("run", "--jobs is %d, expected 1 to %d", command->workers,
                                   WORKERS_LIMIT);
    if (!is_one_of(command->format, "text", "json"))
        return command_usage_error("run", "--format is \"%s\", expected text or json",
                                   command->format);
    if (!is_one_of(command->log, "text", "json"))
        return command_usage_error("run", "--log is \"%s\", expected text or json", command->log);
    Shard shard = {0};
    const char *problem = NULL;
    if (command->shard && !shard_parse(command->shard, &shard))
        return command_usage_error("run", "--shard is \"%s\", expected K/N, as in 3/8",
                                   command->shard);
    if (!command->shard && !shard_of_task(&shard, &problem))
        return command_usage_error("run", "%s; --shard K/N says it too", problem);
    return run_jobs(command, argv[1], shard);
}

int command_run_jobs(int argc, char **argv) {
    RunCommand command = {0};
    const GOptionEntry entries[] = {
        {"as-of", 0, 0, G_OPTION_ARG_STRING, &command.as_of,
         "The day the reports speak of, or today (default: the last day in the facts)",
         "YYYY-MM-DD"},
        {"jobs", 'j', 0, G_OPTION_ARG_INT, &command.workers,
         "Processes at a time (default: one for each processor)", "N"},
        {"shard", 0, 0, G_OPTION_ARG_STRING, &command.shard,
         "Make the K-th of N shares (default: as Slurm or Kubernetes number the task)", "K/N"},
        {"only", 0, 0, G_OPTION_ARG_STRING_ARRAY, &command.only,
         "Make the reports of this id alone (repeatable)", "ID"},
        {"force", 0, 0, G_OPTION_ARG_NONE, &command.force, "Make also what did not change", NULL},
        {"check", 0, 0, G_OPTION_ARG_NONE, &command.check,
         "Read and check everything, say what would be made, and write nothing", NULL},
        {"dry-run", 'n', 0, G_OPTION_ARG_NONE, &command.check, "The same", NULL},
        {"strict", 0, 0, G_OPTION_ARG_NONE, &command.strict,
         "A warning stops what it is about, as an error does", NULL},
        {"exit-unchanged", 0, 0, G_OPTION_ARG_NONE, &command.exit_unchanged,
         "End with 10 when nothing changed", NULL},
        {"format", 0, 0, G_OPTION_ARG_STRING, &command.format,
         "json: the record of the run on standard output", "FORMAT"},
        {"log", 0, 0, G_OPTION_ARG_STRING, &command.log,
         "How progress is told: text (default) or json, an object a line", "FORM"},
        G_OPTION_ENTRY_NULL};
    const CommandLine line = {.usage = "JOBS.json",
                              .description = description,
                              .entries = entries,
                              .common = &command.common,
                              .act = act,
                              .options = &command};
    int code = command_run(&line, argc, argv);
    g_free(command.as_of);
    g_free(command.format);
    g_free(command.log);
    g_free(command.shard);
    g_strfreev(command.only);
    return code;
}
