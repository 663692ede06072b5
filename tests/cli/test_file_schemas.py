"""Translations, strings files, lists of pairs and jobs get the same verdict from the program and from their schemas, as layouts and
themes do in test_layout_schema.py: each is broken in one place at a time, everywhere."""
import json
import pathlib
import tempfile
import unittest
from concurrent.futures import ThreadPoolExecutor

from program import ROOT, accord
from test_layout_schema import broken, errors_of, is_of_form, jsonschema, places, records_of, replaced

TRANSLATION = {'$schema': 'translation.schema.json', 'translation': 1, 'lang': 'fr', 'description': 'd', 'theme': 'slate',
               'texts': {'Head': 'Titre', 'Of {{facts.count}} deals': '{{facts.count}} accords', '': ''}}

FORMS = {'day': '%d %B %y', 'month': '%B %y', 'season': ['spring', 'summer', 'autumn', 'winter'], 'year': '%(about )%y',
         'decade': '%ys', 'century': '%o century'}
STRINGS = {  # every member but the words themselves, which another language has
    '$schema': 'i18n.schema.json', 'words': 1, 'lang': 'en', 'name': 'Own', 'extends': 'en', 'plural': 'one',
    'numbers': {'decimal': ',', 'thousands': '.', 'grouping': [3, 2], 'currency': ['', ' Rs'], 'percent': '%',
                'numerals': list('0123456789'), 'units': {'1e6': '{0} Mio.', '1e9': {'one': '{0} Mrd.', 'other': '{0} Mrd.'}}},
    'dates': {'dateTime': '%x, %X', 'date': '%d.%m.%Y', 'time': '%H:%M', 'periods': ['AM', 'PM'], 'days': list('SMTWTFS'),
              'shortDays': list('SMTWTFS'), 'months': list('JFMAMJJASOND'), 'shortMonths': list('JFMAMJJASOND')},
    'forms': {'plain': FORMS, 'since': {'day': 'since %d %B %y'}, 'until': {'year': 'until %y'}, 'uncertain': '?',
              'range': {'years': '%y-%|%y', 'decades': '%y-%|%ys', 'months_of_year': '%B-%|%B %y',
                        'days_of_month': '%d-%|%d %B %y', 'days_of_year': '%d %B-%|%d %B %y', 'other': '%1 to %2'}},
    'report': {'contents': 'In it', 'total': {'one': 'All', 'other': 'All of them'}},
    'alt': {'chart': 'Picture'}}

JOBS = {
    '$schema': 'jobs.schema.json', 'jobs': 1, 'description': 'd', 'name': 'nightly',
    'facts': ['facts.json', {'path': 'foreign.json', 'map': 'map.json'}],
    'strict': False, 'vocabulary': 'vocabulary', 'evidence': {'sources': 'captured', 'require': 'none'}, 'store': 'kept.sqlite',
    'replace': True, 'out': 'out/{{as_of}}', 'keep': {'runs': 3, 'days': 30, 'bytes': '2 GB'}, 'latest': 'latest',
    'limits': {'seconds': 60, 'memory': '1 GiB', 'output': 50000000}, 'hooks': {'on_change': ['true'], 'on_failure': ['true', 'x'], 'seconds': 9},
    'metrics': 'metrics.prom', 'when': 'changed', 'index': False,
    'reports': [
        {'id': 'one', 'layout': 'layout.json', 'file': 'one.pdf', 'theme': 'slate', 'audience': 'public', 'params': {'year': 2020},
         'attachments': True, 'linearize': False, 'when': 'day'},
        {'id': 'many', 'layout': 'layout.json', 'file': 'in/{{year}}.pdf', 'matrix': {'list': [{'year': 2020}, {'year': 2021}]}},
        {'id': 'listed', 'layout': 'layout.json', 'file': 'listed/{{year}}.pdf', 'matrix': {'list': [2020, 2021], 'as': 'year'}},
        {'id': 'lists', 'layout': 'layout.json', 'file': 'lists/{{year}}.pdf', 'matrix': {'lists': {'year': [2020, 2021]}}},
        {'id': 'asked', 'layout': 'layout.json', 'file': 'asked/{{year}}.pdf', 'matrix': {'sql': 'SELECT 2020 AS year'}}]}

PAIRS = {'$schema': 'pairs.schema.json', 'same_as': 1, 'pairs': [{'ids': ['a', 'b'], 'titles': ['A', 'B'], 'score': 0.9, 'reason': 'r'}],
         'not_same': [{'ids': ['a', 'c']}]}

LAYOUT = {'layout': 1, 'title': 'Head', 'params': {'year': {'type': 'year', 'default': 2020}}, 'body': []}


def schema_of(name):
    return json.loads((ROOT / f'data/schema/{name}.schema.json').read_text())


def write(path, tree):
    path.write_text(json.dumps(tree))
    return path


def write_vocabulary(folder):
    """The first words of each, since hundreds of runs read them."""
    folder.mkdir()
    for path in (ROOT / 'data/vocabulary').glob('*.json'):
        whole = json.loads(path.read_text())
        write(folder / path.name, {**whole, 'terms': whole['terms'][:5]})


