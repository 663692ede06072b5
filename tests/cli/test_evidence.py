"""accord check --sources: claims against captured texts, as text, JSON and SARIF, and the gate."""
import json
import os
import pathlib
import tempfile
import unittest

from program import ROOT, accord

TEXT = 'First line.\nThe “new mill” costs 1.2 billion dollars,\nsaid the office of financing arrangements.\n'
FACTS = {
    'facts': 1,
    'sources': [{'id': 's', 'title': 'A source'}, {'id': 't', 'title': 'Another'}],
    'partnerships': [{
        'id': 'p', 'title': 'A mill', 'parties': ['Pakistan', 'Russia'],
        'amounts': [{'value': '1300000000', 'currency': 'USD', 'basis': 'announced'}],
        'evidence': [
            {'source': 's', 'supports': '/title', 'quote': 'First line.'},
            {'source': 's', 'supports': '/title', 'quote': 'The "new mill" costs'},
            {'source': 's', 'supports': '/title', 'quote': 'office of financing arangements'},
            {'source': 's', 'supports': '/title', 'quote': 'a railway through the mountains'},
            {'source': 't', 'supports': '/title', 'quote': 'anything'},
            {'source': 's', 'supports': '/amounts/0', 'quote': '1.2 billion dollars'},
            {'source': 's', 'locator': '17'}]}]}
STATES = ['exact', 'normalised', 'fuzzy', 'missing', 'unavailable', 'exact']


