"""accord watch, accord chart --watch: what was made is made again when a file changes, whatever way it was written."""
import json
import os
import pathlib
import signal
import subprocess
import tempfile
import threading
import time
import unittest

from program import ACCORD, accord

ROOT = pathlib.Path(__file__).resolve().parents[2]
PATIENCE = 60  # seconds to wait for what must come
LINE = r'\d\d:\d\d:\d\d  .*(made in \d+ ms, watching \d+ files?|left as it was)$'


def spec(title):
    return json.dumps({'title': title, 'data': {'url': 'rows.csv'}, 'mark': 'bar',
                       'encoding': {'y': {'field': 'sector'}, 'x': {'field': 'n', 'type': 'quantitative'}}})


def facts(title):
    """One partnership, whose id is made of its title."""
    return json.dumps({'facts': 1, 'sources': [{'id': f's {title}', 'title': 'A source'}], 'partnerships': [
        {'id': title, 'title': title, 'parties': ['Pakistan', 'China'], 'sector': 'energy', 'date': '2020-05-01',
         'status': 'signed', 'evidence': [{'source': f's {title}', 'quote': 'it is so'}]}]})


class Program:
    """A program that goes on, and the lines it has printed to standard error."""

    def __init__(self, *arguments, cwd):
        self.process = subprocess.Popen([ACCORD, *arguments], cwd=cwd, stderr=subprocess.PIPE, text=True)
        self.lines = []
        self.news = threading.Condition()
        self.reader = threading.Thread(target=self.read, daemon=True)
        self.reader.start()

    def read(self):
        for line in self.process.stderr:
            with self.news:
                self.lines.append(line.rstrip('\n'))
                self.news.notify_all()

    def wait_for(self, *words):
        """The lines up to the first with one of the words, taken away."""
        def found():
            return next((i for i, line in enumerate(self.lines) if any(word in line for word in words)), None)
        with self.news:
            if not self.news.wait_for(lambda: found() is not None, PATIENCE):
                raise AssertionError(f'no line with {words} among {self.lines}')
            taken, self.lines = self.lines[:found() + 1], self.lines[found() + 1:]
        return taken

    def end(self, number=signal.SIGTERM):
        self.process.send_signal(number)
        code = self.process.wait(PATIENCE)
        self.reader.join(PATIENCE)
        self.process.stderr.close()
        return code


