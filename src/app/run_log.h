// What a run says about itself while it goes on: a line that is drawn over on a terminal, plain
// lines for a journal, or an object of JSON a line.
#pragma once
#include "app/command.h"
#include "app/run_messages.h"
#include "job/run.h"

typedef struct {
    bool quiet, json, is_terminal;
    bool is_drawn; // a line stands on the terminal
    double last_drawn;
    RunMessages messages; // that were told
} RunLog;

void run_log_begin(RunLog *log, const CommonOptions *common, bool json);
// For RunEvents; log: a RunLog.
void run_log_tell(void *log, const RunEvent *event);
// The last words, after what was wrong with the run as a whole was printed.
void run_log_end(RunLog *log, const RunRecord *record, bool is_check);
// Takes the drawn line away, before something else is printed.
void run_log_clear(RunLog *log);
