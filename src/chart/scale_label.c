// The words at ticks and legend entries, as vega-scale and vega-format choose them: as many digits
// as the step needs, every second label of a crowded log scale, times by their largest telling
// unit.
#include "chart/scale_private.h"
#include "chart/ticks_time.h"

static const FormatLocale *locale_or_english(const FormatLocale *locale) {
    return locale ? locale : format_locale("en");
}

static const char *keep(Arena *arena, char *text) {
    const char *kept = arena_strdup(arena, text);
    g_free(text);
    return kept;
}

// ---- times ----

static bool is_start(SpanUnit unit, double every, GTimeZone *zone, double instant) {
    TimeSpan span = {unit, every, zone};
    return time_span_floor(&span, instant) >= instant;
}

// Vega's ladder: the specifier of the largest unit that starts at the instant.
static const char *telling_specifier(GTimeZone *zone, double instant) {
    static const struct {
        SpanUnit unit;
        const char *specifier;
    } rows[] = {
        {SPAN_SECOND, ".%L"}, {SPAN_MINUTE, ":%S"}, {SPAN_HOUR, "%I:%M"}, {SPAN_DAY, "%I %p"}};
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++)
        if (!is_start(rows[i].unit, 1, zone, instant))
            return rows[i].specifier;
    if (!is_start(SPAN_MONTH, 1, zone, instant))
        return is_start(SPAN_WEEK, 1, zone, instant) ? "%b %d" : "%a %d";
    return is_start(SPAN_YEAR, 1, zone, instant) ? "%Y" : "%B";
}

const char *scale_time_label(Arena *arena, const FormatLocale *locale, GTimeZone *zone, Value tick,
                             const char *specifier) {
    double instant = value_to_number(tick);
    if (!specifier)
        specifier = isfinite(instant) ? telling_specifier(zone, instant) : "%Y";
    return keep(arena, time_format(specifier, locale_or_english(locale), instant, zone));
}

// ---- numbers ----

static bool is_usable(double step) {
    return isfinite(step) && step != 0;
}

// d3's tick format: the precision that the step needs, when the specifier says none.
static void fill_precision(NumberFormat *format, double step, double largest) {
    if (format->precision >= 0 || !is_usable(step))
        return;
    switch (format->type) {
    case 's':
        if (is_usable(largest))
            format->precision = precision_prefix(step, largest);
        break;
    case 0:
    case 'e':
    case 'g':
    case 'p':
    case 'r':
        if (is_usable(fabs(largest) - fabs(step)))
            format->precision = MAX(precision_round(step, largest) - (format->type == 'e'), 0);
        break;
    case 'w':
        format->trim = true;
        if (is_usable(fabs(largest) - fabs(step)))
            format->precision = MAX(precision_round(step, largest), 3);
        break;
    case 'f':
    case '%':
        format->precision = MAX(precision_fixed(step) - (format->type == '%' ? 2 : 0), 0);
        break;
    default:
        break;
    }
}

typedef struct {
    double start, stop, count;
} Span;

static char *format_in_span(const FormatLocale *locale, Span span, const char *specifier,
                            double value) {
    NumberFormat format;
    if (!number_format_parse(specifier ? specifier : ",f", &format))
        return number_to_string(value);
    double largest = fmax(fabs(span.start), fabs(span.stop));
    bool prefix = format.type == 's' && format.precision < 0 && is_usable(largest);
    format.trim = format.trim || (format.type == 's' && format.precision < 0 && !prefix);
    fill_precision(&format, tick_step(span.start, span.stop, span.count), largest);
    return prefix ? number_format_prefix(&format, locale, largest, value)
                  : number_format(&format, locale, value);
}

// vega-format's formatFloat: up to 12 digits, without zeros at the end.
static char *format_float(const FormatLocale *locale, const char *specifier, double value) {
    NumberFormat format;
    if (!number_format_parse(specifier ? specifier : ",", &format))
        return number_to_string(value);
    if (format.precision < 0) {
        format.precision = format.type == '%' ? 10 : format.type == 'e' ? 11 : 12;
        format.trim = true;
    }
    return number_format(&format, locale, value);
}

