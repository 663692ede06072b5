"""Each header compiles alone, with the flags of its own floor, and may be included twice."""
import concurrent.futures
import json
import os
import re
import shlex
import subprocess
import sys

import tree


def load_flags(path):
    """The compile command of each folder of src/, without its input and output."""
    flags = {}
    for entry in json.load(open(path, encoding="utf-8")):
        folder = os.path.basename(os.path.dirname(entry["file"]))
        if "/src/" in entry["file"] and folder not in flags:
            words = shlex.split(entry["command"])
            flags[folder] = words[: words.index("-o")] + ["-fsyntax-only", "-x", "c", "-"]
    return flags


def check(header, flags):
    name = f"{header.parent.name}/{header.name}"
    # Dependency files and sanitizers are of no use here and cost time.
    words = [
        word for word in flags if not re.search(r"^-M|^-fsanitize|\.o(\.d)?$", word)
    ]
    text = f'#include "{name}"\n#include "{name}"\n'
    result = subprocess.run(words, input=text, capture_output=True, text=True)
    return [f"{header}: {result.stderr.strip()}"] if result.returncode else []


if not os.path.exists(sys.argv[1]):
    tree.skip("the generator of this build writes no compile_commands.json")
flags = load_flags(sys.argv[1])
everything = flags["src"]  # of src/main.c, for a floor that has headers only
headers = tree.files("src", suffixes=(".h",))
with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
    results = pool.map(lambda path: check(path, flags.get(path.parent.name, everything)), headers)
    tree.finish([problem for result in results for problem in result], len(headers))
