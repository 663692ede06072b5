// What surrounds a run: read by the program, and handed down.
#pragma once
#include "job/report.h"

typedef struct {
    ReportPlace report;
    const char *program;       // "Accord 0.1.0"
    const char *program_stamp; // which build of it; part of what a report is made from
    double (*now)(void);       // seconds since 1970, for records only
    double (*seconds)(void);   // a clock that is never set back, for limits and durations
    // Called at each step with its name, and in workers with that of the report: where tests end
    // the process. NULL: nobody is called.
    void (*step)(const char *step, const char *report);
} RunPlace;

static inline void run_place_step(const RunPlace *place, const char *step, const char *report) {
    if (place->step)
        place->step(step, report);
}
