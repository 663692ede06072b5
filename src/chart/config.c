// Merges the configuration and looks properties up. The defaults stand here as JSON, as the
// documentation of Vega-Lite and Vega lists them, so that a theme is the same thing as a default.
#include "chart/config.h"

static const char VEGA_LITE_DEFAULTS[] =
    "{\"background\":\"white\",\"padding\":5,\"timeFormat\":\"%b %d, %Y\","
    "\"countTitle\":\"Count of Records\",\"normalizedNumberFormat\":\".0%\","
    "\"view\":{\"continuousWidth\":300,\"continuousHeight\":300,\"step\":20},"
    "\"mark\":{\"color\":\"#4c78a8\",\"invalid\":\"break-paths-show-path-domains\","
    "\"timeUnitBandSize\":1},"
    "\"bar\":{\"binSpacing\":1,\"continuousBandSize\":5,\"minBandSize\":0.25,"
    "\"timeUnitBandPosition\":0.5},"
    "\"rect\":{\"binSpacing\":0,\"continuousBandSize\":5,\"minBandSize\":0.25,"
    "\"timeUnitBandPosition\":0.5},"
    "\"tick\":{\"binSpacing\":0,\"continuousBandSize\":5,\"minBandSize\":0.25,"
    "\"timeUnitBandPosition\":0.5,\"thickness\":1},"
    "\"rule\":{\"color\":\"black\"},\"text\":{\"color\":\"black\"},"
    "\"boxplot\":{\"size\":14,\"extent\":1.5,\"box\":{},\"median\":{\"color\":\"white\"},"
    "\"outliers\":{},\"rule\":{},\"ticks\":null},"
    "\"errorbar\":{\"center\":\"mean\",\"rule\":true,\"ticks\":false},"
    "\"errorband\":{\"band\":{\"opacity\":0.3},\"borders\":false},"
    "\"network\":{\"maxNodes\":40,\"maxLinks\":150,\"sizeRange\":[24,420],"
    "\"widthRange\":[0.6,5],\"node\":{\"stroke\":\"white\",\"strokeWidth\":1},"
    "\"link\":{\"color\":\"#98a2ab\",\"opacity\":0.55,\"strokeCap\":\"round\"},"
    "\"label\":{\"limit\":160}},"
    "\"sankey\":{\"maxNodes\":12,\"other\":\"Other\",\"missing\":\"–\",\"nodeWidth\":9,"
    "\"nodePadding\":8,\"values\":true,\"valueFormat\":\",.3~s\","
    "\"node\":{\"color\":\"#66707a\"},\"link\":{\"opacity\":0.42},"
    ""
    "\"head\":{\"opacity\":0.7}},"
    "\"timeline\":{\"laneHeight\":11,\"laneMax\":22,\"pointAt\":\"end\",\"gap\":4,"
    "\"dateFormat\":\"%-d %b %Y\",\"span\":{\"height\":5,\"cornerRadius\":2.5,"
    "\"opacity\":0.45},\"point\":{\"size\":42},"
    "\"label\":{\"limit\":230},\"rule\":{\"strokeDash\":[2,2]},"
    "\"date\":{\"baseline\":\"bottom\",\"dy\":-3}},"
    "\"scale\":{\"pointPadding\":0.5,\"barBandPaddingInner\":0.1,\"rectBandPaddingInner\":0,"
    "\"tickBandPaddingInner\":0.25,\"bandWithNestedOffsetPaddingInner\":0.2,"
    "\"bandWithNestedOffsetPaddingOuter\":0.2,\"minBandSize\":2,\"minFontSize\":8,"
    "\"maxFontSize\":40,\"minOpacity\":0.3,\"maxOpacity\":0.8,\"minSize\":4,"
    "\"minStrokeWidth\":1,\"maxStrokeWidth\":4,\"quantileCount\":4,\"quantizeCount\":4,"
    "\"zero\":true},"
    "\"legend\":{\"gradientHorizontalMaxLength\":200,\"gradientHorizontalMinLength\":100,"
    "\"gradientVerticalMaxLength\":200,\"gradientVerticalMinLength\":64},"
    "\"header\":{\"titlePadding\":10,\"labelPadding\":10},"
    "\"facet\":{\"spacing\":20},\"concat\":{\"spacing\":20}}";