def without_words(tree):
    """A strings file that lacks one word of those it must have."""
    for path, value in places(tree):
        if path[:1] in (('report',), ('alt',)) and len(path) == 2:
            yield f'without /{"/".join(path)}', replaced(tree, path, KeyError)


@unittest.skipUnless(jsonschema, 'python3-jsonschema is not installed')
class Verdicts(unittest.TestCase):
    def setUp(self):
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.folder = pathlib.Path(holder.name)
        self.facts = write(self.folder / 'facts.json', {'facts': 1, 'sources': [], 'partnerships': [
            {'id': 'a', 'title': 'A', 'parties': ['PK', 'CN'], 'sector': 'energy', 'date': '2020', 'status': 'signed', 'evidence': []}]})
        write_vocabulary(self.folder / 'vocabulary')

    def compare(self, name, tree, judge, breaks=broken):
        """judge gives the errors of files by their names."""
        schema = schema_of(name)
        jsonschema.Draft7Validator.check_schema(schema)
        validator = jsonschema.Draft7Validator(schema)
        cases = {str(write(self.folder / f'case{number:04}.json', changed)): (what, changed)
                 for number, (what, changed) in enumerate([('as it is', tree), *breaks(tree)])}
        found, counts, disagreements = judge(list(cases)), {True: 0, False: 0}, []
        for path, (what, changed) in cases.items():
            good = validator.is_valid(changed)
            counts[good] += 1
            told = [record['message'] for record in found[path]]
            if good == bool(told):
                disagreements.append(f'{what}: the schema says {"good" if good else "wrong"}, the program {told or "good"}')
        self.assertEqual(disagreements, [], '\n'.join(disagreements))
        self.assertTrue(validator.is_valid(tree))
        self.assertGreater(counts[True], 0)
        self.assertGreater(counts[False], len(cases) // 3)

    def through_layouts(self, member, *arguments):
        """A judge of files that layouts name."""
        def judge(paths):
            layouts = [write(self.folder / f'layout-{pathlib.Path(path).name}', {**LAYOUT, **member(path)}) for path in paths]
            return errors_of(layouts, '--facts', self.facts, '--vocabulary', self.folder / 'vocabulary', *arguments, among=paths)
        return judge

    def test_translations(self):
        judge = self.through_layouts(lambda path: {'translations': {'fr': path}}, '--lang', 'fr')
        self.compare('translation', TRANSLATION, judge)

    def test_strings(self):
        judge = self.through_layouts(lambda path: {'words': path})
        self.compare('i18n', STRINGS, judge)

    def test_words(self):
        judge = self.through_layouts(lambda path: {'words': path})
        self.compare('i18n', json.loads((ROOT / 'layouts/i18n/en.json').read_text()), judge, without_words)

    def test_pairs(self):
        def errors(path):
            done = accord('facts', 'list', '-f', self.facts, '--same-as', path, '--diagnostics=json', '-q')
            return [record for record in records_of(done.stderr) if is_of_form(record)]

        def judge(paths):
            with ThreadPoolExecutor(2) as pool:
                return dict(zip(paths, pool.map(errors, paths)))
        self.compare('pairs', PAIRS, judge)

    def test_jobs(self):
        write(self.folder / 'layout.json', LAYOUT)
        write(self.folder / 'map.json', {'map': 1, 'partnership': {'id': '/id', 'title': '/title', 'parties': '/parties', 'sectors': '/sector'}})
        write(self.folder / 'foreign.json', [{'id': 'b', 'title': 'B', 'parties': ['PK', 'RU'], 'sector': 'energy'}])
        (self.folder / 'captured').mkdir()

        def is_told(record, path):
            return record.get('file') == path and (is_of_form(record) or record['message'] == 'the matrix says no rows')

        def errors(path):
            done = accord('run', '--check', '--diagnostics=json', '-q', path)
            return [record for record in records_of(done.stderr) if is_told(record, path)]

        def judge(paths):
            with ThreadPoolExecutor(2) as pool:
                return dict(zip(paths, pool.map(errors, paths)))
        self.compare('jobs', JOBS, judge)


class Coverage(unittest.TestCase):
    """What is broken above is all that there is."""

    def test_every_member_is_broken_somewhere(self):
        for name, tree in (('translation', TRANSLATION), ('i18n', STRINGS), ('jobs', JOBS), ('pairs', PAIRS)):
            used = {member for _, value in places(tree) if isinstance(value, dict) for member in value}
            schema = schema_of(name)
            named = {member for path, value in places(schema) if path[-1:] == ('properties',) for member in value}
            words = set(schema['properties'].get('report', {}).get('properties', {})) | set(schema['properties'].get('alt', {}).get('properties', {}))
            plurals = {'zero', 'one', 'two', 'few', 'many', 'other'}
            self.assertEqual(named - used - words - plurals - {'$comment'}, set(), name)


if __name__ == '__main__':
    unittest.main()