class Evidence(unittest.TestCase):
    def setUp(self):
        self.holder = tempfile.TemporaryDirectory()
        self.addCleanup(self.holder.cleanup)
        self.folder = pathlib.Path(self.holder.name)
        (self.folder / 'texts').mkdir()
        (self.folder / 'texts' / 's.txt').write_text(TEXT)
        (self.folder / 'facts.json').write_text(json.dumps(FACTS, indent=1))

    def check(self, *arguments, **options):
        return accord('check', *arguments, '--sources', 'texts', cwd=self.folder, **options)

    def write_good(self):
        good = json.loads(json.dumps(FACTS))
        good['partnerships'][0]['evidence'] = FACTS['partnerships'][0]['evidence'][:1]
        (self.folder / 'facts.json').write_text(json.dumps(good))

    def write_record(self, evidence, **members):
        record = {'id': 'p', 'title': 'A mill', 'parties': ['Pakistan'], **members,
                  'evidence': [{'source': 's', 'supports': supports, 'quote': quote} if supports is not None else
                               {'source': 's', 'quote': quote} for supports, quote in evidence]}
        (self.folder / 'facts.json').write_text(json.dumps({'facts': 1, 'sources': FACTS['sources'][:1], 'partnerships': [record]}))
        done = self.check('facts.json', '--format', 'json')
        return json.loads(done.stdout)

    def test_numbers_that_no_quote_holds_are_counted(self):
        """Evidence for a title, a list or a promise holds a number when that stands in its words."""
        amounts = [{'value': '99', 'currency': 'USD'}, {'value': '1200000000', 'currency': 'USD'}]
        commitments = [{'text': 'A mill', 'due': '2031'}]
        out = self.write_record([(None, 'The “new mill”'), ('/amounts', 'costs 1.2 billion dollars'), ('/commitments/0', 'mill')],
                                amounts=amounts, commitments=commitments, date='2025')
        self.assertEqual([(orphan['field'], orphan['claimed']) for orphan in out['unsupported']],
                         [('/date', '2025'), ('/amounts/0', '99 USD'), ('/commitments/0/due', '2031')])
        self.assertEqual(out['summary']['unsupported'], 3)
        said = self.check('facts.json', '-v').stdout
        self.assertIn('3 numbers or dates stand in no quote of their record:\n  p /date  2025\n  p /amounts/0  99 USD\n', said)
        self.assertIn('record (-v lists them)', self.check('facts.json').stdout)
        out = self.write_record([('/amounts/0', 'costs 1.2 billion dollars')], amounts=amounts[:1])
        self.assertEqual(out['unsupported'], [])
        self.assertEqual(out['claims'][0]['against'], 'another amount')
        out = self.write_record([(None, 'The “new mill”')], amounts=amounts, inferred=[{'field': '/amounts', 'from': 'The table.'}])
        self.assertEqual(out['unsupported'], [])
        out = self.write_record([(None, 'not in it at all, nowhere')], amounts=amounts)
        self.assertEqual(out['unsupported'], [])

    def test_a_quote_that_is_missing_holds_no_number(self):
        """What is only in the extractor's own words is no evidence, nor counted."""
        amounts = [{'value': '99', 'currency': 'USD'}]
        out = self.write_record([('/amounts/0', 'they will surely pay 99 dollars')], amounts=amounts)
        claim = out['claims'][0]
        self.assertEqual((claim['state'], 'number' in claim, 'against' in claim), ('missing', False, False))
        self.assertEqual(set(out['summary']['numbers'].values()), {0})
        said = self.check('facts.json').stdout
        self.assertRegex(said, r'(?m)^missing +- +p /amounts/0 ')
        self.assertNotIn('numbers and dates', said)

    def test_what_is_no_text_in_utf_8_is_said(self):
        """What cannot be read is unavailable, with the reason; of the rest what is not found has it."""
        self.write_record([('/title', 'Société générale')])
        path = self.folder / 'texts' / 's.txt'
        words = 'La Société générale.'
        for data, state, note in ((words.encode('utf-16'), 'unavailable', 'UTF-16'), (words.encode('utf-16-le'), 'unavailable', 'UTF-16'),
                                  (b'%PDF-1.4 x', 'unavailable', 'PDF'), (b'PK\3\4x', 'unavailable', 'packed document'),
                                  (b'{\\rtf1 x}', 'unavailable', 'RTF'), (words.encode('latin-1'), 'missing', 'not UTF-8'),
                                  ('<!DOCTYPE html><p>La Soci&eacute;t&eacute;'.encode(), 'missing', 'HTML'),
                                  (f'<html><p>{words}'.encode(), 'exact', None), (words.encode('utf-8-sig'), 'exact', None)):
            path.write_bytes(data)
            claim = json.loads(self.check('facts.json', '--format', 'json').stdout)['claims'][0]
            self.assertEqual(claim['state'], state, data)
            self.assertIn(note or '', claim.get('note', ''), data)
            self.assertEqual('note' in claim, note is not None, data)
        path.write_bytes(words.encode('utf-16'))
        self.assertIn('(the text is UTF-16; save it as UTF-8)', self.check('facts.json').stdout)

    def test_html_is_read_as_its_reader_sees_it(self):
        """Tags, comments and scripts are no words of the text; lines stay where they are."""
        page = ('<!DOCTYPE html>\n<title>News</title><style>p > b { color: red }</style>\n'
                '<script>if (a < b) say("It costs USD 99 million");</script>\n<!-- It costs 88 million USD > a <p> -->\n'
                '<p title="It costs > 77 million USD" id=it\'s>The mill costs <b>USD&nbsp;5</b>\nmillion &amp; a bit; 1 < 2.</p><p>The')
        (self.folder / 'texts' / 's.txt').write_text(page)
        quotes = {'The mill costs USD 5 million & a bit': True, 'a bit; 1 < 2.': True, 'It costs USD 99 million': False,
                  'It costs 88 million USD': False, 'It costs > 77 million USD': False}
        out = self.write_record([('/title', quote) for quote in quotes])
        for claim, is_read in zip(out['claims'], quotes.values()):
            self.assertEqual(claim['meets'], is_read, claim)
            self.assertEqual('HTML' in claim.get('note', ''), not is_read, claim)
        self.assertIn('s.txt:5', self.check('facts.json').stdout)

    def test_what_is_inferred_is_not_verified(self):
        inferred = [{'field': '/date', 'from': 'The year before.'}, {'field': '/amounts/0', 'from': 'The table.'}]
        out = self.write_record([('/amounts/0', 'costs 1.2 billion dollars'), ('/date', 'First line.')], date='2024', inferred=inferred,
                                amounts=[{'value': '999000000', 'currency': 'USD'}])
        self.assertEqual([(claim['number'], claim.get('against'), claim['meets']) for claim in out['claims']],
                         [('inferred', 'another amount', True), ('inferred', None, True)])
        self.assertEqual(out['summary']['inferredOtherwise'], 1)
        self.assertIn('1 inferred number or date: the quote says another', self.check('facts.json').stdout)
        accord('facts', 'add', 'facts.json', '--store', 'f.db', '--sources', 'texts', cwd=self.folder)
        done = accord('facts', 'sql', 'SELECT evidence, verified FROM partnerships', '--store', 'f.db', '--format', 'json', cwd=self.folder)
        self.assertEqual(json.loads(done.stdout), [{'evidence': 2, 'verified': 0}])

    def test_one_line_a_claim_and_a_summary(self):
        done = self.check('facts.json')
        lines = done.stdout.splitlines()
        self.assertEqual([line.split()[0] for line in lines[:6]], STATES)
        self.assertIn('p /title', lines[0])
        self.assertIn('"First line."  s.txt:1', lines[0])
        self.assertIn('is there as "office of financing arrangements"', lines[2])
        self.assertIn('says another amount than 1300000000 USD', lines[5])
        at = json.dumps(FACTS, indent=1).split('\n')
        line = next(i for i, text in enumerate(at, 1) if 'arangements' in text) - 3
        self.assertIn(f'claimed in facts.json:{line}', lines[2])
        self.assertNotIn('claimed in', lines[0])
        self.assertEqual(lines[6], '6 claims in 2 sources, 1 text: 2 exact, 1 normalised, 1 fuzzy, 1 missing, '
                                   '1 unavailable')
        self.assertEqual(lines[7], 'numbers and dates: 0 found, 0 partly, 1 absent, 0 elsewhere, 0 inferred')
        self.assertNotIn('found', lines[4]) # nobody found the words
        self.assertEqual(lines[8], '1 more names a record and quotes nothing')
        self.assertEqual(done.returncode, 4)
        self.assertEqual(done.stderr, '')

    def test_partnerships_without_evidence_are_counted_and_named(self):
        self.assertNotIn('no evidence', self.check('facts.json').stdout)
        bare = json.loads(json.dumps(FACTS))
        bare['partnerships'] += [{'id': 'q', 'title': 'A port', 'parties': ['Pakistan']}]
        (self.folder / 'facts.json').write_text(json.dumps(bare))
        self.assertIn('1 of 2 partnerships has no evidence (-v lists them)', self.check('facts.json').stdout)
        self.assertIn('1 of 2 partnerships has no evidence:\n  q\n', self.check('facts.json', '-v').stdout)
        answer = json.loads(self.check('facts.json', '--format', 'json').stdout)
        self.assertEqual(answer['withoutEvidence'], ['q'])
        self.assertEqual(answer['summary']['withoutEvidence'], 1)
        self.assertEqual(answer['summary']['partnerships'], 2)

    def test_words_that_are_near_and_lack_the_number_make_one_sentence(self):
        near = json.loads(json.dumps(FACTS))
        near['partnerships'][0]['evidence'] = [
            {'source': 's', 'supports': '/amounts/0', 'quote': 'office of financing arangements'}]
        (self.folder / 'facts.json').write_text(json.dumps(near))
        self.assertIn('is there as "office of financing arrangements", and has no 1300000000 USD',
                      self.check('facts.json').stdout)

    def test_quiet_prints_what_fails_alone(self):
        done = self.check('facts.json', '--quiet')
        self.assertEqual([line.split()[0] for line in done.stdout.splitlines()],
                         ['fuzzy', 'missing', 'unavailable', 'exact'])

    def test_the_gate(self):
        self.assertEqual(self.check('facts.json', '--require', 'none').returncode, 0)
        for state in ('exact', 'normalised', 'fuzzy'):
            self.assertEqual(self.check('facts.json', '--require', state).returncode, 4, state)
        self.write_good()
        self.assertEqual(self.check('facts.json', '--require', 'exact').returncode, 0)
        self.assertEqual(self.check('facts.json').returncode, 0)

    def test_json_has_a_record_for_each_claim(self):
        done = self.check('facts.json', '--format', 'json')
        answer = json.loads(done.stdout)
        self.assertEqual([claim['state'] for claim in answer['claims']], STATES)
        self.assertEqual(answer['claims'][0], {
            'partnership': 'p', 'evidence': 0, 'supports': '/title', 'source': 's', 'quote': 'First line.',
            'state': 'exact', 'score': 1.0, 'meets': True, 'text': 'texts/s.txt', 'start': 0, 'end': 11,
            'line': 1, 'page': 1, 'found': 'First line.', 'file': 'facts.json',
            'fileLine': answer['claims'][0]['fileLine']})
        lines = (self.folder / 'facts.json').read_text().splitlines()
        for claim in answer['claims']:
            line = claim['fileLine']
            self.assertEqual(lines[line - 1].strip(), '{')
            self.assertIn(json.dumps(claim['quote']), ''.join(lines[line:line + 3]))
        self.assertEqual(answer['claims'][5]['number'], 'absent')
        self.assertEqual(answer['summary']['claims'], 6)
        self.assertEqual(answer['summary']['withoutQuote'], 1)
        self.assertEqual(answer['gate'], {'require': 'normalised', 'failed': 4, 'met': False})

    def test_sarif_is_what_the_standard_asks(self):
        done = self.check('facts.json', '--format', 'sarif')
        log = json.loads(done.stdout)
        self.assertEqual(log['version'], '2.1.0')
        self.assertEqual(len(log['runs']), 1)
        run = log['runs'][0]
        rules = run['tool']['driver']['rules']
        self.assertEqual(len({rule['id'] for rule in rules}), len(rules))
        self.assertEqual([result['ruleId'] for result in run['results']],
                         ['evidence/normalised', 'evidence/fuzzy', 'evidence/missing', 'evidence/unavailable',
                          'evidence/number-absent'])
        text = (self.folder / 'facts.json').read_text().splitlines()
        for result in run['results']:
            self.assertEqual(rules[result['ruleIndex']]['id'], result['ruleId'])
            self.assertIn(result['level'], ('none', 'note', 'warning', 'error'))
            self.assertTrue(result['message']['text'])
            self.assertEqual(len(result['partialFingerprints']['claim/v1']), 64)
            place = result['locations'][0]['physicalLocation']
            self.assertEqual(place['artifactLocation'], {'uri': 'facts.json'})
            region = place['region']
            self.assertEqual(text[region['startLine'] - 1][region['startColumn'] - 1], '{')
            self.assertEqual(text[region['endLine'] - 1][region['endColumn'] - 2], '}')
        related = run['results'][1]['relatedLocations'][0]
        self.assertEqual(related['physicalLocation']['artifactLocation']['uri'], 'texts/s.txt')
        self.assertEqual(related['physicalLocation']['region']['startLine'], 3)
        self.assertEqual(done.returncode, 4)

    def test_json_lines_give_their_lines(self):
        lines = [{'record': 'source', **FACTS['sources'][0]}, {'record': 'source', **FACTS['sources'][1]},
                 {'record': 'partnership', **FACTS['partnerships'][0]}]
        text = ''.join(json.dumps(line) + '\n' for line in lines)
        (self.folder / 'facts.jsonl').write_text(text)
        log = json.loads(self.check('facts.jsonl', '--format', 'sarif').stdout)
        for result in log['runs'][0]['results']:
            self.assertEqual(result['locations'][0]['physicalLocation']['region'], {'startLine': 3})
        piped = json.loads(self.check('-', '--format', 'json', stdin=text).stdout)
        self.assertEqual([claim['state'] for claim in piped['claims']], STATES)

    def test_wrong_options_are_usage_errors(self):
        for arguments in (['--sources', 'nowhere'], ['--format', 'sarif'], ['--require', 'exact'],
                          ['--sources', 'texts', '--require', 'good'], ['--sources', 'texts', '--format', 'xml']):
            done = accord('check', 'facts.json', *arguments, cwd=self.folder)
            self.assertEqual(done.returncode, 2, arguments)

    def ask(self, sql, *arguments, **options):
        done = accord('facts', 'sql', sql, '--format', 'json', *arguments, cwd=self.folder, **options)
        self.assertEqual(done.returncode, 0, done.stderr)
        return json.loads(done.stdout)

    def test_findings_are_columns_for_layouts(self):
        sources = ['--facts', 'facts.json', '--sources', 'texts']
        rows = self.ask('SELECT state, number FROM evidence ORDER BY position', *sources)
        self.assertEqual([row['state'] for row in rows], STATES + [None])
        self.assertEqual(rows[5]['number'], 'absent')
        self.assertEqual(self.ask('SELECT verified FROM partnerships', *sources), [{'verified': 0}])  # one quote refutes the amount
        self.assertEqual(self.ask('SELECT score > 0.9 AND score < 1 AS near FROM evidence WHERE state = \'fuzzy\'',
                                  *sources), [{'near': 1}])
        self.assertEqual(self.ask('SELECT verified FROM partnerships', '--facts', 'facts.json'), [{'verified': None}])
        self.assertEqual(self.ask('SELECT count(state) AS n FROM evidence', '--facts', 'facts.json'), [{'n': 0}])

    def test_facts_are_read_twice_so_they_are_files(self):
        done = accord('facts', 'sql', 'SELECT 1 AS one', '--facts', '-', '--sources', 'texts', cwd=self.folder,
                      stdin=json.dumps(FACTS))
        self.assertEqual(done.returncode, 3)
        self.assertIn('standard input can be read once', done.stderr)

    def test_a_report_with_findings_says_that_it_cannot_be_verified(self):
        layout = {'layout': 1, 'title': 'Small', 'facts': ['facts.json'], 'body': [
            {'block': 'table', 'data': {'sql': "SELECT title, CASE WHEN verified = 0 THEN '*' END AS mark, fact "
                                               'FROM partnerships'}, 'columns': ['title', 'mark']}]}
        (self.folder / 'layout.json').write_text(json.dumps(layout))
        made = accord('render', 'layout.json', '--as-of', '2025-01-01', '--sources', 'texts', '-o', 'r.pdf',
                      cwd=self.folder)
        self.assertEqual(made.returncode, 0, made.stderr)
        done = accord('verify', 'r.pdf', cwd=self.folder)
        self.assertEqual(done.returncode, 3)
        self.assertIn('checked against texts that are not inside', done.stderr)

    def test_wrong_facts_are_reported_beside_the_claims(self):
        broken = json.loads(json.dumps(FACTS))
        broken['partnerships'].append({'id': 'q', 'title': 'No parties'})
        (self.folder / 'facts.json').write_text(json.dumps(broken))
        done = self.check('facts.json')
        self.assertEqual(done.returncode, 3)
        self.assertIn('missing-key', done.stderr)
        self.assertEqual(len(json.loads(self.check('facts.json', '--format', 'json').stdout)['claims']), 6)

    def test_a_hostile_text_does_not_reach_the_terminal_raw(self):
        (self.folder / 'texts' / 's.txt').write_text('office of\x1b[31m financing arrangements')
        self.assertNotIn('\x1b', self.check('facts.json').stdout)

    def test_the_shipped_press_facts(self):
        folder = os.environ.get('ACCORD_PRESS_TEXTS')
        if not folder:
            self.skipTest('ACCORD_PRESS_TEXTS names no folder with the captured press texts')
        done = accord('check', ROOT / 'data/facts/press.json', '--sources', folder, '--format', 'json')
        answer = json.loads(done.stdout)
        self.assertEqual(answer['summary']['claims'], 140)
        self.assertEqual(answer['summary']['exact'], 140)
        self.assertTrue(answer['gate']['met'])
        self.assertEqual(done.returncode, 0)


if __name__ == '__main__':
    unittest.main()
