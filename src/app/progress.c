// The line is drawn over itself with a carriage return and cleared at the end, so that a terminal
// keeps no trace of it.
#include "app/progress.h"

#include "app/environment.h"

#include <stdio.h>
#include <unistd.h>

enum { BAR_CELLS = 24 };

typedef struct {
    bool shown; // a line stands on the terminal
    bool enabled, verbose;
    double started, step_started, last_drawn;
    const char *step;
    GString *timings;
} ProgressLine;

static void end_step(ProgressLine *progress) {
    if (!progress->step)
        return;
    double now = environment_seconds();
    g_string_append_printf(progress->timings, "%8.1f ms  %s\n",
                           (now - progress->step_started) * 1000, progress->step);
    progress->step_started = now;
    progress->step = NULL;
}

static void draw_bar(GString *line, double share) {
    int filled = (int)(CLAMP(share, 0, 1) * BAR_CELLS);
    for (int i = 0; i < BAR_CELLS; i++)
        g_string_append(line, i < filled ? "█" : "░");
    g_string_append_printf(line, " %3.0f %%", share * 100);
}

static void update(void *data, double share, const char *detail) {
    ProgressLine *progress = data;
    double now = environment_seconds();
    // The first tenth of a second stays silent: most runs are over by then.
    if (!progress->enabled || now - progress->started < 0.1 || now - progress->last_drawn < 0.1)
        return;
    g_autoptr(GString) line = g_string_new("\r\033[K");
    g_string_append_printf(line, "%s ", progress->step ? progress->step : "");
    if (share >= 0)
        draw_bar(line, share);
    if (detail)
        g_string_append_printf(line, " %s", detail);
    fputs(line->str, stderr);
    fflush(stderr);
    progress->shown = true;
    progress->last_drawn = now;
}

static void step(void *data, const char *what) {
    ProgressLine *progress = data;
    end_step(progress);
    progress->step = what;
    update(progress, -1, NULL);
}

void progress_begin(Progress *progress, const CommonOptions *options) {
    double now = environment_seconds();
    ProgressLine *line = g_new(ProgressLine, 1);
    *line = (ProgressLine){.enabled = !options->quiet && environment_is_terminal(STDERR_FILENO),
                           .verbose = options->verbose,
                           .started = now,
                           .step_started = now,
                           .timings = g_string_new(NULL)};
    *progress = (Progress){step, update, line};
}

void progress_end(Progress *progress) {
    ProgressLine *line = progress->data;
    end_step(line);
    if (line->shown)
        fputs("\r\033[K", stderr);
    if (line->verbose)
        fprintf(stderr, "%s%8.1f ms  in all\n", line->timings->str,
                (environment_seconds() - line->started) * 1000);
    g_string_free(line->timings, TRUE);
    g_free(line);
    *progress = (Progress){0};
}
