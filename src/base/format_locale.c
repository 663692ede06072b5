// The languages. Numbers, days and months are those of d3's own locale files (d3-format: en-US,
// en-IN, fr-FR, ru-RU, zh-CN, ar-001; d3-time-format: en-US, fr-FR, ru-RU, zh-CN, ar-EG); Urdu,
// which d3 lacks, and what numbers are counted in follow CLDR (https://cldr.unicode.org). The forms
// of uncertain and open dates are ours.
#include "base/format_locale.h"

#define NBSP "\u00a0"

#define UNIT(exponent, text)                                                                       \
    {                                                                                              \
        exponent, {                                                                                \
            [PLURAL_OTHER] = text                                                                  \
        }                                                                                          \
    }

#define ENGLISH_NAMES                                                                              \
    .periods = {"AM", "PM"},                                                                       \
    .days = {"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"},        \
    .short_days = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"},                               \
    .months = {"January", "February", "March",     "April",   "May",      "June",                  \
               "July",    "August",   "September", "October", "November", "December"},             \
    .short_months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",                                     \
                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"}

#define ENGLISH_DATES                                                                              \
    .plain = {.day = "%(about )%d %B %y",                                                          \
              .month = "%(about )%B %y",                                                           \
              .season = {"%(about )spring %y", "%(about )summer %y", "%(about )autumn %y",         \
                         "%(about )winter %y"},                                                    \
              .year = "%(about )%y",                                                               \
              .decade = "%(about the )%ys",                                                        \
              .century = "%(about the )%o century"},                                               \
    .since = {.day = "since %(about )%d %B %y",                                                    \
              .month = "since %(about )%B %y",                                                     \
              .season = {"since %(about )spring %y", "since %(about )summer %y",                   \
                         "since %(about )autumn %y", "since %(about )winter %y"},                  \
              .year = "since %(about )%y",                                                         \
              .decade = "since %(about )the %ys",                                                  \
              .century = "since %(about )the %o century"},                                         \
    .until = {.day = "until %(about )%d %B %y",                                                    \
              .month = "until %(about )%B %y",                                                     \
              .season = {"until %(about )spring %y", "until %(about )summer %y",                   \
                         "until %(about )autumn %y", "until %(about )winter %y"},                  \
              .year = "until %(about )%y",                                                         \
              .decade = "until %(about )the %ys",                                                  \
              .century = "until %(about )the %o century"},                                         \
    .range = {.years = "%(about )%y–%|%(about )%y",                                                \
              .decades = "%(about the )%ys–%|%(about the )%ys",                                    \
              .months_of_year = "%(about )%B–%|%(about )%B %y",                                    \
              .days_of_month = "%(about )%d–%|%(about )%d %B %y",                                  \
              .days_of_year = "%(about )%d %B – %|%(about )%d %B %y",                              \
              .other = " – "},                                                                     \
    .uncertain = "?"

static const FormatLocale english = {
    .tag = "en",
    .decimal = ".",
    .thousands = ",",
    .currency = {"$", ""},
    .percent = "%",
    .grouping = {3},
    .grouping_count = 1,
    .units = {UNIT(12, "{0}" NBSP "trillion"), UNIT(9, "{0}" NBSP "billion"),
              UNIT(6, "{0}" NBSP "million")},
    .date_time = "%x, %X",
    .date = "%-m/%-d/%Y",
    .time = "%-I:%M:%S %p",
    ENGLISH_NAMES,
    ENGLISH_DATES,
};

static const FormatLocale indian_english = {
    .tag = "en-IN",
    .decimal = ".",
    .thousands = ",",
    .currency = {"₹", ""},
    .percent = "%",
    .grouping = {3, 2, 2, 2, 2, 2, 2, 2, 2, 2},
    .grouping_count = 10,
    .units = {UNIT(7, "{0}" NBSP "crore"), UNIT(5, "{0}" NBSP "lakh")},
    .date_time = "%x, %X",
    .date = "%-d/%-m/%Y",
    .time = "%-I:%M:%S %p",
    ENGLISH_NAMES,
    ENGLISH_DATES,
};

