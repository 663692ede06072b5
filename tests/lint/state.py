"""Clock, locale, environment and terminal are read in src/app/ only: elsewhere the same input gives
the same bytes."""
import re

import tree

CALLS = """
    getenv secure_getenv g_getenv g_get_environ setlocale localeconv
    time gettimeofday clock_gettime localtime localtime_r mktime g_get_real_time
    g_get_monotonic_time g_date_time_new_now g_date_time_new_now_local g_date_time_new_now_utc
    g_time_zone_new_local g_get_language_names isatty ttyname ioctl
    rand random srand g_random_int g_random_double g_get_user_name g_get_host_name
""".split()
CALL = re.compile(r"(?<![\w.>])(" + "|".join(CALLS) + r")\(")


def check_file(path):
    return [
        f"{path}:{number}: {found.group(1)}() belongs in src/app/"
        for number, line in tree.lines(path)
        if (found := CALL.search(line.split("//")[0]))
    ]


sources = [path for path in tree.files("src") if path.parts[1] != "app"]
tree.finish([problem for path in sources for problem in check_file(path)], len(sources))
