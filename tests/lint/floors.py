"""A folder of src/ includes itself and lower floors only, and libraries stay behind their floor."""
import re

import tree

FLOORS = ["base", "table", "facts", "store", "text", "scene", "chart", "page", "preview", "pdf", "job", "app"]

# Header: the only floors that may include it.
CONFINED = {
    r"<hpdf.*\.h>": ["pdf"],
    r"<qpdf/.*>": ["pdf"],
    r"<sqlite3.*\.h>": ["store"],
    r"<libpq.*\.h>": ["store"],
    r"<jansson\.h>": ["base"],
    # Layouts and jobs files are read, render.json and run.json written; pdf/ has no JSON.
    r'"base/json\.h"': [*FLOORS[: FLOORS.index("page") + 1], "job"],
}
INCLUDE = re.compile(r'^\s*#\s*include\s+(<[^>]+>|"[^"]+")')


def floor_of(path):
    """src/FLOOR/x.c and tests/unit/FLOOR/test_x.c; src/main.c stands on top."""
    folder = path.parent.name
    return "app" if folder == "src" else folder


def check_direction(floor, name):
    folder = name.strip('"').split("/")[0]
    if "/" not in name or folder not in FLOORS:
        return f'{name} is not "floor/name.h"'
    if FLOORS.index(folder) > FLOORS.index(floor):
        return f"{floor}/ must not include {name}, which is above it"
    return None


def check(floor, name):
    if name.startswith('"'):
        problem = check_direction(floor, name)
        if problem:
            return problem
    for pattern, allowed in CONFINED.items():
        if re.fullmatch(pattern, name) and floor not in allowed:
            return f"{name} may be included in {', '.join(allowed)} only"
    return None


def check_file(path):
    floor = floor_of(path)
    if floor not in FLOORS:
        return [f"{path}: {floor}/ is not a floor; see FLOORS in this script"]
    problems = []
    for number, line in tree.lines(path):
        found = INCLUDE.match(line)
        problem = found and check(floor, found.group(1))
        if problem:
            problems.append(f"{path}:{number}: {problem}")
    return problems


sources = tree.files("src")
tree.finish([problem for path in sources for problem in check_file(path)], len(sources))