static const char VEGA_DEFAULTS[] =
    "{\"arc\":{\"fill\":\"#4c78a8\"},\"area\":{\"fill\":\"#4c78a8\"},"
    "\"line\":{\"stroke\":\"#4c78a8\",\"strokeWidth\":2},\"rect\":{\"fill\":\"#4c78a8\"},"
    "\"rule\":{\"stroke\":\"#000\"},\"symbol\":{\"fill\":\"#4c78a8\",\"size\":64},"
    "\"text\":{\"fill\":\"#000\",\"font\":\"sans-serif\",\"fontSize\":11},"
    "\"trail\":{\"fill\":\"#4c78a8\",\"size\":2},"
    "\"style\":{"
    "\"guide-label\":{\"fill\":\"#000\",\"font\":\"sans-serif\",\"fontSize\":10},"
    "\"guide-title\":{\"fill\":\"#000\",\"font\":\"sans-serif\",\"fontSize\":11,"
    "\"fontWeight\":\"bold\"},"
    "\"group-title\":{\"fill\":\"#000\",\"font\":\"sans-serif\",\"fontSize\":13,"
    "\"fontWeight\":\"bold\"},"
    "\"group-subtitle\":{\"fill\":\"#000\",\"font\":\"sans-serif\",\"fontSize\":12},"
    "\"point\":{\"size\":30,\"strokeWidth\":2,\"shape\":\"circle\"},"
    "\"circle\":{\"size\":30,\"strokeWidth\":2},"
    "\"square\":{\"size\":30,\"strokeWidth\":2,\"shape\":\"square\"},"
    "\"cell\":{\"fill\":\"transparent\",\"stroke\":\"#ddd\"},"
    "\"view\":{\"fill\":\"transparent\"}},"
    "\"title\":{\"orient\":\"top\",\"anchor\":\"middle\",\"offset\":4,\"subtitlePadding\":3},"
    "\"axis\":{\"minExtent\":0,\"maxExtent\":200,\"bandPosition\":0.5,\"domain\":true,"
    "\"domainWidth\":1,\"domainColor\":\"#888\",\"grid\":false,\"gridWidth\":1,"
    "\"gridColor\":\"#ddd\",\"labels\":true,\"labelAngle\":0,\"labelLimit\":180,"
    "\"labelOffset\":0,\"labelPadding\":2,\"ticks\":true,\"tickColor\":\"#888\","
    "\"tickOffset\":0,\"tickRound\":true,\"tickSize\":5,\"tickWidth\":1,\"titlePadding\":4},"
    "\"axisBand\":{\"tickOffset\":-0.5},"
    "\"legend\":{\"orient\":\"right\",\"padding\":0,\"gridAlign\":\"each\",\"columnPadding\":10,"
    "\"rowPadding\":2,\"symbolDirection\":\"vertical\",\"gradientDirection\":\"vertical\","
    "\"gradientLength\":200,\"gradientThickness\":16,\"gradientStrokeColor\":\"#ddd\","
    "\"gradientStrokeWidth\":0,\"gradientLabelOffset\":2,\"labelAlign\":\"left\","
    "\"labelBaseline\":\"middle\",\"labelLimit\":160,\"labelOffset\":4,\"labelOverlap\":true,"
    "\"symbolLimit\":30,\"symbolType\":\"circle\",\"symbolSize\":100,\"symbolOffset\":0,"
    "\"symbolStrokeWidth\":1.5,\"symbolBaseFillColor\":\"transparent\","
    "\"symbolBaseStrokeColor\":\"#888\",\"titleLimit\":180,\"titleOrient\":\"top\","
    "\"titlePadding\":5,\"layout\":{\"offset\":18,\"direction\":\"horizontal\","
    "\"left\":{\"direction\":\"vertical\"},\"right\":{\"direction\":\"vertical\"}}},"
    "\"range\":{\"category\":{\"scheme\":\"tableau10\"},\"ordinal\":{\"scheme\":\"blues\"},"
    "\"heatmap\":{\"scheme\":\"yellowgreenblue\"},\"ramp\":{\"scheme\":\"blues\"},"
    "\"diverging\":{\"scheme\":\"blueorange\",\"extent\":[1,0]},"
    "\"symbol\":[\"circle\",\"square\",\"triangle-up\",\"cross\",\"diamond\",\"triangle-right\","
    "\"triangle-down\",\"triangle-left\"]}}";

