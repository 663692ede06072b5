#include "chart/normalize.h"
json_t *normalize_overlay(Chart *chart, json_t *spec, const Inherited *from) {
    (void)chart;
    (void)spec;
    (void)from;
    return NULL;
}
json_t *normalize_boxplot(Chart *chart, json_t *spec, const Inherited *from) {
    (void)from;
    chart_unsupported(chart, spec, "boxplot");
    return spec;
}
json_t *normalize_errorbar(Chart *chart, json_t *spec, const Inherited *from) {
    (void)from;
    chart_unsupported(chart, spec, "errorbar");
    return spec;
}
json_t *normalize_errorband(Chart *chart, json_t *spec, const Inherited *from) {
    (void)from;
    chart_unsupported(chart, spec, "errorband");
    return spec;
}
