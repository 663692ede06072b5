"""Layouts of several files: paths, limits, what stands in the PDF, and what a change of a part does."""
import json
import pathlib
import tempfile
import unittest

from program import ROOT, accord, tool

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30"><path d="M0 0h40v30z"/></svg>'
CHART = {'data': {'url': 'rows.csv'}, 'mark': 'bar', 'encoding': {'x': {'field': 'a', 'type': 'nominal'},
                                                                  'y': {'field': 'b', 'type': 'quantitative'}}}


class Include(unittest.TestCase):
    def setUp(self):
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.folder = pathlib.Path(holder.name)
        (self.folder / 'parts/deep').mkdir(parents=True)
        self.facts = str(ROOT / 'data/facts/press.json')

    def write(self, name, body, **members):
        (self.folder / name).write_text(json.dumps({'layout': 1, 'body': body, **members}))

    def render(self, body, *arguments):
        self.write('l.json', body, facts=[self.facts], title='Parts')
        return accord('render', 'l.json', '-o', 'l.pdf', '--quiet', *arguments, cwd=self.folder)

    def test_parts_stand_in_their_place_and_find_their_files(self):
        (self.folder / 'parts/deep/rows.csv').write_text('a,b\nx,1\ny,2\n')
        (self.folder / 'parts/deep/c.vl.json').write_text(json.dumps(CHART))
        (self.folder / 'logo.svg').write_text(SVG)
        self.write('parts/a.json', [
            {'block': 'heading', 'text': 'Second'}, {'block': 'image', 'file': '../logo.svg', 'alt': 'a logo'},
            {'block': 'include', 'layout': 'deep/b.json'}], description='A part')
        self.write('parts/deep/b.json', [
            {'block': 'chart', 'spec': 'c.vl.json', 'height': '30mm'},
            {'block': 'table', 'data': {'url': 'rows.csv'}, 'columns': ['a', 'b']},
            {'block': 'text', 'text': 'Third of {{partnerships.count}}'}])
        done = self.render([{'block': 'text', 'text': 'First'}, {'block': 'include', 'layout': 'parts/a.json'},
                            {'block': 'text', 'text': 'Last'}])
        self.assertEqual((done.returncode, done.stderr), (0, ''))
        words = tool('pdftotext', self.folder / 'l.pdf', '-').split()
        places = [words.index(word) for word in ('First', 'Second', 'Third', 'Last')]
        self.assertEqual(places, sorted(places))
        self.assertIn(' 0 failed', accord('lint', self.folder / 'l.pdf').stdout)
        done = accord('verify', self.folder / 'l.pdf')  # everything it needs is inside
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_a_part_may_stand_twice(self):
        self.write('p.json', [{'block': 'text', 'text': 'Twice'}])
        done = self.render([{'block': 'include', 'layout': 'p.json'}] * 2)
        self.assertEqual((done.returncode, done.stderr), (0, ''))
        self.assertEqual(tool('pdftotext', self.folder / 'l.pdf', '-').split().count('Twice'), 2)

    def test_links_do_not_hide_a_circle(self):
        (self.folder / 'again.json').symlink_to('l.json')
        done = self.render([{'block': 'include', 'layout': 'again.json'}])
        self.assertEqual(done.returncode, 3)
        self.assertIn('a file includes itself: l.json > ', done.stderr)

    def test_what_doubles_in_each_file_ends(self):
        for number in range(8):
            self.write(f'{number}.json', [{'block': 'include', 'layout': f'{number + 1}.json'}] * 10)
        self.write('8.json', [])
        done = self.render([{'block': 'include', 'layout': '0.json'}])
        self.assertEqual(done.returncode, 3)
        self.assertIn('or more than 200 in all', done.stderr)

    def test_no_path_leaves_the_layouts_folder(self):
        with tempfile.TemporaryDirectory() as outside:
            path = pathlib.Path(outside) / 'x.json'
            path.write_text('{"layout": 1, "body": []}')
            (self.folder / 'way.json').symlink_to(path)
            for name in (str(path), 'way.json'):
                done = self.render([{'block': 'include', 'layout': name}])
                self.assertEqual(done.returncode, 3)
                self.assertIn("is outside the layout's folder", done.stderr)


if __name__ == '__main__':
    unittest.main()