// How deep an object of the configuration is merged instead of replaced.
static int merge_depth(const char *group) {
    return !strcmp(group, "style") ? 2 : !strcmp(group, "legend") ? 2 : 1;
}

static void merge(json_t *into, const json_t *from, int depth) {
    const char *key;
    json_t *value;
    json_object_foreach((json_t *)from, key, value) {
        json_t *old = json_object_get(into, key);
        if (depth > 0 && json_is_object(value) && json_is_object(old))
            merge(old, value, depth - 1);
        else
            json_object_set_new(into, key, json_deep_copy(value));
    }
}

static void merge_config(json_t *into, const json_t *from) {
    const char *group;
    json_t *value;
    json_object_foreach((json_t *)from, group, value) {
        json_t *old = json_object_get(into, group);
        if (json_is_object(value) && !json_is_object(old)) {
            old = json_object();
            json_object_set_new(into, group, old);
        }
        if (json_is_object(value))
            merge(old, value, merge_depth(group) - 1);
        else
            json_object_set(into, group, value);
    }
}

// "font" names the face of all texts.
static void apply_font(json_t *config, const char *font) {
    static const char *const STYLES[] = {"guide-label", "guide-title", "group-title",
                                         "group-subtitle"};
    json_t *styles = json_object();
    for (guint i = 0; i < G_N_ELEMENTS(STYLES); i++)
        json_object_set_new(styles, STYLES[i], json_pack("{s:s}", "font", font));
    json_t *made = json_pack("{s:{s:s},s:o}", "text", "font", font, "style", styles);
    merge_config(config, made);
    json_decref(made);
}

void config_init(Chart *chart, const json_t *theme, const json_t *spec_config) {
    chart->config = chart_own(chart, json_loads(VEGA_LITE_DEFAULTS, 0, NULL));
    chart->vega = chart_own(chart, json_loads(VEGA_DEFAULTS, 0, NULL));
    const char *font = js_string(spec_config, "font");
    if (!font)
        font = js_string(theme, "font");
    if (font)
        apply_font(chart->config, font);
    if (theme)
        merge_config(chart->config, theme);
    if (spec_config)
        merge_config(chart->config, spec_config);
}

json_t *config_get(const Chart *chart, const char *group, const char *key) {
    return json_object_get(json_object_get(chart->config, group), key);
}

double config_number(const Chart *chart, const char *group, const char *key, double otherwise) {
    return js_number(json_object_get(chart->config, group), key, otherwise);
}

json_t *config_vega(const Chart *chart, const char *group, const char *key) {
    json_t *value = config_get(chart, group, key);
    return value ? value : json_object_get(json_object_get(chart->vega, group), key);
}

json_t *config_style(const Chart *chart, const char *style, const char *key) {
    return json_object_get(config_get(chart, "style", style), key);
}

json_t *config_styles(const Chart *chart, const json_t *object, const char *key, StyleGet *get) {
    const json_t *style = json_object_get(object, "style");
    if (json_is_string(style))
        return get(chart, json_string_value(style), key);
    for (size_t i = json_array_size(style); i-- > 0;) {
        const char *item = json_string_value(json_array_get(style, i));
        json_t *value = item ? get(chart, item, key) : NULL;
        if (value)
            return value;
    }
    return NULL;
}

json_t *config_vega_style(const Chart *chart, const char *style, const char *key) {
    json_t *value = config_style(chart, style, key);
    return value ? value
                 : json_object_get(json_object_get(json_object_get(chart->vega, "style"), style),
                                   key);
}
