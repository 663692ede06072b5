// Questions about bands and invalid values that scales, data and marks ask alike.
#include "chart/config.h"
#include "chart/scale_model.h"

#include <math.h>

double band_position(Chart *chart, const Def *def, const Def *def2, const json_t *mark_def) {
    const json_t *given = def_is_field_or_datum(def) ? def_get(def, "bandPosition") : NULL;
    if (json_is_number(given))
        return json_number_value(given);
    if (!def || !def->is_field)
        return NAN;
    if (def->has_unit && !def2) {
        const json_t *value = mark_config(chart, mark_def, "timeUnitBandPosition", NULL);
        return json_is_number(value) ? json_number_value(value) : NAN;
    }
    return def->binning ? 0.5 : NAN;
}

bool has_band_end(Chart *chart, const Def *def, const Def *def2, const json_t *mark_def) {
    if (def->binning || (def->has_unit && def->type == TYPE_TEMPORAL))
        return !isnan(band_position(chart, def, def2, mark_def));
    return false;
}

bool view_is_ranged_offset(View *view, Channel channel) {
    if (view->mark != MARK_BAR && view->mark != MARK_AREA)
        return false;
    const Encoding *encoding = view->encoding;
    Channel secondary = channel_secondary(channel);
    if ((secondary != CHANNEL_NONE && encoding->channel[secondary]) ||
        !encoding_has_measured_offset(encoding, channel))
        return false;
    const Def *def = encoding->channel[channel];
    if (!def)
        return true;
    const ScaleModel *scale = view_scale(view, channel);
    return def_is_field_or_datum(def) && scale && kind_is_discrete(scale->kind);
}

ValidMode scale_valid_mode(View *unit, Channel channel, const Def *def) {
    const ScaleModel *scale = view_scale(unit, channel);
    if (!scale || !kind_has_continuous_domain(scale->kind) || (def && def_counts(def)))
        return VALID_ALWAYS;
    if (json_object_get(config_get(unit->chart, "scale", "invalid"), channel_name(channel)))
        return VALID_SHOW;
    switch (mark_invalid_mode(unit->chart, unit->mark_def)) {
    case INVALID_SHOW:
        return VALID_SHOW;
    case INVALID_FILTER:
        return VALID_FILTER;
    case INVALID_BREAK_FILTER_DOMAINS:
    case INVALID_BREAK_SHOW_DOMAINS:
        return VALID_BREAK;
    }
    return VALID_FILTER;
}
