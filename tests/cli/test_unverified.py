"""Facts whose evidence was looked up and not found: key figures leave them out, or say that they are in."""
import json
import pathlib
import shutil
import tempfile
import unittest

import postgres
from program import ROOT, accord, tool

SERVER = None


def setUpModule():
    global SERVER
    SERVER = postgres.for_module()


def fact(name, quote, amount):
    return {'id': name, 'title': name, 'parties': ['Pakistan', 'China'], 'sector': 'Steel', 'year': 2025,
            'amount_usd': amount, 'evidence': [{'source': 's', 'supports': '/title', 'quote': quote}]}


FACTS = {'facts': 1, 'sources': [{'id': 's', 'title': 'A source'}],
         'partnerships': [fact('good', 'a new mill', 100), fact('fine', 'a dam', 20), fact('lost', 'a railway', 3),
                          {'id': 'record', 'title': 'A record', 'parties': ['Pakistan', 'China'], 'sector': 'Energy',
                           'amount_usd': 4000, 'evidence': [{'source': 's', 'locator': '7'}]}]}
LAYOUT = {'layout': 1, 'title': 'T', 'facts': ['facts.json'],
          'data': {'money': {'sql': 'SELECT sum(amount_usd) AS usd, group_concat(fact) AS all_facts FROM partnerships'}},
          'body': [{'block': 'kpis', 'items': [
              {'label': 'How many', 'value': {'data': 'partnerships', 'aggregate': 'count'}},
              {'label': 'Dollars', 'value': {'data': 'partnerships', 'aggregate': 'sum', 'field': 'amount_usd'}}]}]}
LEFT_OUT = 'Left out, since their evidence was not found: 1 partnership'
COUNTED = 'Counted, though their evidence was not found: 1 partnership'


