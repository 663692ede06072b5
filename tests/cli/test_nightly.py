"""docs/nightly.md from the first command to the last, as a new user types them; what comes of them; and the index page in
detail: pictures, failures, what changed."""
import html.parser
import json
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

from program import ACCORD, ROOT, accord

PAGE = (ROOT / 'docs/nightly.md').read_text()


def boxes(kind):
    return re.findall(rf'^```{kind}\n(.*?)^```', PAGE, re.S | re.M)


class Links(html.parser.HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.links, self.pictures, self.tags = [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        values = dict(attrs)
        if tag == 'a':
            self.links.append(values['href'])
        if tag == 'img':
            self.pictures.append(values)


class Folder(unittest.TestCase):
    def setUp(self):
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.folder = pathlib.Path(holder.name)

    def shell(self, script, cwd):
        (self.folder / 'bin').mkdir(exist_ok=True)
        link = self.folder / 'bin/accord'
        if not link.exists():
            link.symlink_to(ACCORD)
        path = f'{link.parent}:{os.environ["PATH"]}'
        return subprocess.run(['bash', '-euo', 'pipefail', '-c', script], cwd=cwd, env={**os.environ, 'PATH': path},
                              capture_output=True, text=True, timeout=300, check=False)


@unittest.skipUnless(shutil.which('jq'), 'jq is not installed')
class Page(Folder):
    """The commands share one folder and go on where the one before left off."""

    def test_from_install_to_the_first_morning(self):
        first, *others = boxes('sh')
        done = self.shell(first, self.folder)
        self.assertEqual(done.returncode, 0, done.stderr)
        place = self.folder / 'nightly'
        (place / 'jobs.json').write_text(boxes('json')[0])
        told = []
        for box in others:
            done = self.shell(box, place)
            self.assertEqual(done.returncode, 0, f'{box}\n{done.stderr}')
            told.append(done.stdout + done.stderr)
        said = '\n'.join(told)
        self.assertIn('4 written, 0 unchanged, 0 failed', said)
        self.assertIn('0 written, 4 unchanged, 0 failed', said)
        self.assertIn('change: 4 written, 0 failed', said)
        self.assertIn('OnCalendar=*-*-* 02:30:00', said)
        self.assertIn('did you mean "partner"?', said)
        self.assertIn('exit code 1', said)
        record = json.loads((place / 'out/latest/run.json').read_text())
        self.assertEqual((record['exit'], record['counts']['unchanged']), (0, 4))

    def test_the_jobs_file_is_what_its_schema_says(self):
        try:
            import jsonschema
        except ImportError:
            self.skipTest('python3-jsonschema is not installed')
        schema = json.loads((ROOT / 'data/schema/jobs.schema.json').read_text())
        jobs = json.loads(boxes('json')[0])
        jsonschema.validate(jobs, schema)
        jobs['reports'][1]['matrix'] = {'lists': {'as_of': ['x']}}
        with self.assertRaises(jsonschema.ValidationError):
            jsonschema.validate(jobs, schema)

    def test_exit_codes_are_those_of_the_manual(self):
        manual = (ROOT / 'docs/accord.1').read_text().split('.Sh EXIT STATUS')[1].split('.Sh')[0]
        self.assertEqual(re.findall(r'^\| (\d+) \|', PAGE, re.M), re.findall(r'^\.It (\d+)$', manual, re.M))


class Index(Folder):
    def setUp(self):
        super().setUp()
        accord('init', self.folder / 'p', '-q')
        self.place = self.folder / 'p'
        layout = json.loads((self.place / 'layout.json').read_text())
        layout['title'] = 'Partnerships of {{country}}'
        layout['params']['country'] = {'type': 'string', 'default': 'Pakistan'}
        (self.place / 'layout.json').write_text(json.dumps(layout))
        self.jobs = {'jobs': 1, 'facts': ['facts'], 'store': 'facts.db', 'out': 'out/{{as_of}}', 'latest': 'out/latest',
                     'hooks': {'on_failure': ['sh', '-c', 'echo no route; exit 7']},
                     'reports': [{'id': 'daily', 'layout': 'layout.json', 'file': 'sub/one & two.pdf'},
                                 {'id': 'country', 'layout': 'layout.json', 'file': '{{country}}.pdf',
                                  'matrix': {'lists': {'country': ['<b>Chad', 'پاکستان']}}}]}

    def make(self, day, code=0):
        (self.place / 'jobs.json').write_text(json.dumps(self.jobs))
        done = accord('run', self.place / 'jobs.json', '--as-of', day, '-q')
        self.assertEqual(done.returncode, code, done.stderr)
        folder = self.place / 'out' / day
        return folder, Links((folder / 'index.html').read_text()), json.loads((folder / 'run.json').read_text())

    def reaches(self, folder, links):
        from urllib.parse import unquote
        for link in [*links.links, *[picture['src'] for picture in links.pictures]]:
            self.assertTrue((folder / unquote(link)).is_file(), link)

    def test_cards(self):
        folder, links, record = self.make('2026-01-02')
        self.reaches(folder, links)
        self.assertEqual(len(links.pictures), 3)
        for picture in links.pictures:
            self.assertGreater(len(picture['alt']), 15)
        png = (folder / 'thumbnails/sub/one & two.pdf.png').read_bytes()
        self.assertEqual((png[:4], int.from_bytes(png[16:20], 'big')), (b'\x89PNG', 240))
        self.assertNotIn('script', links.tags)
        self.assertEqual(record['reports'][1]['file'], 'b-Chad.pdf')
        self.assertEqual(record['reports'][0]['title'], 'Partnerships of Pakistan')
        self.assertNotIn('What changed', (folder / 'index.html').read_text())

    def test_what_changed(self):
        self.make('2026-01-02')
        path = self.place / 'facts/facts.json'
        facts = json.loads(path.read_text())
        facts['partnerships'][0]['status'] = 'cancelled'
        path.write_text(json.dumps(facts))
        folder, _, record = self.make('2026-01-03')
        self.assertEqual(record['changes']['revised'], 1)
        page = (folder / 'index.html').read_text()
        self.assertIn('What changed since <time datetime="2026-01-02">', page)
        self.assertIn('<b dir="auto">Cancelled</b>', page)

    def test_a_new_day_has_all_pictures(self):
        self.make('2026-01-02')
        folder, links, _ = self.make('2026-01-03')
        self.reaches(folder, links)
        self.assertEqual(len(links.pictures), 3)

    def test_a_failure_leads_to_the_last_good_report(self):
        self.make('2026-01-02')
        self.jobs['reports'][0]['layout'] = 'none.json'
        folder, links, record = self.make('2026-01-03', code=1)
        self.reaches(folder, links)
        page = (folder / 'index.html').read_text()
        self.assertIn('Not made this time', page)
        self.assertIn('<a href="sub/one%20%26%20two.pdf">The last good report</a>', page)
        self.assertEqual(record['reports'][0]['status'], 'failed')
        self.assertEqual(record['hooks'][0]['outcome'], 'exited with 7')
        self.assertEqual(record['hooks'][0]['output'], 'no route\n')

    def test_old_runs_go_with_their_pictures(self):
        self.jobs['keep'] = {'runs': 1}
        del self.jobs['hooks']
        self.make('2026-01-02')
        self.make('2026-01-03')
        self.assertFalse((self.place / 'out/2026-01-02').exists())


if __name__ == '__main__':
    unittest.main()
