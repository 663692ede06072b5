// Any bytes are facts, or reported problems; what is handed on keeps the promises of facts.h.
#include "facts_checked.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    g_autoptr(Diags) diags = diags_new();
    read_checked(diags, /*map=*/NULL, data, size);
    return 0;
}