// Every label asks for the number of ticks, so it is worked out once for a count.
static guint log_tick_count(const Scale *scale, double count) {
    ScaleState *state = scale->lookup;
    if (state && state->label_count == count)
        return state->label_ticks;
    g_autoptr(Arena) arena = arena_new();
    guint ticks;
    scale_ticks(scale, arena, count, 0, &ticks);
    if (state) {
        state->label_count = count;
        state->label_ticks = ticks;
    }
    return ticks;
}

// d3's filter: labels stand at the first multiples of a power, as many as there is room for.
static bool log_label_shown(const Scale *scale, double value, double count) {
    if (isinf(count) || scale->bin_count)
        return true;
    double base = scale->base > 0 ? scale->base : 10;
    double room = MAX(1, base * count / log_tick_count(scale, count));
    double i = value / pow(base, round_js(log(value) / log(base)));
    if (i * base < base - 0.5)
        i *= base;
    return i <= room;
}

static bool has_span(const Scale *scale) {
    return scale->domain_count > 0 &&
           (scale_is_continuous(scale) || scale->type == SCALE_QUANTIZE ||
            scale->type == SCALE_BIN_ORDINAL || scale->type == SCALE_IDENTITY);
}

static char *format_plain(const FormatLocale *locale, const char *specifier, Value value) {
    NumberFormat format;
    if (!specifier || !number_format_parse(specifier, &format)) {
        g_autoptr(Arena) arena = arena_new();
        return g_strdup(value_to_string(value, arena));
    }
    if (value.type == VALUE_DECIMAL)
        return number_format_decimal(&format, locale, *value.as.decimal);
    return number_format(&format, locale, value_to_number(value));
}

const char *scale_tick_label(const Scale *scale, Arena *arena, const FormatLocale *locale,
                             Value tick, double count, const char *specifier) {
    locale = locale_or_english(locale);
    if (scale->type == SCALE_TIME || scale->type == SCALE_UTC)
        return scale_time_label(arena, locale, scale->type == SCALE_TIME ? scale->zone : NULL, tick,
                                specifier);
    double value = value_to_number(tick);
    if (scale->type == SCALE_LOG && !log_label_shown(scale, value, count))
        return "";
    if (scale->type == SCALE_LOG)
        return keep(arena, format_float(locale, specifier, value));
    if (!has_span(scale))
        return keep(arena, format_plain(locale, specifier, tick));
    Span span = {scale_low(scale), scale_high(scale), isinf(count) ? 10 : count};
    return keep(arena, format_in_span(locale, span, specifier, value));
}

// ---- legends ----

static bool is_ranged(const Scale *scale) {
    return scale->bin_count || scale->type == SCALE_QUANTILE || scale->type == SCALE_QUANTIZE ||
           scale->type == SCALE_THRESHOLD;
}

static const Value *threshold_values(const Scale *scale, Arena *arena, guint *value_count) {
    guint n;
    const double *thresholds = scale_thresholds(scale, arena, &n);
    Value *values = arena_array(arena, Value, n + 1);
    values[0] = value_number(-INFINITY);
    for (guint i = 0; i < n; i++)
        values[i + 1] = value_number(thresholds[i]);
    *value_count = n + 1;
    return values;
}

static const Value *log_values(const Scale *scale, Arena *arena, double count, guint *value_count) {
    guint n;
    const Value *ticks = scale_ticks(scale, arena, count, 0, &n);
    Value *values = arena_array(arena, Value, n);
    *value_count = 0;
    for (guint i = 0; i < n; i++)
        if (log_label_shown(scale, ticks[i].as.number, count))
            values[(*value_count)++] = ticks[i];
    return values;
}

