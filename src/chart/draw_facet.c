#include "chart/draw.h"
Group *draw_facet(View *view) {
    chart_unsupported(view->chart, view->spec, "facet");
    return group_new(view->chart, GROUP_CHART);
}
Group *draw_concat(View *view) {
    chart_unsupported(view->chart, view->spec, "concat");
    return group_new(view->chart, GROUP_CHART);
}
