// Widths of text without setting it.
#include "text/strip.h"

#include <string.h>

// A text of one style, to be measured. The engine's scratch arena holds what it needs.
typedef struct {
    TextSpan span;
    ParagraphSpec spec;
    Setting setting;
} Sample;

static void sample_begin(Sample *sample, TextEngine *engine, const TextStyle *style,
                         const char *text, bool one_line) {
    shaper_forget(engine);
    sample->span = (TextSpan){.text = text, .style = *style};
    sample->spec = (ParagraphSpec){.span_count = 1, .spans = &sample->span};
    sample->setting = (Setting){.engine = engine, .arena = engine->scratch, .spec = &sample->spec};
    setting_init(&sample->setting, one_line);
}

static void sample_end(const Sample *sample) {
    arena_reset(sample->setting.engine->scratch);
}

double text_width(TextEngine *engine, const TextStyle *style, const char *text) {
    Sample sample;
    sample_begin(&sample, engine, style, text, /*one_line=*/true);
    Strip strip = strip_new(&sample.setting, 0, sample.setting.length, /*wraps=*/false);
    double width = strip_width(&strip);
    strip_clear(&strip);
    sample_end(&sample);
    return width;
}

// The widest part of the strip that holds no place where a line may break.
static double widest_part(Strip *strip) {
    double widest = 0, before = 0; // width of what the part has before the piece
    for (guint i = 0; i < strip->pieces->len; i++) {
        Piece piece = *strip_piece_at(strip, i);
        for (guint at = piece.start + 1; !piece.is_solid && at < piece_end(&piece); at++) {
            if (!strip_can_break(strip, at, BREAK_LINE))
                continue;
            Piece head = strip_head(strip, &piece, at);
            widest = MAX(widest, before + head.visible);
            before = 0;
            piece = strip_piece(strip, piece.stretch, at, piece_end(&piece) - at, false);
        }
        widest = MAX(widest, before + piece.visible);
        bool is_last = i + 1 == strip->pieces->len;
        before = is_last || strip_breaks_after(strip, i) ? 0 : before + piece.width;
    }
    return widest;
}

void text_extent(TextEngine *engine, const TextStyle *style, const char *text, double *min_width,
                 double *max_width) {
    Sample sample;
    sample_begin(&sample, engine, style, text, /*one_line=*/false);
    const char *start = sample.setting.text;
    *min_width = *max_width = 0;
    for (guint at = 0; at < sample.setting.length;) {
        guint length = (guint)strcspn(start + at, "\n");
        Strip strip = strip_new(&sample.setting, at, length, /*wraps=*/true);
        *min_width = MAX(*min_width, widest_part(&strip));
        *max_width = MAX(*max_width, strip_visible_width(&strip));
        strip_clear(&strip);
        at += length + 1;
    }
    sample_end(&sample);
}
