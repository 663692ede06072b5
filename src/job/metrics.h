// A run in numbers for Prometheus, as a file for node_exporter's textfile collector.
#pragma once
#include "job/run_record.h"

enum {
    METRICS_FAILED_LIMIT = 100,    // failed reports named in the file; all are counted
    METRICS_TEXT_LIMIT = 256 << 10 // bytes of an earlier file that is read
};

// Prometheus' text format, version 0.0.4 (https://prometheus.io/docs/instrumenting/
// exposition_formats/). before: the file of the run before, which knows the last success when this
// run is none; or NULL. New string.
char *metrics_text(const RunRecord *record, const char *before);
// Writes the file; false and reported on failure.
bool metrics_write(Diags *diags, const RunRecord *record, const char *path);
