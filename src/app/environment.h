// What the program is told by its surroundings; read here and nowhere else.
#pragma once
#include <glib.h>
#include <stdbool.h>
#include <time.h>

bool environment_is_terminal(int descriptor);
bool environment_wants_colour(int descriptor); // a terminal, and neither NO_COLOR nor TERM=dumb
// SOURCE_DATE_EPOCH as an ISO date; NULL when unset or malformed. New string.
char *environment_source_date(void);
char *environment_local_day(void);           // by the clock, where one is; likewise
char *environment_today(void);               // by the clock, in UTC; an ISO date in a new string
GTimeZone *environment_zone(void);           // TZ; unref it
guint environment_columns(int descriptor);   // of a terminal; 0: it is none, or nobody knows
double environment_seconds(void);            // a monotonic clock, for progress and timings only
char *environment_clock(void);               // the time of day as HH:MM:SS, for people; new string
struct timespec environment_file_time(void); // now, by the clock that stamps files
// Where the program that runs stands; new string, NULL when nobody knows.
char *environment_program(void);
// A file or folder that comes with the program ("data/vocabulary", "layouts/themes"): beside the
// source tree the program was built in, or where it was installed. NULL when there is none.
char *environment_shipped(const char *name);
// The folder that all of them are in; NULL when there is none. New string.
char *environment_shipped_folder(void);
// Which build of the program this is: its version, and size and time of its file. New string.
char *environment_program_stamp(void);
// A variable by name, for passwords; NULL when it is unset or empty. New string.
char *environment_variable(const char *name);
// From here on SOURCE_DATE_EPOCH is unset.
void environment_forget_source_date(void);
