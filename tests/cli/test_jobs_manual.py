"""The examples of accord-jobs(5) are good as they stand, by the program and by the schema."""
import json
import pathlib
import re
import tempfile
import unittest

from program import ROOT, accord

try:
    import jsonschema
except ImportError:
    jsonschema = None


def examples():
    manual = (ROOT / 'docs/accord-jobs.5').read_text()
    return [json.loads(text.replace('\\e', '\\'))
            for text in re.findall(r'^\.Bd -literal.*?\n(.*?)^\.Ed$', manual, re.M | re.S)]


class Examples(unittest.TestCase):
    def test_run(self):
        self.assertGreaterEqual(len(examples()), 2)
        for example in examples():
            with tempfile.TemporaryDirectory() as name:
                folder = pathlib.Path(name)
                for shipped in ('data', 'layouts'):
                    (folder / shipped).symlink_to(ROOT / shipped)
                (folder / 'nightly.json').write_text(json.dumps(example))
                done = accord('run', folder / 'nightly.json', '--as-of', '2026-01-02')
                self.assertEqual(done.returncode, 0, done.stderr)
                out = folder / example['out'].replace('{{as_of}}', '2026-01-02')
                for report in example['reports']:
                    self.assertTrue((out / report['file']).read_bytes().startswith(b'%PDF'))
                if 'latest' in example:
                    self.assertEqual((folder / example['latest']).resolve(), out.resolve())

    def test_schema(self):
        if not jsonschema:
            self.skipTest('jsonschema is not installed')
        schema = json.loads((ROOT / 'data/schema/jobs.schema.json').read_text())
        for example in examples():
            jsonschema.validate(example, schema)


if __name__ == '__main__':
    unittest.main()