static const FormatLocale french = {
    .tag = "fr",
    .decimal = ",",
    .thousands = NBSP,
    .currency = {"", NBSP "€"},
    .percent = "\u202f%",
    .grouping = {3},
    .grouping_count = 1,
    .plural = PLURAL_RULE_ZERO_ONE,
    .units = {{9, {[PLURAL_ONE] = "{0}" NBSP "milliard", [PLURAL_OTHER] = "{0}" NBSP "milliards"}},
              {6, {[PLURAL_ONE] = "{0}" NBSP "million", [PLURAL_OTHER] = "{0}" NBSP "millions"}}},
    .date_time = "%A %e %B %Y à %X",
    .date = "%d/%m/%Y",
    .time = "%H:%M:%S",
    .periods = {"AM", "PM"},
    .days = {"dimanche", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi"},
    .short_days = {"dim.", "lun.", "mar.", "mer.", "jeu.", "ven.", "sam."},
    .months = {"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre",
               "octobre", "novembre", "décembre"},
    .short_months = {"janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.",
                     "oct.", "nov.", "déc."},
    .plain = {.day = "%(vers le )%e %B %y",
              .month = "%(vers )%B %y",
              .season = {"%(vers le )printemps %y", "%(vers l’)été %y", "%(vers l’)automne %y",
                         "%(vers l’)hiver %y"},
              .year = "%(vers )%y",
              .decade = "%(vers les )années %y",
              .century = "%(vers le )%R siècle"},
    .since = {.day = "depuis le %e %B %y%( environ)",
              .month = "depuis %B %y%( environ)",
              .season = {"depuis le printemps %y%( environ)", "depuis l’été %y%( environ)",
                         "depuis l’automne %y%( environ)", "depuis l’hiver %y%( environ)"},
              .year = "depuis %y%( environ)",
              .decade = "depuis les années %y%( environ)",
              .century = "depuis le %R siècle%( environ)"},
    .until = {.day = "jusqu’au %e %B %y%( environ)",
              .month = "jusqu’en %B %y%( environ)",
              .season = {"jusqu’au printemps %y%( environ)", "jusqu’à l’été %y%( environ)",
                         "jusqu’à l’automne %y%( environ)", "jusqu’à l’hiver %y%( environ)"},
              .year = "jusqu’en %y%( environ)",
              .decade = "jusqu’aux années %y%( environ)",
              .century = "jusqu’au %R siècle%( environ)"},
    .range = {.years = "%(vers )%y–%|%(vers )%y",
              .decades = "%(vers les )années %y–%|%(vers )%y",
              .months_of_year = "%(vers )%B–%|%(vers )%B %y",
              .days_of_month = "%(vers le )%e–%|%(vers le )%e %B %y",
              .days_of_year = "%(vers le )%e %B – %|%(vers le )%e %B %y",
              .other = " – "},
    .uncertain = NBSP "?",
};

static const FormatLocale russian = {
    .tag = "ru",
    .decimal = ",",
    .thousands = NBSP,
    .currency = {"", NBSP "₽"},
    .percent = "%",
    .grouping = {3},
    .grouping_count = 1,
    .plural = PLURAL_RULE_EAST_SLAVIC,
    .units = {UNIT(12, "{0}" NBSP "трлн"), UNIT(9, "{0}" NBSP "млрд"), UNIT(6, "{0}" NBSP "млн")},
    .date_time = "%A, %e %B %Y г. %X",
    .date = "%d.%m.%Y",
    .time = "%H:%M:%S",
    .periods = {"AM", "PM"},
    .days = {"воскресенье", "понедельник", "вторник", "среда", "четверг", "пятница", "суббота"},
    .short_days = {"вс", "пн", "вт", "ср", "чт", "пт", "сб"},
    .months = {"января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября",
               "октября", "ноября", "декабря"},
    .short_months = {"янв", "фев", "мар", "апр", "май", "июн", "июл", "авг", "сен", "окт", "ноя",
                     "дек"},
    .month_names = {"январь", "февраль", "март", "апрель", "май", "июнь", "июль", "август",
                    "сентябрь", "октябрь", "ноябрь", "декабрь"},
    .plain = {.day = "%(примерно )%d %B %y",
              .month = "%(примерно )%N %y",
              .season = {"%(примерно )весна %y", "%(примерно )лето %y", "%(примерно )осень %y",
                         "%(примерно )зима %y"},
              .year = "%(примерно )%y",
              .decade = "%(примерно )%y-е",
              .century = "%(примерно )%r век"},
    .since = {.day = "%(примерно )с %d %B %y",
              .month = "%(примерно )с %B %y",
              .season = {"%(примерно )с весны %y", "%(примерно )с лета %y",
                         "%(примерно )с осени %y", "%(примерно )с зимы %y"},
              .year = "%(примерно )с %y",
              .decade = "%(примерно )с %y-х",
              .century = "%(примерно )с %r века"},
    .until = {.day = "%(примерно )до %d %B %y",
              .month = "%(примерно )до %B %y",
              .season = {"%(примерно )до весны %y", "%(примерно )до лета %y",
                         "%(примерно )до осени %y", "%(примерно )до зимы %y"},
              .year = "%(примерно )до %y",
              .decade = "%(примерно )до %y-х",
              .century = "%(примерно )до %r века"},
    .range = {.years = "%(примерно )%y–%|%(примерно )%y",
              .decades = "%(примерно )%y–%|%(примерно )%y-е",
              .months_of_year = "%(примерно )%N – %|%(примерно )%N %y",
              .days_of_month = "%(примерно )%d–%|%(примерно )%d %B %y",
              .days_of_year = "%(примерно )%d %B – %|%(примерно )%d %B %y",
              .other = " – "},
    .uncertain = "?",
};

static const FormatLocale chinese = {
    .tag = "zh",
    .decimal = ".",
    .thousands = ",",
    .currency = {"¥", ""},
    .percent = "%",
    .grouping = {3},
    .grouping_count = 1,
    .plural = PLURAL_RULE_NONE,
    .units = {UNIT(12, "{0}万亿"), UNIT(8, "{0}亿"), UNIT(4, "{0}万")},
    .date_time = "%x %A %X",
    .date = "%Y年%-m月%-d日",
    .short_date = "%Y年%-m月%-d日",
    .time = "%H:%M:%S",
    .periods = {"上午", "下午"},
    .days = {"星期日", "星期一", "星期二", "星期三", "星期四", "星期五", "星期六"},
    .short_days = {"周日", "周一", "周二", "周三", "周四", "周五", "周六"},
    .months = {"一月", "二月", "三月", "四月", "五月", "六月", "七月", "八月", "九月", "十月",
               "十一月", "十二月"},
    .short_months = {"一月", "二月", "三月", "四月", "五月", "六月", "七月", "八月", "九月", "十月",
                     "十一月", "十二月"},
    .plain = {.day = "%(约)%y年%m月%d日",
              .month = "%(约)%y年%m月",
              .season = {"%(约)%y年春季", "%(约)%y年夏季", "%(约)%y年秋季", "%(约)%y年冬季"},
              .year = "%(约)%y年",
              .decade = "%(约)%y年代",
              .century = "%(约)%c世纪"},
    .since = {.day = "自%(约)%y年%m月%d日起",
              .month = "自%(约)%y年%m月起",
              .season = {"自%(约)%y年春季起", "自%(约)%y年夏季起", "自%(约)%y年秋季起",
                         "自%(约)%y年冬季起"},
              .year = "自%(约)%y年起",
              .decade = "自%(约)%y年代起",
              .century = "自%(约)%c世纪起"},
    .until = {.day = "至%(约)%y年%m月%d日",
              .month = "至%(约)%y年%m月",
              .season = {"至%(约)%y年春季", "至%(约)%y年夏季", "至%(约)%y年秋季",
                         "至%(约)%y年冬季"},
              .year = "至%(约)%y年",
              .decade = "至%(约)%y年代",
              .century = "至%(约)%c世纪"},
    .range = {.years = "%(约)%y–%|%(约)%y年",
              .decades = "%(约)%y–%|%(约)%y年代",
              .months_of_year = "%(约)%y年%m月–%|%(约)%m月",
              .days_of_month = "%(约)%y年%m月%d日–%|%(约)%d日",
              .days_of_year = "%(约)%y年%m月%d日–%|%(约)%m月%d日",
              .other = "–"},
    .uncertain = "？",
};

static const FormatLocale urdu = {
    .tag = "ur",
    .decimal = ".",
    .thousands = ",",
    .currency = {"Rs" NBSP, ""},
    .percent = "%",
    .grouping = {3},
    .grouping_count = 1,
    .units = {UNIT(12, "{0}" NBSP "ٹریلین"), UNIT(9, "{0}" NBSP "ارب"), UNIT(6, "{0}" NBSP "ملین")},
    .date_time = "%A، %-d %B، %Y کو %X",
    .date = "%-d/%-m/%Y",
    .time = "%-I:%M:%S %p",
    .periods = {"AM", "PM"},
    .days = {"اتوار", "پیر", "منگل", "بدھ", "جمعرات", "جمعہ", "ہفتہ"},
    .short_days = {"اتوار", "پیر", "منگل", "بدھ", "جمعرات", "جمعہ", "ہفتہ"},
    .months = {"جنوری", "فروری", "مارچ", "اپریل", "مئی", "جون", "جولائی", "اگست", "ستمبر", "اکتوبر",
               "نومبر", "دسمبر"},
    .short_months = {"جنوری", "فروری", "مارچ", "اپریل", "مئی", "جون", "جولائی", "اگست", "ستمبر",
                     "اکتوبر", "نومبر", "دسمبر"},
    .plain = {.day = "%(تقریباً )%d %B %y",
              .month = "%(تقریباً )%B %y",
              .season = {"%(تقریباً )موسم بہار %y", "%(تقریباً )موسم گرما %y",
                         "%(تقریباً )موسم خزاں %y", "%(تقریباً )موسم سرما %y"},
              .year = "%(تقریباً )%y",
              .decade = "%(تقریباً )%y کی دہائی",
              .century = "%(تقریباً )%cویں صدی"},
    .since = {.day = "%(تقریباً )%d %B %y سے",
              .month = "%(تقریباً )%B %y سے",
              .season = {"%(تقریباً )موسم بہار %y سے", "%(تقریباً )موسم گرما %y سے",
                         "%(تقریباً )موسم خزاں %y سے", "%(تقریباً )موسم سرما %y سے"},
              .year = "%(تقریباً )%y سے",
              .decade = "%(تقریباً )%y کی دہائی سے",
              .century = "%(تقریباً )%cویں صدی سے"},
    .until = {.day = "%(تقریباً )%d %B %y تک",
              .month = "%(تقریباً )%B %y تک",
              .season = {"%(تقریباً )موسم بہار %y تک", "%(تقریباً )موسم گرما %y تک",
                         "%(تقریباً )موسم خزاں %y تک", "%(تقریباً )موسم سرما %y تک"},
              .year = "%(تقریباً )%y تک",
              .decade = "%(تقریباً )%y کی دہائی تک",
              .century = "%(تقریباً )%cویں صدی تک"},
    .range = {.years = "%(تقریباً )%y–%|%(تقریباً )%y",
              .decades = "%(تقریباً )%y–%|%(تقریباً )%y کی دہائی",
              .months_of_year = "%(تقریباً )%B – %|%(تقریباً )%B %y",
              .days_of_month = "%(تقریباً )%d–%|%(تقریباً )%d %B %y",
              .days_of_year = "%(تقریباً )%d %B – %|%(تقریباً )%d %B %y",
              .other = " – "},
    .uncertain = "؟",
};

static const FormatLocale arabic = {
    .tag = "ar",
    .decimal = "\u066b",
    .thousands = "\u066c",
    .currency = {"", ""},
    .percent = "%",
    .grouping = {3},
    .grouping_count = 1,
    .numerals = {"٠", "١", "٢", "٣", "٤", "٥", "٦", "٧", "٨", "٩"},
    .plural = PLURAL_RULE_ARABIC,
    .units = {UNIT(12, "{0}" NBSP "تريليون"),
              UNIT(9, "{0}" NBSP "مليار"),
              {6, {[PLURAL_FEW] = "{0}" NBSP "ملايين", [PLURAL_OTHER] = "{0}" NBSP "مليون"}}},
    .date_time = "%x, %X",
    .date = "%-d/%-m/%Y",
    .time = "%-I:%M:%S %p",
    .periods = {"ص", "م"},
    .days = {"الأحد", "الإثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت"},
    .short_days = {"أحد", "إثنين", "ثلاثاء", "أربعاء", "خميس", "جمعة", "سبت"},
    .months = {"يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو", "يوليو", "أغسطس", "سبتمبر",
               "أكتوبر", "نوفمبر", "ديسمبر"},
    .short_months = {"يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو", "يوليو", "أغسطس",
                     "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر"},
    .plain = {.day = "%(حوالي )%d %B %y",
              .month = "%(حوالي )%B %y",
              .season = {"%(حوالي )ربيع %y", "%(حوالي )صيف %y", "%(حوالي )خريف %y",
                         "%(حوالي )شتاء %y"},
              .year = "%(حوالي )%y",
              .decade = "%(حوالي )عقد %y",
              .century = "%(حوالي )القرن %c"},
    .since = {.day = "منذ %(حوالي )%d %B %y",
              .month = "منذ %(حوالي )%B %y",
              .season = {"منذ %(حوالي )ربيع %y", "منذ %(حوالي )صيف %y", "منذ %(حوالي )خريف %y",
                         "منذ %(حوالي )شتاء %y"},
              .year = "منذ %(حوالي )%y",
              .decade = "منذ %(حوالي )عقد %y",
              .century = "منذ %(حوالي )القرن %c"},
    .until = {.day = "حتى %(حوالي )%d %B %y",
              .month = "حتى %(حوالي )%B %y",
              .season = {"حتى %(حوالي )ربيع %y", "حتى %(حوالي )صيف %y", "حتى %(حوالي )خريف %y",
                         "حتى %(حوالي )شتاء %y"},
              .year = "حتى %(حوالي )%y",
              .decade = "حتى %(حوالي )عقد %y",
              .century = "حتى %(حوالي )القرن %c"},
    .range = {.years = "%(حوالي )%y–%|%(حوالي )%y",
              .decades = "%(حوالي )عقد %y – %|%(حوالي )عقد %y",
              .months_of_year = "%(حوالي )%B – %|%(حوالي )%B %y",
              .days_of_month = "%(حوالي )%d–%|%(حوالي )%d %B %y",
              .days_of_year = "%(حوالي )%d %B – %|%(حوالي )%d %B %y",
              .other = " – "},
    .uncertain = "؟",
};

// A tag with a region comes before its language.
static const FormatLocale *const locales[] = {&english, &indian_english, &french, &russian,
                                              &chinese, &urdu,           &arabic};

// Whether tag is name, or with prefix is name and subtags; case and "_" for "-" do not matter.
static bool tag_matches(const char *tag, const char *name, bool with_subtags) {
    for (; *name; tag++, name++) {
        char c = *tag == '_' ? '-' : *tag;
        if (g_ascii_tolower(c) != g_ascii_tolower(*name))
            return false;
    }
    return *tag == '\0' || (with_subtags && (*tag == '-' || *tag == '_'));
}

const FormatLocale *format_locale(const char *tag) {
    for (int with_subtags = 0; with_subtags < 2; with_subtags++) {
        for (guint i = 0; i < G_N_ELEMENTS(locales); i++) {
            if (tag_matches(tag, locales[i]->tag, with_subtags))
                return locales[i];
        }
    }
    return NULL;
}

const char *format_locale_short_date(const FormatLocale *locale) {
    return locale->short_date ? locale->short_date : "%-d %b %Y";
}

const char *format_locale_tag(const FormatLocale *locale) {
    return locale->tag;
}
