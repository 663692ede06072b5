"""Libraries that few commands need: no other command loads them, and one that is missing is named."""
import os
import pathlib
import re
import subprocess
import tempfile
import unittest

from program import ACCORD, ROOT, accord

HEAVY = ('libpq', 'libqpdf', 'librsvg', 'libssl', 'libldap', 'libgnutls')


class Libraries(unittest.TestCase):
    def setUp(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.folder = pathlib.Path(temporary.name)

    def without(self, soname, *arguments):
        """The program, where the library of that name is a file of nothing."""
        (self.folder / soname).touch()
        return accord(*arguments, env={'LD_LIBRARY_PATH': str(self.folder)})

    def soname(self, stem):
        """What the program was compiled for: the soname stands in it."""
        found = re.search(rf'{stem}\.so\.[0-9]+'.encode(), pathlib.Path(ACCORD).read_bytes())
        self.assertTrue(found, stem)
        return found[0].decode()

    def test_starting_the_program_loads_none_of_them(self):
        loaded = subprocess.run([ACCORD], capture_output=True, text=True, check=True,
                                env={**os.environ, 'LD_TRACE_LOADED_OBJECTS': '1'}).stdout
        self.assertIn('libglib', loaded)
        for name in HEAVY:
            self.assertNotIn(name, loaded)

    def test_a_chart_does_without_them(self):
        spec = self.folder / 'bar.vl.json'
        spec.write_text('{"data": {"values": [{"a": 1}]}, "mark": "bar", "encoding": {"x": {"field": "a"}}}')
        done = self.without(self.soname('libqpdf'), 'chart', spec, '-o', self.folder / 'bar.svg')
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_a_missing_libqpdf_is_named(self):
        name = self.soname('libqpdf')
        pdf = self.folder / 'some.pdf'
        pdf.write_bytes(b'%PDF-1.7\n')
        done = self.without(name, 'lint', pdf)
        self.assertNotEqual(done.returncode, 0)
        self.assertIn(name, done.stdout + done.stderr)
        report = self.folder / 'report.pdf'
        done = self.without(name, 'render', ROOT / 'layouts/one-page.json', '-o', report)
        self.assertNotEqual(done.returncode, 0)
        self.assertIn(f'{name}: file too short', done.stderr)
        self.assertFalse(report.exists())

    def test_a_missing_libpq_is_named(self):
        name = self.soname('libpq')
        done = self.without(name, 'facts', 'list', '--store', 'postgresql://127.0.0.1:1/nothing')
        self.assertNotEqual(done.returncode, 0)
        self.assertIn(f'{name}: file too short', done.stderr)


if __name__ == '__main__':
    unittest.main()
