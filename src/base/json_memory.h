// Memory for values that jansson reads, given back all at once. Inside base/ only.
#pragma once
#include <jansson.h>

typedef struct JsonMemory JsonMemory;

JsonMemory *json_memory_new(void);
void json_memory_free(JsonMemory *memory); // accepts NULL; the values in it die
// Gives back all values. The memory stays for the next, but for what is much.
void json_memory_reset(JsonMemory *memory);
size_t json_memory_used(const JsonMemory *memory); // bytes of its blocks
// All that jansson makes in this thread from now on goes there (NULL: to the system, as always);
// what it gives back meanwhile is dropped with the rest. Answers where it went before.
JsonMemory *json_memory_fill(JsonMemory *memory);
// Memory that dies with the values.
void *json_memory_take(JsonMemory *memory, size_t size);
// As json_loadb. The value and all in it live until the memory is reset: references to them may be
// taken and given back, but do not keep them. NULL when the text is no JSON.
json_t *json_memory_load(JsonMemory *memory, const char *text, size_t length, size_t flags);
