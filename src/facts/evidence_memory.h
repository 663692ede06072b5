// What was found of evidence, apart from its records: for evidence that comes again in others, when
// merged records were taken apart, parts of them withheld, and the rest merged anew.
#pragma once
#include "facts/facts.h"

typedef struct EvidenceMemory EvidenceMemory;

EvidenceMemory *evidence_memory_new(void);
void evidence_memory_free(EvidenceMemory *memory); // accepts NULL
// Takes the findings of a record down: some dozen bytes for each.
void evidence_memory_keep(EvidenceMemory *memory, const Partnership *partnership);
// Puts findings to `evidence`, a copy of the partnership's. What was never looked up, or not for
// what it is to prove now and its quote does not tell, stays unchecked.
void evidence_memory_recall(const EvidenceMemory *memory, const Partnership *partnership,
                            Evidence *evidence);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(EvidenceMemory, evidence_memory_free)
