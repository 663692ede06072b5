// Lists of numbers come as arrays of JSON, or as texts that SQL put together ("3, 5, 2"): what is
// no number in them is passed over. A date is one text, not a list of its parts.
#include "page/table_points.h"

#include "base/edtf.h"

#include <math.h>
#include <string.h>

guint table_points_read(Value value, double *out) {
    guint count = 0;
    if (value.type == VALUE_JSON && json_is_array(value.as.json)) {
        for (size_t i = 0; i < json_array_size(value.as.json) && count < TABLE_POINTS_MAX; i++)
            if (json_is_number(json_array_get(value.as.json, i)))
                out[count++] = json_number_value(json_array_get(value.as.json, i));
    } else if (value.type == VALUE_STRING) {
        char *end;
        for (const char *p = value.as.string; *p && count < TABLE_POINTS_MAX; p = end) {
            double number = g_ascii_strtod(p, &end);
            if (end == p)
                end++;
            else if (isfinite(number))
                out[count++] = number;
        }
    }
    return count;
}

bool table_points_check(const Compose *compose, const Table *table, const FieldSpec *field) {
    const Column *column = field->name ? table_column(table, field->name) : NULL;
    double points[TABLE_POINTS_MAX];
    Edtf date;
    guint others = 0;
    for (guint i = 0; column && i < table->row_count; i++) {
        Value value = column->values[i];
        bool text = value.type == VALUE_STRING && *value.as.string;
        bool dated =
            text && !strpbrk(value.as.string, ", ") && edtf_parse(value.as.string, &date, NULL);
        if (value_is_nullish(value) || (value.type == VALUE_STRING && !text))
            continue;
        if (!dated && table_points_read(value, points) > 0)
            return true;
        others++;
    }
    if (others > 0)
        json_error(compose->diags, field->node, DIAG_WRONG_TYPE,
                   "give it lists of numbers, as group_concat of SQL makes them",
                   "\"%s\" holds no lists of numbers, of which a line could be made", field->name);
    return others == 0;
}