const Value *scale_legend_values(const Scale *scale, Arena *arena, double count,
                                 guint *value_count) {
    if (scale->bin_count) {
        Value *values = arena_array(arena, Value, scale->bin_count);
        for (guint i = 0; i < scale->bin_count; i++)
            values[i] = value_number(scale->bins[i]);
        *value_count = scale->bin_count - 1;
        return values;
    }
    if (is_ranged(scale))
        return threshold_values(scale, arena, value_count);
    if (scale->type == SCALE_LOG)
        return log_values(scale, arena, count, value_count);
    return scale_ticks(scale, arena, count, 0, value_count);
}

// The smallest step between the boundaries that a legend's digits must tell apart.
static double smallest_step(const Scale *scale, Arena *arena) {
    guint n = 2;
    double ends[2] = {scale_low(scale), scale_high(scale)};
    const double *values =
        scale->type == SCALE_QUANTILE ? scale_thresholds(scale, arena, &n) : ends;
    double step = n > 1 ? values[1] - values[0] : n ? values[0] : NAN;
    for (guint i = 1; i < n; i++)
        step = MIN(step, values[i] - values[i - 1]);
    return step;
}

static const char *legend_number(const Scale *scale, Arena *arena, const FormatLocale *locale,
                                 Value value, const LegendFormat *format) {
    if (scale->type != SCALE_QUANTILE && scale->type != SCALE_QUANTIZE)
        return scale_tick_label(scale, arena, locale, value, format->count, format->specifier);
    Span span = {0, scale->domain_count ? smallest_step(scale, arena) : 1, 30};
    return keep(arena, format_in_span(locale_or_english(locale), span, format->specifier,
                                      value_to_number(value)));
}

static bool is_infinite(Value value) {
    return !isfinite(value_to_number(value));
}

// "a – b", "< b" or "≥ a".
static const char *range_label(const Scale *scale, Arena *arena, const FormatLocale *locale,
                               const LegendFormat *format, guint index) {
    const LegendFormat *f = format;
    Value low = f->values[index], high = value_number(INFINITY);
    if (index + 1 < f->value_count)
        high = f->values[index + 1];
    else if (scale->bin_count)
        high = value_number(scale->bins[scale->bin_count - 1]);
    const char *from = is_infinite(low) ? NULL : legend_number(scale, arena, locale, low, f);
    const char *to = is_infinite(high) ? NULL : legend_number(scale, arena, locale, high, f);
    if (from && *from && to && *to)
        return arena_printf(arena, "%s – %s", from, to);
    return to && *to ? arena_printf(arena, "< %s", to)
                     : arena_printf(arena, "≥ %s", from ? from : "");
}

const char *scale_legend_label(const Scale *scale, Arena *arena, const FormatLocale *locale,
                               const LegendFormat *format, guint index) {
    if (format->type == 's' && is_ranged(scale))
        return range_label(scale, arena, locale, format, index);
    if (format->type == 'd' && index == 0)
        return NULL;
    return legend_number(scale, arena, locale, format->values[index], format);
}

static double fraction_continuous(const Scale *scale, double value) {
    double low = scale_low(scale), high = scale_high(scale);
    if (low == high || !isfinite(high - low))
        return 0.5;
    if (scale->clamp)
        value = CLAMP(value, MIN(low, high), MAX(low, high));
    double from = scale_transform(scale, low), to = scale_transform(scale, high);
    return (scale_transform(scale, value) - from) / (to - from);
}

double scale_legend_fraction(const Scale *scale, double value) {
    if (scale->domain_count == 0)
        return NAN;
    if (scale_is_continuous(scale))
        return fraction_continuous(scale, value);
    double low = scale_low(scale), high = scale_high(scale), count = scale->domain_count - 1;
    if (scale->type == SCALE_QUANTILE) {
        low = scale_state(scale)->sample_low;
        high = scale_state(scale)->sample_high;
    }
    if (scale->type == SCALE_THRESHOLD) {
        double adjust = count > 0 ? (high - low) / count : 0.1;
        low -= adjust;
        high += adjust;
    }
    return (value - low) / (high - low);
}
