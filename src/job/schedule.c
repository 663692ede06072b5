// Unit files and cron lines are small languages with traps of their own: % begins a specifier in
// both (and ends the command in cron), $ a variable in ExecStart=, quotes and backslashes follow
// other rules than a shell's. Here every text goes through one function for the place it stands in.
// What the service may do is a table: each line of hardening and when it is left out. The program
// needs to read files, to write its folders, and at most to talk to a server of SQL.
#include "job/schedule.h"

#include <string.h>

// ---- texts in units and in cron

static void append_percent_twice(GString *out, char c) {
    g_string_append_c(out, c);
    if (c == '%')
        g_string_append_c(out, c);
}

// A setting's whole value (Description=), where only specifiers are looked for.
static void append_plain(GString *out, const char *text) {
    for (; *text; text++)
        append_percent_twice(out, *text);
}

// A word between quotes; command: of ExecStart=, where $ begins a variable.
static void append_word(GString *out, const char *text, bool command) {
    g_string_append_c(out, '"');
    for (; *text; text++) {
        if (*text == '"' || *text == '\\')
            g_string_append_c(out, '\\');
        if (*text == '$' && command)
            g_string_append_c(out, '$');
        append_percent_twice(out, *text);
    }
    g_string_append_c(out, '"');
}

// A word for the shell that cron gives the command to. Cron takes the backslash off \% and leaves
// others; one that comes before counts as escaping the next, so it is kept apart by ''.
static void append_cron_word(GString *out, const char *text) {
    g_string_append_c(out, '\'');
    for (; *text; text++) {
        if (*text == '\'')
            g_string_append(out, "'\\''");
        else if (*text == '%')
            g_string_append(out, out->str[out->len - 1] == '\\' ? "''\\%" : "\\%");
        else
            g_string_append_c(out, *text);
    }
    g_string_append_c(out, '\'');
}

// ---- what is checked

static bool is_name_character(char c) {
    return g_ascii_isalnum(c) || c == '-' || c == '_';
}

char *schedule_name(const char *jobs_path) {
    enum { NAME_LIMIT = 100 };
    g_autofree char *stem = g_path_get_basename(jobs_path);
    char *end = strrchr(stem, '.');
    if (end && end != stem)
        *end = '\0';
    GString *name = g_string_new(g_str_has_prefix(stem, "accord") ? "" : "accord-");
    for (const char *c = stem; *c && name->len < NAME_LIMIT; c++)
        g_string_append_c(name, is_name_character(*c) ? *c : '-');
    return g_string_free(name, FALSE);
}

static bool has_control(const char *text) {
    for (; *text; text++)
        if ((guchar)*text < ' ' || *text == 0x7f)
            return true;
    return false;
}

static bool check_text(Diags *diags, const char *what, const char *text) {
    if (text && (!g_utf8_validate(text, -1, NULL) || has_control(text)))
        diag_error(diags, DIAG_WRONG_VALUE, NULL, "give it another name",
                   "%s has bytes that no unit file or crontab can hold", what);
    else
        return true;
    return false;
}

static bool check_word(Diags *diags, const char *what, const char *text, const char *more) {
    if (!text)
        return true;
    bool good = *text && *text != '-';
    for (const char *c = text; *c; c++)
        good &= is_name_character(*c) || strchr(more, *c) != NULL;
    if (!good)
        diag_error(diags, DIAG_WRONG_VALUE, NULL, NULL,
                   "%s is \"%s\", expected letters, digits and -_%s", what, text, more);
    return good;
}

// Whether no word of a calendar event is a time of day that there is not. systemd looks at the
// rest.
static bool has_good_times(const char *at) {
    g_auto(GStrv) words = g_strsplit(at, " ", -1);
    for (guint i = 0; words[i]; i++) {
        g_auto(GStrv) parts = g_strsplit(words[i], ":", -1);
        for (guint k = 0; k < g_strv_length(parts) && parts[1]; k++) {
            bool is_number = *parts[k] && strspn(parts[k], "0123456789") == strlen(parts[k]);
            if (is_number && g_ascii_strtoull(parts[k], NULL, 10) > (k ? 59 : 23))
                return false;
        }
    }
    return true;
}

// "2:30" or "02:30"; *hour and *minute may be NULL.
static bool parse_time(const char *at, guint *hour, guint *minute) {
    char *end;
    guint64 hours = g_ascii_isdigit(*at) ? g_ascii_strtoull(at, &end, 10) : 99;
    if (hours > 23 || *end != ':' || end - at > 2 || strlen(end) != 3 || !g_ascii_isdigit(end[1]) ||
        !g_ascii_isdigit(end[2]) || end[1] > '5')
        return false;
    *hour = (guint)hours;
    *minute = (guint)(end[1] - '0') * 10 + (guint)(end[2] - '0');
    return true;
}

