// Reading many JSON texts that have much in common, as the lines of one file do. Inside base/ only.
#pragma once
#include "base/json_memory.h"

#include <stdbool.h>

typedef struct JsonPieces JsonPieces;

JsonPieces *json_pieces_new(void);
void json_pieces_free(JsonPieces *pieces); // accepts NULL; the values it kept die
// To be called when no value made by json_pieces_load is used any more.
void json_pieces_begin(JsonPieces *pieces);
// As json_memory_load with JSON_REJECT_DUPLICATES | JSON_DECODE_ANY. Values in the result may be
// shared and live until `pieces` begins anew: do not change them. NULL also for some texts that
// are JSON, such as one that nests deep: read these with json_memory_load. text[length] is NUL.
json_t *json_pieces_load(JsonPieces *pieces, JsonMemory *memory, const char *text, size_t length);