class Unverified(unittest.TestCase):
    def setUp(self):
        self.holder = tempfile.TemporaryDirectory()
        self.addCleanup(self.holder.cleanup)
        self.folder = pathlib.Path(self.holder.name)
        (self.folder / 'texts').mkdir()
        (self.folder / 'texts' / 's.txt').write_text('They build a new mill and a dam.')
        self.write('facts.json', FACTS)

    def write(self, name, tree):
        (self.folder / name).write_text(json.dumps(tree))

    def text(self, layout, *arguments):
        self.write('layout.json', layout)
        done = accord('render', 'layout.json', '-o', 'out.pdf', *arguments, cwd=self.folder)
        self.assertEqual(done.returncode, 0, done.stderr)
        return tool('pdftotext', '-layout', self.folder / 'out.pdf', '-')

    def test_they_are_left_out_and_it_is_said(self):
        text = self.text(LAYOUT, '--sources', 'texts')
        self.assertIn(LEFT_OUT, text)
        self.assertIn('4,120', text)
        self.assertNotIn('4,123', text)
        self.assertNotIn(COUNTED, text)

    def test_what_a_quote_refutes_is_left_out(self):
        """Other evidence of the record was found; a second quote that says the amount makes it good again."""
        facts = json.loads(json.dumps(FACTS))
        good = facts['partnerships'][0]
        good['evidence'].append({'source': 's', 'supports': '/amount_usd', 'quote': 'for 900 dollars'})
        (self.folder / 'texts' / 's.txt').write_text('They build a new mill for 900 dollars and a dam. It costs 100 dollars.')
        self.write('facts.json', facts)
        text = self.text(LAYOUT, '--sources', 'texts')
        self.assertIn('Left out, since their evidence was not found: 2 partnerships', text)
        self.assertIn('4,020', text)
        good['evidence'].append({'source': 's', 'supports': '/amount_usd', 'quote': 'It costs 100 dollars'})
        self.write('facts.json', facts)
        self.assertIn('4,120', self.text(LAYOUT, '--sources', 'texts'))

    def test_the_note_names_the_figures_and_the_terminal_tells_it(self):
        items = [*LAYOUT['body'][0]['items'], {'label': 'Raw', 'value': '{{money.usd | ,d}}'}]
        layout = {**LAYOUT, 'body': [{'block': 'kpis', 'items': items}]}
        text = self.text(layout, '--sources', 'texts')
        self.assertIn(f'{LEFT_OUT} (How many; Dollars)', text)
        self.assertIn(f'{COUNTED} (Raw)', text)
        done = accord('render', 'layout.json', '-o', 'out.pdf', '--sources', 'texts', cwd=self.folder)
        self.assertIn('the evidence of 1 partnership was looked up and not found: key figures leave them out', done.stderr)
        self.write('layout.json', {**layout, 'unverified': 'count'})
        done = accord('render', 'layout.json', '-o', 'out.pdf', '--sources', 'texts', cwd=self.folder)
        self.assertIn('key figures count them all the same', done.stderr)
        self.assertNotIn('not found', accord('render', 'layout.json', '-o', 'out.pdf', cwd=self.folder).stderr)

    def test_nobody_looked(self):
        text = self.text(LAYOUT)
        self.assertIn('4,123', text)
        self.assertNotIn('evidence', text)

    def test_the_layout_counts_them_and_it_is_said(self):
        text = self.text({**LAYOUT, 'unverified': 'count'}, '--sources', 'texts')
        self.assertIn('4,123', text)
        self.assertIn(COUNTED, text)
        self.assertNotIn(LEFT_OUT, text)

    def test_sums_that_cannot_be_taken_apart_are_marked(self):
        items = [{'label': 'Dollars', 'value': '{{money.usd | ,d}}'}]
        text = self.text({**LAYOUT, 'body': [{'block': 'kpis', 'items': items}]}, '--sources', 'texts')
        self.assertIn('4,123', text)
        self.assertIn(COUNTED, text)
        items[0]['value'] = {'data': 'money', 'aggregate': 'sum', 'field': 'usd'}
        text = self.text({**LAYOUT, 'body': [{'block': 'kpis', 'items': items}]}, '--sources', 'texts')
        self.assertIn(COUNTED, text)

    def test_in_the_language_of_the_report(self):
        text = self.text({**LAYOUT, 'lang': 'fr'}, '--sources', 'texts')
        self.assertIn('Non pris en compte, preuve introuvable : 1', text)

    def test_explain_says_it_too(self):
        self.write('layout.json', LAYOUT)
        done = accord('explain', 'layout.json', '--item', 'kpi:dollars', '--sources', 'texts', '--format', 'json',
                      cwd=self.folder)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn('evidence was found, or not looked for', done.stdout)
        told = json.loads(done.stdout)
        self.assertEqual([fact['id'] for fact in told['facts']], ['good', 'fine', 'record'])
        self.assertEqual([(fact['id'], fact['reason']) for fact in told['leftOut']],
                         [('lost', 'facts whose evidence was found, or not looked for')])

    def test_a_store_keeps_what_was_found(self):
        stores = postgres.stores(SERVER, self.folder / 'facts.db')
        for store in stores:
            self.keep_in(store)

    def add(self, store, *arguments):
        done = accord('facts', 'add', 'facts.json', '--store', store, *arguments, cwd=self.folder)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def verified(self, store):
        done = accord('facts', 'sql', 'SELECT id, verified FROM partnerships ORDER BY id', '--store', store, '--format', 'json')
        self.assertEqual(done.returncode, 0, done.stderr)
        return {row['id']: row['verified'] for row in json.loads(done.stdout)}

    def keep_in(self, store):
        self.write('facts.json', FACTS)
        text = self.folder / 'texts' / 's.txt'
        text.write_text('They build a new mill and a dam.')
        self.add(store)
        nobody = {'good': None, 'fine': None, 'lost': None, 'record': None}
        self.assertEqual(self.verified(store), nobody)
        self.assertIn('4 unchanged, 0 withdrawn; sources: 0 new, 0 changed; other evidence found of 3',
                      self.add(store, '--sources', 'texts'))
        found = {'good': 1, 'fine': 1, 'lost': 0, 'record': None}
        self.assertEqual(self.verified(store), found)
        self.assertIn(LEFT_OUT, self.text({key: value for key, value in LAYOUT.items() if key != 'facts'},
                                          '--store', store, '--as-of', '2025-12-01'))
        self.assertIn('4 unchanged', self.add(store))
        self.assertEqual(self.verified(store), found)
        self.assertIn('other evidence found of 0', self.add(store, '--sources', 'texts'))
        text.write_text('They build a new mill and a railway.')
        self.assertIn('other evidence found of 2', self.add(store, '--sources', 'texts'))
        self.assertEqual(self.verified(store), {**found, 'fine': 0, 'lost': 1})
        changed = json.loads(json.dumps(FACTS))
        changed['partnerships'][0]['title'] = 'Another title'
        self.write('facts.json', changed)
        told = self.add(store)
        self.assertIn('1 changed', told)
        self.assertIn('evidence to be looked up anew of 1', told)
        self.assertEqual(self.verified(store), {**found, 'good': None, 'fine': 0, 'lost': 1})
        self.assertNotIn('anew', self.add(store))

    def states(self, store):
        done = accord('facts', 'sql', 'SELECT f.id, e.source, e.state FROM evidence e JOIN partnerships f ON f.fact = e.fact'
                      ' ORDER BY f.id, e.position', '--store', store, '--format', 'json')
        self.assertEqual(done.returncode, 0, done.stderr)
        return [(row['id'], row['source'], row['state']) for row in json.loads(done.stdout)]

    def test_what_was_found_in_another_text_is_forgotten(self):
        for store in postgres.stores(SERVER, self.folder / 'facts.db'):
            with self.subTest(store):
                self.tell_another_text(store)

    def tell_another_text(self, store):
        """Of a source whose record names another text nothing was looked up; what others were looked in for stays."""
        facts = {**FACTS, 'sources': [{'id': 's', 'title': 'A source', 'url': 'https://example.org/1'}, {'id': 't', 'title': 'T'}],
                 'partnerships': [fact('one', 'a new mill', 1), fact('two', 'a dam', 2)]}
        facts['partnerships'][1]['evidence'].append({'source': 't', 'supports': '/title', 'quote': 'a dam'})
        for name in 's', 't':
            (self.folder / 'texts' / f'{name}.txt').write_text('They build a new mill and a dam.')
        self.write('facts.json', facts)
        self.add(store, '--sources', 'texts')
        found = [('one', 's', 'exact'), ('two', 's', 'exact'), ('two', 't', 'exact')]
        self.assertEqual(self.states(store), found)
        facts['sources'][0]['title'] = 'Another title of the same text'
        self.write('facts.json', facts)
        self.assertNotIn('anew', self.add(store))
        self.assertEqual(self.states(store), found)
        facts['sources'][0]['url'] = 'https://example.org/2'
        self.write('facts.json', facts)
        self.assertIn('evidence to be looked up anew of 2', self.add(store))
        self.assertEqual(self.states(store), [('one', 's', None), ('two', 's', None), ('two', 't', 'exact')])
        self.assertEqual(self.verified(store), {'one': None, 'two': 1})
        self.assertIn('other evidence found of 2', self.add(store, '--sources', 'texts'))
        self.assertEqual(self.states(store), found)
        facts['sources'][0]['captured'] = {'sha256': '0' * 64}
        self.write('facts.json', facts)
        self.assertNotIn('anew', self.add(store, '--sources', 'texts'))
        self.assertNotIn(('one', 's', None), self.states(store))

    def other_words(self):
        """The shipped vocabulary with another label of a sector."""
        words = self.folder / 'words'
        shutil.copytree(ROOT / 'data/vocabulary', words)
        sectors = json.loads((words / 'sectors.json').read_text())
        next(term for term in sectors['terms'] if term['code'] == 'steel')['label']['en'] = 'Iron'
        (words / 'sectors.json').write_text(json.dumps(sectors))
        return words

    def look_up_many(self, store):
        """So many that a server is not asked for each."""
        count = 90
        facts = {**FACTS, 'partnerships': [fact(f'p{i:03}', f'works number {i};', i) for i in range(count)]}
        text = self.folder / 'texts' / 's.txt'
        self.write('facts.json', facts)
        text.write_text(' '.join(f'works number {i};' for i in range(count) if i % 3))
        self.assertIn(f'{count} new', self.add(store))
        self.assertIn(f'other evidence found of {count}', self.add(store, '--sources', 'texts'))
        found = {f'p{i:03}': int(i % 3 > 0) for i in range(count)}
        self.assertEqual(self.verified(store), found)
        self.assertIn('other evidence found of 0', self.add(store, '--sources', 'texts'))
        text.write_text(' '.join(f'works number {i};' for i in range(count) if i % 3 or i == 87))
        self.assertIn('other evidence found of 1', self.add(store, '--sources', 'texts'))
        self.assertIn(f'{count} unchanged', self.add(store, '--vocabulary', str(self.other_words())))
        self.assertEqual(self.verified(store), {**found, 'p087': 1})

    def test_a_file_keeps_the_findings_of_many_facts(self):
        self.look_up_many(str(self.folder / 'facts.db'))

    @postgres.needed
    def test_a_server_is_not_asked_for_the_findings_of_each_fact(self):
        store = SERVER.address()
        SERVER.sql(f"ALTER DATABASE store{SERVER.databases} SET log_statement = 'all'")
        log = SERVER.folder / 'log'
        before = log.stat().st_size
        self.look_up_many(store)
        asked = log.read_text()[before:].count('FROM evidence_rows WHERE fact = $1')
        self.assertGreater(asked, 0)
        self.assertLess(asked, 4 * 30)

    def test_a_store_read_for_an_audience_keeps_what_was_found(self):
        stores = postgres.stores(SERVER, self.folder / 'facts.db')
        for store in stores:
            with self.subTest(store):
                self.clear_in(store)

    def clear_in(self, store):
        def record(name, amount, *evidence, **more):
            return {'id': name, 'title': name, 'parties': ['Pakistan', 'China'], 'amounts': [{'value': str(amount), 'currency': 'USD'}],
                    'evidence': [{'source': 's', 'supports': '/amounts/0', 'quote': quote, **members} for quote, members in evidence],
                    **more}
        secret, public = {'audience': 'internal'}, {}
        records = [
            record('first', 100, ('no such words', secret), ('a mill for 100', public), ('a mill', public)),
            # Two records of one partnership: the newer, whose amount is chosen, is withheld.
            record('both', 20, ('a dam for 20', public)),
            record('later', 30, ('a dam for 30', public), same_as='both', audience='internal',
                   amounts=[{'value': '1', 'currency': 'EUR'}, {'value': '30', 'currency': 'USD'}]),
            # The passage that holds the number is withheld: what is left does not prove it.
            record('apart', 100, ('a mill for 100', secret), ('a mill', public)),
            record('never', 5)]
        for n, one in enumerate(records):
            self.write(f'{n}.json', {'facts': 1, 'sources': FACTS['sources'] if n == 0 else [], 'partnerships': [one]})
        (self.folder / 'texts' / 's.txt').write_text('It has a mill for 100. It has a dam for 20, or a dam for 30.')
        files = [f'{n}.json' for n in range(len(records))]
        done = accord('facts', 'add', *files, '--store', store, '--sources', 'texts', cwd=self.folder)
        self.assertEqual(done.returncode, 0, done.stderr)

        def ask(*arguments):
            done = accord('facts', 'sql', 'SELECT id, quote, state, number FROM evidence ORDER BY id, position', '--store', store,
                          '--format', 'json', *arguments)
            self.assertEqual(done.returncode, 0, done.stderr)
            return [tuple(row.values()) for row in json.loads(done.stdout)]
        whole = ask()
        self.assertIn(('first', 'a mill', 'exact', 'elsewhere'), whole)
        self.assertIn(('apart', 'a mill', 'exact', 'elsewhere'), whole)
        self.assertEqual(ask('--audience', 'internal'), whole)
        self.assertEqual(ask('--audience', 'public'), [
            ('apart', 'a mill', 'exact', 'absent'), ('both', 'a dam for 20', 'exact', 'found'),
            ('first', 'a mill for 100', 'exact', 'found'), ('first', 'a mill', 'exact', 'elsewhere')])

    def test_other_words_are_refused(self):
        self.write('layout.json', {**LAYOUT, 'unverified': 'ignore'})
        done = accord('check', 'layout.json', cwd=self.folder)
        self.assertEqual(done.returncode, 3)
        self.assertIn('leave_out', done.stderr)


if __name__ == '__main__':
    unittest.main()
