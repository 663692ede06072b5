// What a key figure gained or lost since the earlier state of the facts.
#pragma once
#include "page/kpi.h"

typedef struct {
    double difference;
    const char *text; // "▲ +3 since 19 Nov 2025"; NULL: nothing to compare with, or no number
} KpiSince;

KpiSince kpi_since(Compose *compose, const KpiItem *item);
