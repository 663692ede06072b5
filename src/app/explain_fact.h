// One fact behind an item, as text.
#pragma once
#include "app/explain_facts.h"
#include "app/explain_paper.h"

// Its id, title, day and amounts, the records that it was merged from, and its evidence: of a sum
// of money that of its amounts first. Nothing when it is not among the facts.
void explain_put_fact(Paper *paper, const TraceItem *item, const ExplainFacts *facts,
                      guint32 number);
