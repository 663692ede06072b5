// PostgreSQL's failures as faults, by their SQLSTATE; the name they are about stands in quotes in
// the message, the place is told in characters of the translated question.
#include "store/postgres.h"

#include <string.h>

static const struct {
    const char *state; // SQLSTATE, or how it begins
    SqlFault fault;
} states[] = {{"42703", FAULT_UNKNOWN_COLUMN},
              {"42P01", FAULT_UNKNOWN_TABLE},
              {"42883", FAULT_SQL},
              {"25006", FAULT_FORBIDDEN},
              {"42501", FAULT_DENIED},
              {"57014", FAULT_WORK},
              {"AC001", FAULT_MIXED},
              {"55P03", FAULT_BUSY},
              {"53100", FAULT_FULL},
              {"53", FAULT_MEMORY},
              {"54", FAULT_TOO_BIG},
              {"08", FAULT_LOST},
              {"57P", FAULT_LOST}};

static SqlFault fault_of(const char *state) {
    for (guint i = 0; state && i < G_N_ELEMENTS(states); i++)
        if (g_str_has_prefix(state, states[i].state))
            return states[i].fault;
    return state ? FAULT_SQL : FAULT_LOST;
}

// What stands in the first pair of quotes of a message: "column "x" does not exist".
static char *name_in(const char *message) {
    const char *open = strchr(message, '"'), *close = open ? strchr(open + 1, '"') : NULL;
    if (close)
        return g_strndup(open + 1, (gsize)(close - open) - 1);
    if (!g_str_has_prefix(message, "column "))
        return NULL;
    const char *name = message + strlen("column ");
    return g_strndup(name, strcspn(name, " "));
}

static void set_place(Engine *engine, const PGresult *result, const PqQuestion *question) {
    const char *position = PQresultErrorField(result, PG_DIAG_STATEMENT_POSITION);
    gint64 characters = position ? g_ascii_strtoll(position, NULL, 10) : 0;
    if (!question || characters < 1 ||
        characters > g_utf8_strlen(question->sql->str, (gssize)question->sql->len))
        return;
    const char *at = g_utf8_offset_to_pointer(question->sql->str, characters - 1);
    engine->error.has_place = true;
    engine->error.start = engine->error.end = pq_origin(question, (gsize)(at - question->sql->str));
}

// The limit of questions is Accord's; another is one that the account or the server has.
static char *describe(const PostgresEngine *pq, SqlFault fault, const char *said) {
    guint64 seconds = pq->limit_ms / 1000;
    if (fault == FAULT_WORK && seconds > 0)
        return g_strdup_printf("the query takes longer than %" G_GUINT64_FORMAT " second%s",
                               seconds, seconds == 1 ? "" : "s");
    bool is_said = fault == FAULT_LOST || fault == FAULT_DENIED || fault == FAULT_WORK;
    return is_said ? g_strdup_printf("PostgreSQL says: %s", said) : g_strdup(said);
}

bool pq_fail(PostgresEngine *pq, const PGresult *result, const PqQuestion *question) {
    Engine *engine = &pq->engine;
    const char *state = result ? PQresultErrorField(result, PG_DIAG_SQLSTATE) : NULL;
    const char *primary = result ? PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY) : NULL;
    g_autofree char *said = g_strdup(primary ? primary : PQerrorMessage(pq->connection));
    g_strchomp(said);
    pq->is_typeless = g_strcmp0(state, "42P18") == 0 || g_strcmp0(state, "42P08") == 0;
    SqlFault fault = PQstatus(pq->connection) == CONNECTION_OK ? fault_of(state) : FAULT_LOST;
    g_autofree char *name = name_in(said);
    g_autofree char *message = describe(pq, fault, said);
    engine_fail(engine, fault, name, *message ? message : "the connection to PostgreSQL is lost");
    set_place(engine, result, question);
    return false;
}

bool pq_is_good(const PGresult *result) {
    ExecStatusType status = PQresultStatus(result);
    return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK ||
           status == PGRES_SINGLE_TUPLE || status == PGRES_COPY_IN;
}
