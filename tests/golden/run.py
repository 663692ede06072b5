"""Golden tests: what the program makes of each case, compared with what was read and committed.

A case is a folder tests/golden/KIND/CASE with an input and an expected file. Differences of a few
hundredths of a point do not count. With --update each difference is shown and written when you say yes.

    ACCORD=build/dev/accord python3 tests/golden/run.py [--update] KIND [CASE...]
"""
import difflib
import json
import pathlib
import re
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from program import accord  # noqa: E402

HERE = pathlib.Path(__file__).resolve().parent
TOLERANCE = 0.05
NUMBER = re.compile(r'-?\d+(?:\.\d+)?')


def number(value):
    return f'{value:.2f}'.rstrip('0').rstrip('.')


def box(item):
    return f"{number(item['x'])},{number(item['y'])} {number(item['width'])}x{number(item['height'])}"


def item_line(item):
    said = {
        'text': lambda: f"{number(item.get('size', 0))}pt {item.get('colour', '')} "
                        + json.dumps(item['text'], ensure_ascii=False),
        'rect': lambda: f"{item.get('fill', '')} {item.get('stroke', '')}".strip(),
        'line': lambda: f"to {number(item['x2'])},{number(item['y2'])} {item['colour']} {number(item['strokeWidth'])}",
        'image': lambda: f"{item['file']} {' '.join(map(number, item['drawn']))} "
                         + json.dumps(item['alt'], ensure_ascii=False),
        'scene': lambda: json.dumps(item['alt'], ensure_ascii=False),
        'link': lambda: item.get('uri') or '#' + item['destination'],
    }
    return f"  {item['kind']} {item['tag']} {box(item)} {said[item['kind']]()}".rstrip()


def page_text(case):
    """Placed pages, an item a line: kind, tag, box, and what it says."""
    earlier = case / 'earlier.jsonl'
    compared = ('--before', earlier, '--since', '2025-11-19') if earlier.exists() else ()
    done = accord('render', case / 'layout.json', '--format', 'json', '-o', '-', '-q', '--as-of', '2025-11-20',
                  *compared)
    if done.returncode != 0:
        return done.stderr.replace(str(case) + '/', '')
    document = json.loads(done.stdout)
    lines = [f"title {document.get('title', '')}", f"language {document['language']}"]
    for index, page in enumerate(document['pages'], 1):
        lines.append(f"page {index} {number(page['width'])}x{number(page['height'])}")
        lines += [item_line(item) for item in page['items']]
    for entry in document['outline']:
        lines.append(f"outline {entry['level']} page {entry['page']} {entry['title']}")
    for place in document['destinations']:
        lines.append(f"destination {place['name']} page {place['page']} {number(place['x'])},{number(place['y'])}")
    return '\n'.join(lines) + '\n' + done.stderr


# Members whose lists have a line for each element; everything else in a scene stands on one line.
LISTS = {'views', 'marks', 'items', 'axes', 'headers', 'legends', 'entries', 'titles'}


def scene_lines(key, value, indent=''):
    """A scene, a mark item, an entry or a property of an axis a line."""
    parts = value.items() if isinstance(value, dict) and value.keys() & {*LISTS, 'labels'} else \
        ((None, each) for each in value) if key in LISTS else None
    name = f'{key} ' if key else ''
    if not parts:
        return [f'{indent}{name}{json.dumps(value, ensure_ascii=False)}']
    lines = [line for part in parts for line in scene_lines(*part, indent + ' ')]
    return [f'{indent}{name}'.rstrip(), *lines] if key else ['-'.rjust(len(indent)), *lines]


def scene_text(case):
    """A chart's scene, with the options that the file `arguments` holds, if there is one."""
    options = case / 'arguments'
    more = options.read_text().split() if options.exists() else []
    done = accord('chart', case / 'spec.vl.json', '--format', 'scene', *more, env={'TZ': 'UTC'})
    scene = '\n'.join(scene_lines('scene', json.loads(done.stdout))) + '\n' if done.returncode == 0 else ''
    return scene + done.stderr.replace(str(case) + '/', '')


# kind: the expected file's name, and what makes its text.
KINDS = {'page': ('expect.page', page_text), 'chart': ('expect.scene', scene_text)}


def same_line(one, other):
    """Whether two lines say the same, numbers within the tolerance."""
    if one == other:
        return True
    if NUMBER.sub('0', one) != NUMBER.sub('0', other):
        return False
    pairs = zip(NUMBER.findall(one), NUMBER.findall(other))
    return all(a == b or abs(float(a) - float(b)) <= TOLERANCE for a, b in pairs)


def same_text(one, other):
    ones, others = one.splitlines(), other.splitlines()
    return len(ones) == len(others) and all(map(same_line, ones, others))


def difference(expected, found, name):
    lines = difflib.unified_diff(expected.splitlines(), found.splitlines(), f'{name} (expected)', f'{name} (found)',
                                 lineterm='', n=1)
    return '\n'.join(lines)


def wants_update(path):
    answer = input(f'write {path.relative_to(HERE)}? [y/N] ')
    return answer.strip().lower() in ('y', 'yes')


def check_case(kind, case, update):
    """True when the case is as expected, or was made so."""
    name, make = KINDS[kind]
    path = case / name
    expected = path.read_text(encoding='utf-8') if path.exists() else ''
    found = make(case)
    if path.exists() and same_text(expected, found):
        return True
    print(difference(expected, found, f'{kind}/{case.name}/{name}'))
    if update and wants_update(path):
        path.write_text(found, encoding='utf-8')
        return True
    return False


def main(arguments):
    update = '--update' in arguments
    names = [a for a in arguments if a != '--update']
    kinds = names[:1] or list(KINDS)
    failed = []
    count = 0
    for kind in kinds:
        for case in sorted(p for p in (HERE / kind).glob('*') if p.is_dir()):
            if names[1:] and case.name not in names[1:]:
                continue
            count += 1
            if not check_case(kind, case, update):
                failed.append(f'{kind}/{case.name}')
    print(f'{count} cases, {len(failed)} differ' + (': ' + ' '.join(failed) if failed else ''))
    return 1 if failed or count == 0 else 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
