// The type of a column is that of all its values; one that differs makes it text. All rows are
// looked at, since a table that is almost numbers must not print one of them as a date.
#include "page/cell_format.h"

#include "page/template.h"

#include <math.h>

enum { DECIMALS_MAX = 2, YEAR_MIN = 1000, YEAR_MAX = 2999 };

typedef struct {
    guint numbers, dates, times, others;
    bool years;   // all numbers are whole and look like years
    int decimals; // most digits after the point that are needed, at most DECIMALS_MAX
} Census;

static int decimals_needed(double value) {
    for (int digits = 0; digits < DECIMALS_MAX; digits++) {
        double scaled = value * pow(10, digits);
        if (fabs(scaled - round(scaled)) < 1e-9 * MAX(fabs(scaled), 1))
            return digits;
    }
    return DECIMALS_MAX;
}

static void count_number(Census *census, double number) {
    if (!isfinite(number))
        return;
    census->numbers++;
    census->decimals = MAX(census->decimals, decimals_needed(number));
    census->years &= number == trunc(number) && number >= YEAR_MIN && number <= YEAR_MAX;
}

static void count_value(Census *census, Value value) {
    Edtf date;
    switch (value.type) {
    case VALUE_NULL:
    case VALUE_UNDEFINED:
        return;
    case VALUE_NUMBER:
    case VALUE_DECIMAL:
        count_number(census, value_to_number(value));
        return;
    case VALUE_TIME:
        census->times++;
        return;
    case VALUE_STRING:
        if (!*value.as.string)
            return;
        if (edtf_parse(value.as.string, &date, NULL))
            census->dates++;
        else
            census->others++;
        return;
    case VALUE_BOOL:
    case VALUE_JSON:
        census->others++;
        return;
    }
}

static CellFormat number_format_of(Arena *arena, const Census *census, const char *wanted) {
    const char *format = wanted;
    if (!format && census->years)
        format = "d";
    else if (!format && census->decimals == 0)
        format = ",d";
    else if (!format)
        format = arena_printf(arena, ",.%df", census->decimals);
    return (CellFormat){COLUMN_NUMBER, format};
}

CellFormat cell_format_of(Scope *scope, const Field *field, guint row_count, const char *wanted) {
    Arena *arena = scope_arena(scope);
    Census census = {.years = true};
    if (wanted && translation_find(scope_translation(scope), wanted))
        wanted = translation_find(scope_translation(scope), wanted);
    for (guint row = 0; row < row_count; row++)
        count_value(&census, field_value(field, row));
    guint all = census.numbers + census.dates + census.times + census.others;
    if (all && census.numbers == all)
        return number_format_of(arena, &census, wanted);
    if (all && census.dates + census.times == all)
        return (CellFormat){COLUMN_DATE,
                            wanted ? wanted : format_locale_short_date(scope_locale(scope))};
    return (CellFormat){census.others == all ? COLUMN_TEXT : COLUMN_OTHER, wanted};
}

CellFormat cell_format_of_number(Arena *arena, Value value, const char *wanted) {
    Census census = {0}; // a figure of 2025 is no year
    count_number(&census, value_to_number(value));
    return number_format_of(arena, &census, wanted);
}

const char *cell_format_print(Scope *scope, const CellFormat *format, Value value) {
    if (value_is_nullish(value) || (value.type == VALUE_NUMBER && isnan(value.as.number)))
        return NULL;
    return template_format_value(scope, value, format->format);
}