static bool is_cron_time(const char *at) {
    g_auto(GStrv) fields = g_strsplit(at, " ", -1);
    bool good = g_strv_length(fields) == 5;
    for (guint i = 0; good && fields[i]; i++)
        good =
            *fields[i] && strspn(fields[i], "0123456789*,-/abcdefghijklmnopqrstuvwxyzADFJMNOSTW") ==
                              strlen(fields[i]);
    return good;
}

// 25:00 is a time of day that is none.
static bool is_calendar(const char *at) {
    return strspn(at, "0123456789:") != strlen(at) &&
           strspn(at, "0123456789*,-/.:~ ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                      "abcdefghijklmnopqrstuvwxyz_") == strlen(at) &&
           has_good_times(at);
}

static bool check_at(const Schedule *schedule, bool cron, Diags *diags) {
    guint hour, minute;
    if (parse_time(schedule->at, &hour, &minute) ||
        (cron ? is_cron_time(schedule->at) : is_calendar(schedule->at)))
        return true;
    diag_error(diags, DIAG_WRONG_VALUE, NULL, "for example 02:30",
               "the time \"%s\" is neither HH:MM nor %s", schedule->at,
               cron ? "five fields of crontab(5)" : "a calendar event of systemd.time(7)");
    return false;
}

// systemd starts no program whose path has one of these.
static bool check_program(const Schedule *schedule, bool cron, Diags *diags) {
    if (cron || !strpbrk(schedule->program, "\"'\\"))
        return check_text(diags, "the path of the program", schedule->program);
    diag_error(diags, DIAG_WRONG_VALUE, NULL, "name another with --program",
               "systemd starts no program with quotes or backslashes in its path, as in %s",
               schedule->program);
    return false;
}

bool schedule_check(const Schedule *schedule, bool cron, Diags *diags) {
    bool good = check_at(schedule, cron, diags);
    good &= check_program(schedule, cron, diags);
    good &= check_text(diags, "the path of the jobs file", schedule->jobs);
    for (guint i = 0; schedule->folders[i]; i++)
        good &= check_text(diags, "the path of a folder of the jobs file", schedule->folders[i]);
    good &= check_word(diags, "the name", schedule->name, "");
    good &= check_word(diags, "the account", schedule->account, ".");
    good &= check_word(diags, "the address", schedule->mail, "@.+");
    return good;
}

// ---- the service

typedef enum {
    ALWAYS,
    SYSTEM_ONLY,  // units of the system
    WITHOUT_NET,  // neither a server nor the network
    WITH_SERVER,  // of SQL, or the network
    WITHOUT_HOME, // no path lies in a home folder
    WITH_HOME,    // some do
    WITHOUT_TMP   // no path lies in /tmp or /var/tmp
} When;

typedef struct {
    When when;
    const char *line;
} Line;

static const Line hardening[] = {
    {ALWAYS, "NoNewPrivileges=yes"},
    {ALWAYS, "ProtectSystem=strict"},
    {WITHOUT_HOME, "ProtectHome=yes"},
    {WITH_HOME, "ProtectHome=read-only"},
    {WITHOUT_TMP, "PrivateTmp=yes"},
    {SYSTEM_ONLY, "PrivateMounts=yes"},
    {ALWAYS, "PrivateDevices=yes"},
    {ALWAYS, "PrivateUsers=yes"},
    {WITHOUT_NET, "PrivateNetwork=yes"},
    {WITHOUT_NET, "IPAddressDeny=any"},
    {WITHOUT_NET, "RestrictAddressFamilies=AF_UNIX"},
    {WITH_SERVER, "RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6"},
    {SYSTEM_ONLY, "ProtectProc=invisible"},
    {SYSTEM_ONLY, "ProcSubset=pid"},
    {ALWAYS, "ProtectKernelTunables=yes"},
    {ALWAYS, "ProtectKernelModules=yes"},
    {ALWAYS, "ProtectKernelLogs=yes"},
    {ALWAYS, "ProtectControlGroups=yes"},
    {SYSTEM_ONLY, "ProtectClock=yes"},
    {SYSTEM_ONLY, "ProtectHostname=yes"},
    {SYSTEM_ONLY, "CapabilityBoundingSet="},
    {SYSTEM_ONLY, "AmbientCapabilities="},
    {SYSTEM_ONLY, "DevicePolicy=closed"},
    {SYSTEM_ONLY, "RemoveIPC=yes"},
    {ALWAYS, "KeyringMode=private"},
    {ALWAYS, "LockPersonality=yes"},
    {ALWAYS, "MemoryDenyWriteExecute=yes"},
    {ALWAYS, "RestrictNamespaces=yes"},
    {ALWAYS, "RestrictRealtime=yes"},
    {ALWAYS, "RestrictSUIDSGID=yes"},
    {ALWAYS, "SystemCallArchitectures=native"},
    {ALWAYS, "SystemCallFilter=@system-service"},
    {ALWAYS, "SystemCallFilter=~@privileged"},
    {ALWAYS, "SystemCallErrorNumber=EPERM"},
    {ALWAYS, "UMask=0027"},
};

static bool is_in(const char *path, const char *const *folders) {
    for (; *folders; folders++)
        if (g_str_has_prefix(path, *folders) && path[strlen(*folders)] == '/')
            return true;
    return false;
}

static bool any_in(const Schedule *schedule, const char *const *folders) {
    bool found = is_in(schedule->jobs, folders) || is_in(schedule->program, folders);
    for (guint i = 0; schedule->folders[i]; i++)
        found |= is_in(schedule->folders[i], folders);
    for (guint i = 0; schedule->reads[i]; i++)
        found |= is_in(schedule->reads[i], folders);
    return found;
}

static bool applies(const Schedule *schedule, When when) {
    static const char *const homes[] = {"/home", "/root", "/run/user", NULL};
    static const char *const passing[] = {"/tmp", "/var/tmp", NULL};
    bool net = schedule->server || schedule->network;
    switch (when) {
    case ALWAYS:
        return true;
    case SYSTEM_ONLY:
        return schedule->account != NULL;
    case WITHOUT_NET:
        return !net;
    case WITH_SERVER:
        return net;
    case WITHOUT_HOME:
        return schedule->account && !any_in(schedule, homes);
    case WITH_HOME:
        return !schedule->account || any_in(schedule, homes);
    case WITHOUT_TMP:
        return !any_in(schedule, passing);
    }
    g_assert_not_reached();
}

static void append_folders(GString *out, const Schedule *schedule, const char *setting) {
    if (!schedule->folders[0])
        return;
    g_string_append(out, setting);
    for (guint i = 0; schedule->folders[i]; i++) {
        g_string_append_c(out, i ? ' ' : '=');
        append_word(out, schedule->folders[i], /*command=*/false);
    }
    g_string_append_c(out, '\n');
}

static void append_command(GString *out, const Schedule *schedule) {
    g_string_append(out, "ExecStart=");
    append_word(out, schedule->program, /*command=*/false);
    g_string_append(out, " run ");
    append_word(out, schedule->jobs, /*command=*/true);
    g_string_append(out, " --as-of today\n");
}

static void append_what_for(GString *out, const Schedule *schedule, const char *what) {
    g_string_append_printf(out, "# Made by accord schedule.\n[Unit]\nDescription=%s ", what);
    append_plain(out, schedule->jobs);
    g_string_append_c(out, '\n');
}

static char *make_service(const Schedule *schedule) {
    GString *out = g_string_new(NULL);
    append_what_for(out, schedule, "Reports of");
    g_string_append_printf(out, "OnFailure=%s-failed.service\n", schedule->name);
    if (schedule->server && schedule->account)
        g_string_append(out, "Wants=network-online.target\nAfter=network-online.target "
                             "postgresql.service\n");
    append_folders(out, schedule, "RequiresMountsFor");
    g_string_append(out, "\n[Service]\nType=oneshot\n");
    append_command(out, schedule);
    g_string_append(out, "# 10: nothing has changed.\nSuccessExitStatus=10\nTimeoutStartSec=12h\n"
                         "# A report that takes too much memory costs itself alone.\n"
                         "OOMPolicy=continue\nNice=10\nCPUSchedulingPolicy=batch\n"
                         "IOSchedulingClass=best-effort\nIOSchedulingPriority=7\n");
    if (schedule->account)
        g_string_append_printf(out,
                               "User=%s\nEnvironmentFile=-/etc/accord/%s.env\n"
                               "CacheDirectory=%s\nEnvironment=XDG_CACHE_HOME=%%C/%s\n",
                               schedule->account, schedule->name, schedule->name, schedule->name);
    g_string_append(out, "\n# What the run cannot do: man systemd.exec\n");
    append_folders(out, schedule, "ReadWritePaths");
    for (guint i = 0; i < G_N_ELEMENTS(hardening); i++)
        if (applies(schedule, hardening[i].when))
            g_string_append_printf(out, "%s\n", hardening[i].line);
    return g_string_free(out, FALSE);
}

// ---- timer and failure

static char *make_timer(const Schedule *schedule) {
    guint hour, minute;
    GString *out = g_string_new(NULL);
    append_what_for(out, schedule, "When to make the reports of");
    g_string_append(out, "\n[Timer]\nOnCalendar=");
    if (parse_time(schedule->at, &hour, &minute))
        g_string_append_printf(out, "*-*-* %02u:%02u:00\n", hour, minute);
    else
        g_string_append_printf(out, "%s\n", schedule->at);
    g_string_append(out, "# A night that the machine slept through is made up for.\n"
                         "Persistent=true\nRandomizedDelaySec=10min\nFixedRandomDelay=true\n"
                         "AccuracySec=1min\n\n[Install]\nWantedBy=timers.target\n");
    return g_string_free(out, FALSE);
}

// The shell's text has no quote or backslash in it: names and addresses were checked.
static char *make_failed(const Schedule *schedule) {
    GString *out = g_string_new(NULL);
    append_what_for(out, schedule, "Tell of a failure of");
    const char *user = schedule->account ? "" : "--user ", *name = schedule->name;
    g_string_append(out, "\n[Service]\nType=oneshot\n");
    if (schedule->mail)
        g_string_append_printf(
            out,
            "ExecStart=/bin/sh -c '{ echo \"To: %s\"; echo \"Subject: %s failed on $$(uname -n)\"; "
            "echo \"Content-Type: text/plain; charset=utf-8\"; echo; "
            "systemctl %sstatus --full --no-pager --lines=100 %s.service; } | "
            "/usr/sbin/sendmail -t'\n",
            schedule->mail, name, user, name);
    else
        g_string_append_printf(out,
                               "ExecStart=/usr/bin/systemd-cat --identifier=%s --priority=err "
                               "/bin/echo \"%s.service failed; journalctl %s-u %s.service says "
                               "why\"\n",
                               name, name, user, name);
    g_string_append(out, "ProtectSystem=full\nProtectHome=read-only\nPrivateTmp=yes\n");
    return g_string_free(out, FALSE);
}

// ---- files

static void clear_file(void *file) {
    g_free((char *)((ScheduleFile *)file)->name);
    g_free(((ScheduleFile *)file)->text);
}

static void add_file(GArray *files, const Schedule *schedule, const char *end, char *text) {
    ScheduleFile file = {g_strconcat(schedule->name, end, NULL), text};
    g_array_append_val(files, file);
}

static GArray *new_files(void) {
    GArray *files = g_array_new(FALSE, FALSE, sizeof(ScheduleFile));
    g_array_set_clear_func(files, clear_file);
    return files;
}

GArray *schedule_systemd(const Schedule *schedule) {
    GArray *files = new_files();
    add_file(files, schedule, ".service", make_service(schedule));
    add_file(files, schedule, ".timer", make_timer(schedule));
    add_file(files, schedule, "-failed.service", make_failed(schedule));
    return files;
}

static void append_cron_head(GString *out, const Schedule *schedule) {
    g_string_append(out, "# Made by accord schedule. Only what goes wrong is printed, and cron "
                         "mails it.\nSHELL=/bin/sh\n");
    if (schedule->mail)
        g_string_append_printf(out, "MAILTO=%s\n", schedule->mail);
}

static void append_cron_time(GString *out, const Schedule *schedule) {
    guint hour, minute;
    if (parse_time(schedule->at, &hour, &minute))
        g_string_append_printf(out, "%u %u * * *", minute, hour);
    else
        g_string_append(out, schedule->at);
    g_string_append_c(out, schedule->account ? '\t' : ' ');
    if (schedule->account)
        g_string_append_printf(out, "%s\t", schedule->account);
}

GArray *schedule_cron(const Schedule *schedule, Diags *diags) {
    g_autoptr(GString) command = g_string_new("nice -n 10 ");
    append_cron_word(command, schedule->program);
    g_string_append(command, " run --quiet ");
    append_cron_word(command, schedule->jobs);
    g_string_append(command, " --as-of today");
    if (command->len > SCHEDULE_CRON_LIMIT) {
        diag_error(diags, DIAG_TOO_LARGE, NULL, "use shorter paths",
                   "the command has %zu bytes, and cron takes %d", command->len,
                   SCHEDULE_CRON_LIMIT);
        return NULL;
    }
    GString *out = g_string_new(NULL);
    append_cron_head(out, schedule);
    append_cron_time(out, schedule);
    g_string_append_printf(out, "%s\n", command->str);
    GArray *files = new_files();
    add_file(files, schedule, "", g_string_free(out, FALSE));
    return files;
}
