#include "chart/schema.h"
bool schema_check(Chart *chart) {
    if (!json_is_object(chart->input->spec->json)) {
        chart_error(chart, NULL, DIAG_WRONG_TYPE, NULL, "a specification is %s, expected an object",
                    json_type_name(chart->input->spec->json));
        return false;
    }
    return true;
}
