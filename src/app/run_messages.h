// What reports of one run have to say, each message once: those of a matrix share their layout.
#pragma once
#include <glib.h>
#include <stdbool.h>

typedef struct {
    GHashTable *counts; // message to how many reports have it
    GPtrArray *order;   // of the messages, owned
} RunMessages;

void run_messages_init(RunMessages *messages);
void run_messages_clear(RunMessages *messages);
// What of a report's printed messages no report before it has said. New string.
char *run_messages_new(RunMessages *messages, const char *text);
// A line for each message that several reports have: its first line, "(in 3 reports)". New string.
char *run_messages_summary(const RunMessages *messages);
