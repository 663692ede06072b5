// The PostgreSQL engine in its parts: the handle, and questions put into its words. Inside store/
// only, and there only for PostgreSQL's own files.
#pragma once
#include "store/engine.h"

// A question in PostgreSQL's words.
typedef struct {
    GString *sql;
    GArray *marks;     // of PqMark: where pieces came from
    GPtrArray *params; // ":name", each once; parameter $n is at n - 1; owned
} PqQuestion;

typedef struct {
    gsize out, in;  // bytes
    gsize verbatim; // bytes that were copied
} PqMark;

// translate_postgres.c: refuses what a question may not do, by its words, and puts the rest into
// PostgreSQL's: parameters, functions, casts. schemas: names that may not stand before a point.
// NULL and engine->error when refused.
PqQuestion *pq_translate(Engine *engine, const char *sql, GHashTable *schemas);
void pq_question_free(PqQuestion *question); // accepts NULL
// The byte of the question's own text that a byte of the translation came from.
gsize pq_origin(const PqQuestion *question, gsize out);
const char *const *pq_function_names(void); // NULL terminated

// setup_postgres.c: the functions that views and questions use. NULL terminated.
extern const char *const pq_setup[];
// Those that came with a later version of the tables; NULL: none did.
const char *const *pq_setup_of(gint64 version);
