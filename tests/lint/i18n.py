"""Every language has every word: the rows of src/base/words.h, the schema and the strings files name
the same keys, and a text has no place {0} that English does not have."""
import json
import pathlib
import re

import tree

HEADER = pathlib.Path("src/base/words.h")
SCHEMA = pathlib.Path("data/schema/i18n.schema.json")
FOLDER = pathlib.Path("layouts/i18n")
LANGUAGES = {"ar", "en", "fr", "ru", "ur", "zh"}


def header_keys(name):
    rows = re.search(rf"#define {name}\(X\)(.*?)\n\n", HEADER.read_text(encoding="utf-8"), re.S)
    return re.findall(r'X\(\w+,\s*"(\w+)"\)', rows.group(1))


def texts(word):
    return list(word.values()) if isinstance(word, dict) else [word]


def places(word):
    return {place for text in texts(word) for place in re.findall(r"\{\d\}", text)}


def check_section(path, section, keys, english):
    words = json.loads(path.read_text(encoding="utf-8")).get(section, {})
    problems = [f'{path}: "{section}" has no "{key}"' for key in keys if key not in words]
    problems += [f'{path}: "{section}" has "{key}", which {HEADER} does not have' for key in words if key not in keys]
    for key in set(words) & set(keys):
        problems += [f'{path}: "{section}"/"{key}" is empty' for text in texts(words[key]) if not text.strip() and key != "separator"]
        if places(words[key]) - places(english.get(key, "")):
            problems.append(f'{path}: "{section}"/"{key}" has places that English does not have')
    return problems


schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
english = json.loads((FOLDER / "en.json").read_text(encoding="utf-8"))
files = [FOLDER / f"{language}.json" for language in sorted(LANGUAGES)]
problems = []
for section, name in (("report", "REPORT_WORDS"), ("alt", "ALT_WORDS")):
    keys = header_keys(name)
    allowed = [key for key in schema["properties"][section]["properties"] if key != "$comment"]
    problems += [f'{SCHEMA}: "{section}" and {HEADER} differ in "{key}"' for key in set(keys) ^ set(allowed)]
    for path in files:
        problems += check_section(path, section, keys, english[section])
tree.finish(problems, len(files))
