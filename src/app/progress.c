// The line is drawn over itself with a carriage return and cleared at the end, so that a terminal
// keeps no trace of it.
#include "app/progress.h"

#include "app/environment.h"

#include <stdio.h>
#include <unistd.h>

enum { BAR_CELLS = 24 };

void progress_begin(Progress *progress, const CommonOptions *options) {
    double now = environment_seconds();
    *progress = (Progress){.enabled = !options->quiet && environment_is_terminal(STDERR_FILENO),
                           .verbose = options->verbose,
                           .started = now,
                           .step_started = now,
                           .timings = g_string_new(NULL)};
}

static void end_step(Progress *progress) {
    if (!progress->step)
        return;
    double now = environment_seconds();
    g_string_append_printf(progress->timings, "%8.1f ms  %s\n",
                           (now - progress->step_started) * 1000, progress->step);
    progress->step_started = now;
    progress->step = NULL;
}

void progress_step(Progress *progress, const char *what) {
    end_step(progress);
    progress->step = what;
    progress_update(progress, -1, NULL);
}

static void draw_bar(GString *line, double share) {
    int filled = (int)(CLAMP(share, 0, 1) * BAR_CELLS);
    for (int i = 0; i < BAR_CELLS; i++)
        g_string_append(line, i < filled ? "█" : "░");
    g_string_append_printf(line, " %3.0f %%", share * 100);
}

void progress_update(Progress *progress, double share, const char *detail) {
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

void progress_end(Progress *progress) {
    end_step(progress);
    if (progress->shown)
        fputs("\r\033[K", stderr);
    if (progress->verbose)
        fprintf(stderr, "%s%8.1f ms  in all\n", progress->timings->str,
                (environment_seconds() - progress->started) * 1000);
    g_string_free(progress->timings, TRUE);
    progress->timings = NULL;
    progress->shown = false;
}
