// Each function of libpq that the engine uses, handed on to the library. What is used anew gets a
// row here; the linker names it.
#include "store/postgres_library.h"

#include "base/library.h"

#include <libpq-fe.h>

static Library libpq = {.file = LIBPQ_FILE};

bool postgres_library_open(char **failure) {
    return library_open(&libpq, failure);
}

#define PQ(result, name, parameters, arguments)                                                    \
    LIBRARY_FUNCTION(&libpq, result, name, parameters, arguments)

PQ(PGconn *, PQconnectdbParams,
   (const char *const *keywords, const char *const *values, int expand_dbname),
   (keywords, values, expand_dbname))
PQ(ConnStatusType, PQstatus, (const PGconn *conn), (conn))
PQ(const char *, PQparameterStatus, (const PGconn *conn, const char *name), (conn, name))
PQ(PGTransactionStatusType, PQtransactionStatus, (const PGconn *conn), (conn))
PQ(int, PQconnectionUsedPassword, (const PGconn *conn), (conn))
PQ(int, PQconnectionNeedsPassword, (const PGconn *conn), (conn))
PQ(char *, PQerrorMessage, (const PGconn *conn), (conn))
PQ(void, PQfinish, (PGconn * conn), (conn))
PQ(PGcancel *, PQgetCancel, (PGconn * conn), (conn))
PQ(int, PQcancel, (PGcancel * request, char *said, int size), (request, said, size))
PQ(void, PQfreeCancel, (PGcancel * request), (request))

PQ(PGresult *, PQexec, (PGconn * conn, const char *query), (conn, query))
PQ(int, PQsendQueryParams,
   (PGconn * conn, const char *command, int count, const Oid *types, const char *const *values,
    const int *lengths, const int *formats, int result_format),
   (conn, command, count, types, values, lengths, formats, result_format))
PQ(int, PQsetSingleRowMode, (PGconn * conn), (conn))
PQ(int, PQputCopyData, (PGconn * conn, const char *bytes, int count), (conn, bytes, count))
PQ(int, PQputCopyEnd, (PGconn * conn, const char *message), (conn, message))
PQ(PGresult *, PQgetResult, (PGconn * conn), (conn))
PQ(void, PQclear, (PGresult * result), (result))

PQ(ExecStatusType, PQresultStatus, (const PGresult *result), (result))
PQ(char *, PQresultErrorField, (const PGresult *result, int field), (result, field))
PQ(int, PQnfields, (const PGresult *result), (result))
PQ(char *, PQfname, (const PGresult *result, int column), (result, column))
PQ(Oid, PQftable, (const PGresult *result, int column), (result, column))
PQ(Oid, PQftype, (const PGresult *result, int column), (result, column))
PQ(int, PQgetisnull, (const PGresult *result, int row, int column), (result, row, column))
PQ(int, PQgetlength, (const PGresult *result, int row, int column), (result, row, column))
PQ(char *, PQgetvalue, (const PGresult *result, int row, int column), (result, row, column))
