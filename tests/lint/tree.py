"""The files of the project, and how a lint test ends. The working directory is the project root."""
import pathlib
import sys

SKIPPED = 77  # SKIP_RETURN_CODE in CMakeLists.txt


def files(*folders, suffixes=(".c", ".h")):
    """Files below the folders with one of the suffixes (None: all), in a fixed order."""
    return sorted(
        path
        for folder in folders
        for path in pathlib.Path(folder).rglob("*")
        if path.is_file() and (suffixes is None or path.suffix in suffixes)
    )


def lines(path):
    """The numbered lines of a text file; none of a binary one."""
    try:
        return list(enumerate(path.read_text(encoding="utf-8").splitlines(), 1))
    except UnicodeDecodeError:
        return []


def finish(problems, checked):
    """Prints the problems and ends the program; checking nothing is a failure."""
    for problem in problems:
        print(problem)
    if not checked:
        print("nothing was checked: is this the root of the project?")
    sys.exit(1 if problems or not checked else 0)


def skip(reason):
    print(f"skipped: {reason}")
    sys.exit(SKIPPED)