class Watching(unittest.TestCase):
    def setUp(self):
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.folder = pathlib.Path(holder.name)
        self.write('rows.csv', 'sector,n\nEnergy,3\nWater,5\n')
        self.write('chart.vl.json', spec('First'))

    def write(self, name, text):
        (self.folder / name).write_text(text)

    def replace(self, name, text):
        """As editors do that never leave half a file."""
        self.write(name + '~new', text)
        os.replace(self.folder / (name + '~new'), self.folder / name)

    def start(self, *arguments):
        program = Program(*arguments, cwd=self.folder)
        self.addCleanup(lambda: program.process.poll() is None and program.end(signal.SIGKILL))
        return program

    def picture(self, name='out.svg'):
        return (self.folder / name).read_text()

    def watch_chart(self, *more):
        program = self.start('chart', 'chart.vl.json', '--watch', '-o', 'out.svg', *more)
        program.wait_for('made in')
        return program

    def test_a_changed_specification_is_drawn_again(self):
        program = self.watch_chart()
        self.assertIn('First', self.picture())
        self.write('chart.vl.json', spec('Second'))
        lines = program.wait_for('made in')
        self.assertRegex(lines[-1], LINE)
        self.assertRegex(lines[-1], r'  chart\.vl\.json changed: out\.svg made in ')
        self.assertIn('Second', self.picture())
        self.replace('chart.vl.json', spec('Third'))
        program.wait_for('made in')
        self.assertIn('Third', self.picture())
        self.assertEqual(program.end(), 0)

    def test_a_changed_data_file_is_read_again(self):
        program = self.watch_chart()
        self.replace('rows.csv', 'sector,n\nEnergy,3\nTransport,9\n')
        program.wait_for('made in')
        self.assertIn('Transport', self.picture())
        self.assertEqual(program.end(signal.SIGINT), 0)

    def test_what_is_wrong_is_said_and_the_last_picture_stays(self):
        program = self.watch_chart()
        self.write('chart.vl.json', '{"mark": "bra"}')
        lines = program.wait_for('left as it was')
        self.assertTrue(any('there is no mark "bra"' in line for line in lines), lines)
        self.assertIn('First', self.picture())
        (self.folder / 'chart.vl.json').unlink()
        lines = program.wait_for('left as it was')
        self.assertTrue(any('cannot read' in line for line in lines), lines)
        self.write('chart.vl.json', spec('Back'))
        program.wait_for('made in')
        self.assertIn('Back', self.picture())
        self.assertEqual(program.end(), 0)

    def test_a_file_that_was_missing_is_waited_for(self):
        (self.folder / 'rows.csv').unlink()
        program = self.start('chart', 'chart.vl.json', '--watch', '-o', 'out.svg')
        program.wait_for('left as it was')
        self.write('rows.csv', 'sector,n\nHealth,4\n')
        program.wait_for('made in')
        self.assertIn('Health', self.picture())
        self.assertEqual(program.end(), 0)

    def test_other_files_and_the_output_itself_change_nothing(self):
        (self.folder / 'facts').mkdir()  # a folder that is watched, and holds the output
        self.write('facts/all.json', '{"facts": 1, "sources": [], "partnerships": []}')
        program = self.start('chart', 'chart.vl.json', '--watch', '-o', 'facts/out.svg', '--facts', 'facts')
        program.wait_for('made in')
        self.write('notes.txt', 'not read')
        time.sleep(1)
        self.write('chart.vl.json', spec('Second'))
        program.wait_for('made in')
        self.assertEqual(program.end(), 0)
        made = [line for line in program.lines if 'made in' in line]
        self.assertEqual(made, [])

    def test_a_report_is_made_again_when_its_chart_or_facts_change(self):
        (self.folder / 'facts').mkdir()
        self.write('facts/a.json', facts('A dam'))
        self.write('inner.vl.json', json.dumps({'title': 'Early', 'mark': 'bar', 'encoding': {'y': {'field': 'title'}}}))
        self.write('layout.json', json.dumps({
            'layout': 1, 'title': 'Small', 'facts': ['facts'], 'body': [
                {'block': 'chart', 'spec': 'inner.vl.json', 'data': 'partnerships', 'alt': 'none'},
                {'block': 'table', 'data': 'partnerships', 'columns': ['date', 'title']}]}))
        program = self.start('watch', 'layout.json', '-o', 'report.json')
        program.wait_for('made in')
        self.assertIn('A dam', self.picture('report.json'))
        self.write('facts/b.json', facts('A bridge'))
        program.wait_for('made in')
        self.assertIn('A bridge', self.picture('report.json'))
        self.write('inner.vl.json', '{"mark": "bra"}')
        self.assertTrue(any('bra' in line for line in program.wait_for('left as it was')))
        self.assertIn('A bridge', self.picture('report.json'))
        self.replace('inner.vl.json', json.dumps({'mark': 'point', 'encoding': {'y': {'field': 'title'}}}))
        program.wait_for('made in')
        self.assertEqual(program.end(), 0)

    def test_facts_that_stay_are_kept_and_what_is_wrong_with_them_is_said_once(self):
        wrong = facts('A dam').replace('energy', 'enrgy')
        self.write('facts.json', wrong)
        layout = {'layout': 1, 'title': 'Small', 'facts': ['facts.json'], 'body': [
            {'block': 'table', 'data': 'partnerships', 'columns': ['date', 'title']}]}
        self.write('layout.json', json.dumps(layout))
        program = self.start('watch', 'layout.json', '-o', 'report.json')
        first = program.wait_for('made in')[:-1]
        self.assertTrue(any('enrgy' in line for line in first), first)
        layout['body'].insert(0, {'block': 'heading', 'text': 'A head'})
        self.replace('layout.json', json.dumps(layout))
        again = program.wait_for('made in')
        self.assertFalse(any('enrgy' in line for line in again), again)
        self.assertIn('  layout.json changed: report.json made in', again[-1])
        self.assertIn('A head', self.picture('report.json'))
        self.replace('facts.json', wrong.replace('A dam', 'A weir'))
        self.assertTrue(any('enrgy' in line for line in program.wait_for('made in')))
        layout['body'][0]['text'] = 'Another'
        self.replace('facts.json', facts('A bridge'))
        self.replace('layout.json', json.dumps(layout))
        program.wait_for('made in')
        while 'Another' not in self.picture('report.json'):  # two changes may be two reports
            program.wait_for('made in')
        self.assertIn('A bridge', self.picture('report.json'))
        self.assertFalse(any('enrgy' in line for line in program.lines))
        self.assertEqual(program.end(), 0)

    def test_a_report_is_made_again_when_any_part_of_it_changes(self):
        """The theme, the translation, an included part and what that includes, an image, and one in the head."""
        svg = '<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="20"/>'
        part = '{"layout": 1, "body": [{"block": "text", "text": "%s"}]}'
        words = '{"translation": 1, "lang": "fr", "texts": {"Head": "%s", "Seal": "Sceau"}}'
        first = {
            'facts.json': facts('A dam'),
            'look.json': '{"theme": 1, "name": "Look", "extends": "slate", "inks": {"accent": "#112233"}}',
            'fr.json': words % 'Avant',
            'part.json': '{"layout": 1, "body": [{"block": "include", "layout": "inner.json"}]}',
            'inner.json': part % 'early',
            'seal.svg': svg % 40,
            'logo.svg': svg % 30,
            'layout.json': json.dumps({
                'layout': 1, 'title': 'Head', 'facts': ['facts.json'], 'theme': 'look.json', 'header': {'image': {'file': 'logo.svg'}},
                'translations': {'fr': 'fr.json'},
                'body': [{'block': 'heading', 'text': 'Head'}, {'block': 'image', 'file': 'seal.svg', 'alt': 'Seal'},
                         {'block': 'include', 'layout': 'part.json', 'lang': 'en'},
                         {'block': 'text', 'text': '[x](https://example.org)', 'lang': 'en'}]})}
        for name, text in first.items():
            self.write(name, text)
        program = self.start('watch', 'layout.json', '--lang', 'fr', '-o', 'report.json')
        program.wait_for('made in')
        for name, text, seen in (
                ('inner.json', part % 'late', 'late'), ('fr.json', words % 'Plus tard', 'Plus tard'),
                ('seal.svg', svg % 80, '"width": 60'), ('logo.svg', svg % 90, '"width": 127'), ('look.json', first['look.json'].replace('1122', 'aabb'), '#aabb33'),
                ('part.json', part % 'alone', 'alone')):
            with self.subTest(name):
                self.replace(name, text)
                program.wait_for('made in')
                self.assertIn(seen, self.picture('report.json'))
        self.assertEqual(program.end(), 0)

    def test_what_is_kept_from_one_report_to_the_next_never_shows(self):
        """After each of a series of changes the report is the one that accord render makes, byte for byte."""
        def look(ink, gap):
            return json.dumps({'theme': 1, 'name': 'Look', 'extends': 'slate', 'inks': {'accent': ink}, 'block_gap': gap})

        def words(continued):
            english = json.loads((ROOT / 'layouts/i18n/en.json').read_text())
            english['report']['contents'] = continued
            return json.dumps(english)

        def svg(colour):
            return (f'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20">'
                    f'<rect width="40" height="20" fill="{colour}"/></svg>')

        def bars(title, field):
            return json.dumps({'title': title, 'mark': {'type': 'bar', 'clip': True}, 'encoding': {
                'x': {'field': field, 'type': 'nominal'}, 'y': {'aggregate': 'count'}, 'color': {'field': 'sector'}}})

        def layout(text, least, **more):
            rows = {'sql': "SELECT title, date FROM partnerships WHERE title > :least ORDER BY title"}
            whole = {
                'layout': 1, 'title': 'Kept', 'facts': ['facts'], 'theme': 'look.json', 'words': 'words.json',
                'params': {'least': {'type': 'string', 'default': least}}, 'data': {'chosen': rows},
                'body': [{'block': 'toc'}, {'block': 'heading', 'text': text}, {'block': 'image', 'file': 'seal.svg', 'alt': 'Seal'},
                         {'block': 'chart', 'spec': 'bars.vl.json', 'data': 'partnerships', 'alt': 'bars'},
                         {'block': 'chart', 'spec': {'mark': 'point', 'encoding': {'x': {'field': 'title'}}},
                          'data': 'chosen', 'alt': 'points', 'height': '60mm', 'min_height': '30mm'},
                         {'block': 'table', 'data': 'chosen', 'columns': ['title', 'date']},
                         {'block': 'include', 'layout': 'part.json'}], **more}
            return json.dumps({key: value for key, value in whole.items() if value is not None})

        part = '{"layout": 1, "body": [{"block": "text", "text": "%s {{facts.count}}"}]}'
        (self.folder / 'facts').mkdir()
        for name, text in (('facts/a.json', facts('A dam')), ('facts/b.json', facts('A bridge')), ('look.json', look('#112233', 9)),
                           ('words.json', words('continued')), ('seal.svg', svg('red')), ('bars.vl.json', bars('Bars', 'title')),
                           ('part.json', part % 'early'), ('layout.json', layout('First', 'A'))):
            self.write(name, text)
        program = self.start('watch', 'layout.json', '-o', 'watched.pdf')
        program.wait_for('made in')
        for name, text in (
                ('layout.json', layout('Second', 'A')), ('layout.json', layout('Second', 'A c')), ('layout.json', '{"layout": 1,'),
                ('layout.json', layout('First', 'A')), ('facts/a.json', facts('A weir')), ('facts/b.json', facts('Bridges')),
                ('facts/a.json', facts('A dam')), ('look.json', look('#aabbcc', 9)), ('look.json', look('#aabbcc', 11)),
                ('words.json', words('goes on')), ('seal.svg', svg('blue')), ('bars.vl.json', bars('Bars', 'status')),
                ('bars.vl.json', bars('Columns', 'status')), ('part.json', part % 'late'), 
                ('layout.json', layout('First', 'A', later_facts='keep')),
                ('layout.json', layout('First', 'A', lang='ru', words=None)), ('layout.json', layout('First', 'B')),
                ('seal.svg', svg('red')), ('look.json', look('#112233', 9)), ('layout.json', layout('Third', 'B'))):
            with self.subTest(name, text=text[:80]):
                self.replace(name, text)
                lines = program.wait_for('made in', 'left as it was')
                done = accord('render', 'layout.json', '-o', 'rendered.pdf', cwd=self.folder)
                is_good = text != '{"layout": 1,'
                self.assertEqual([done.returncode == 0, 'made in' in lines[-1]], [is_good, is_good], (lines, done.stderr))
                if is_good:
                    self.assertEqual((self.folder / 'watched.pdf').read_bytes(), (self.folder / 'rendered.pdf').read_bytes())
        self.assertEqual(program.end(), 0)

    def test_pages_are_drawn_again(self):
        self.write('facts.json', facts('A dam'))
        self.write('layout.json', json.dumps({'layout': 1, 'title': 'Small', 'facts': ['facts.json'], 'body': [
            {'block': 'table', 'data': 'partnerships', 'columns': ['date', 'title']}]}))
        program = self.start('watch', 'layout.json', '-o', 'pages/%d.svg')
        program.wait_for('made in')
        self.assertIn('A dam', self.picture('pages/1.svg'))
        self.replace('facts.json', facts('A bridge'))
        program.wait_for('made in')
        self.assertIn('A bridge', self.picture('pages/1.svg'))
        self.assertEqual(program.end(), 0)

    def test_what_cannot_be_watched_is_a_usage_error(self):
        for arguments in (['chart.vl.json', '--watch'], ['chart.vl.json', '--watch', '-o', '-'],
                          ['-', '--watch', '-o', 'out.svg']):
            done = accord('chart', *arguments, cwd=self.folder, stdin='')
            self.assertEqual(done.returncode, 2, arguments)
            self.assertIn('--watch', done.stderr)
        for arguments in (['-'], ['layout.json', '-o', '-'], ['layout.json', '--facts', '-']):
            self.assertEqual(accord('watch', *arguments, cwd=self.folder, stdin='').returncode, 2, arguments)


if __name__ == '__main__':
    unittest.main()
