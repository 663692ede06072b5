// A row for each form.
#include "app/chart_format.h"
#include "app/command.h"
#include "base/file.h"

#include <string.h>

static bool write_scene(const Scene *scene, const ChartOutput *output) {
    json_t *json = scene_to_json(scene, output->lineage);
    if (output->lineage && scene->description)
        json_object_set_new(json, "description", json_string(scene->description));
    char *text = json_dumps(json, JSON_INDENT(1) | JSON_ENCODE_ANY | JSON_REAL_PRECISION(12));
    json_decref(json);
    g_autofree char *line = g_strconcat(text, "\n", NULL);
    free(text);
    return file_write(output->diags, output->path, line, strlen(line));
}

static bool write_svg(const Scene *scene, const ChartOutput *output) {
    return scene_write_svg(scene, output->engine, output->diags, output->path);
}

static bool write_png(const Scene *scene, const ChartOutput *output) {
    return scene_write_png(scene, output->engine, output->diags, output->path, output->scale);
}

static bool write_pdf(const Scene *scene, const ChartOutput *output) {
    return scene_write_pdf(scene, output->engine, output->diags, output->path);
}

static const ChartFormat formats[] = {{"svg", "svg", write_svg},
                                      {"png", "png", write_png},
                                      {"pdf", "pdf", write_pdf},
                                      {"scene", "json", write_scene}};

static const ChartFormat *find_name(const char *name) {
    for (guint i = 0; i < G_N_ELEMENTS(formats); i++)
        if (strcmp(formats[i].name, name) == 0)
            return &formats[i];
    command_usage_error("chart", "--format is \"%s\", expected svg, png, pdf or scene", name);
    return NULL;
}

static const ChartFormat *find_suffix(const char *path) {
    g_autofree char *name = g_path_get_basename(path);
    const char *dot = strrchr(name, '.');
    for (guint i = 0; dot && i < G_N_ELEMENTS(formats); i++)
        if (g_ascii_strcasecmp(formats[i].suffix, dot + 1) == 0)
            return &formats[i];
    if (!dot)
        return formats;
    command_usage_error(
        "chart",
        "no picture is written as \"%s\", expected .svg, .png, .pdf or, for the scene, .json",
        name);
    return NULL;
}

// A file whose suffix tells another form than the one asked for is a slip.
static const ChartFormat *agreed(const ChartFormat *format, const char *path) {
    const char *dot = path ? strrchr(path, '.') : NULL;
    for (guint i = 0; format && dot && i < G_N_ELEMENTS(formats); i++) {
        if (&formats[i] == format || g_ascii_strcasecmp(formats[i].suffix, dot + 1) != 0)
            continue;
        command_usage_error("chart", "--format is \"%s\" but the file is a .%s: %s", format->name,
                            formats[i].suffix, path);
        return NULL;
    }
    return format;
}

const ChartFormat *chart_format_find(const char *name, const char *path) {
    if (name)
        return agreed(find_name(name), path);
    return path ? find_suffix(path) : formats;
}
