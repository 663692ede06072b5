// From --store to an engine: a path is a file of SQLite, postgresql:// a server. Addresses are
// shown in messages without their password.
#include "store/engine_postgres.h"
#include "store/private.h"

#include <string.h>

bool store_is_server(const char *address) {
    return strstr(address, "://") != NULL;
}

static bool is_known_server(const char *address) {
    return g_str_has_prefix(address, "postgresql://") || g_str_has_prefix(address, "postgres://");
}

// The end of user:password@, at its last @ before the path.
static const char *host_of(const char *rest) {
    const char *host = rest, *end = rest + strcspn(rest, "/?");
    for (const char *p = rest; p < end; p++)
        if (*p == '@')
            host = p + 1;
    return host;
}

char *store_address_shown(const char *address) {
    if (!store_is_server(address))
        return g_strdup(address);
    const char *rest = strstr(address, "://") + 3, *host = host_of(rest);
    gsize user = host > rest ? strcspn(rest, ":@") : 0;
    const char *scheme = is_known_server(address) ? "postgresql://" : address;
    return g_strdup_printf("%.*s%.*s%s%.*s", (int)(strstr(scheme, "://") + 3 - scheme), scheme,
                           (int)user, rest, user ? "@" : "", (int)strcspn(host, "?"), host);
}

static Engine *open_file(const char *path, StoreAccess access, char **failure) {
    if (access != STORE_MAKE && !g_file_test(path, G_FILE_TEST_EXISTS)) {
        *failure = g_strdup("there is no such file; accord facts add makes it");
        return NULL;
    }
    SqliteOptions options = {
        .path = path, .writable = access != STORE_READ, .create = access == STORE_MAKE};
    return engine_sqlite_open(&options, failure);
}

static Engine *open_server(const char *address, char **failure, SqlFault *fault) {
    if (is_known_server(address))
        return engine_postgres_open(address, failure, fault);
    *failure = g_strdup("only servers of PostgreSQL are known, expected postgresql://...");
    return NULL;
}

static const char server_hint[] =
    "see whether the server runs and takes this account (psql tells), and run again";
static const char right_hint[] = "readers need USAGE on the schema \"accord\" and SELECT on its "
                                 "tables, who adds facts owns it or may"
                                 " make it (CREATE on the database)";

static const struct {
    SqlFault fault;
    const char *hint;
} hints[] = {
    {FAULT_LOST, server_hint},
    {FAULT_WORK, "the account or the server has a statement_timeout; ALTER ROLE ... SET"
                 " statement_timeout = 0 lifts it"},
    {FAULT_PASSWORD, "the password is that of the address, of PGPASSWORD or of ~/.pgpass"},
    {FAULT_DATABASE, "createdb makes one: createdb -E UTF8 NAME; or the name is mistyped"}};

const char *address_hint(const char *address, SqlFault fault) {
    if (fault == FAULT_FULL)
        return "make room on its disk";
    if (fault == FAULT_DENIED)
        return right_hint;
    for (guint i = 0; is_known_server(address) && i < G_N_ELEMENTS(hints); i++)
        if (hints[i].fault == fault)
            return hints[i].hint;
    return NULL;
}

Engine *address_open(Diags *diags, const char *address, StoreAccess access) {
    g_autofree char *failure = NULL, *shown = store_address_shown(address);
    SqlFault fault = FAULT_LOST;
    Engine *engine = store_is_server(address) ? open_server(address, &failure, &fault)
                                              : open_file(address, access, &failure);
    if (!engine)
        diag_error(diags, DIAG_FILE, NULL, address_hint(address, fault),
                   "the store \"%s\" cannot be opened: %s", shown, failure);
    return engine;
}

Engine *address_open_to_try(Diags *diags, const char *address) {
    const SqliteOptions in_memory = {.writable = true, .create = true};
    if (store_is_server(address) || g_file_test(address, G_FILE_TEST_EXISTS))
        return address_open(diags, address, STORE_WRITE);
    g_autofree char *failure = NULL;
    Engine *engine = engine_sqlite_open(&in_memory, &failure);
    if (!engine)
        diag_error(diags, DIAG_FILE, NULL, NULL, "the store cannot be tried in memory: %s",
                   failure);
    return engine;
}
