"""The examples of accord-layout(5) are good as they stand."""
import json
import pathlib
import re
import tempfile
import unittest

from program import ROOT, accord


LOGO = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30"><path d="M0 0h40v30z"/></svg>'


def examples():
    """The literal displays of the manual as JSON."""
    manual = (ROOT / 'docs/accord-layout.5').read_text()
    for display in re.findall(r'^\.Bd -literal.*?\n(.*?)^\.Ed$', manual, re.M | re.S):
        text = display.replace('\\e', '\\')
        yield json.loads(text if text.lstrip().startswith('{') else '{' + text + '}')


class Examples(unittest.TestCase):
    def check(self, name, value):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / f'{name}.json'
            path.write_text(json.dumps(value))
            (path.parent / 'logo.svg').write_text(LOGO)
            (path.parent / 'parts').mkdir()
            (path.parent / 'parts/contact.json').write_text('{"layout": 1, "body": [{"block": "rule"}]}')
            done = accord('check', path, '--quiet', cwd=folder)
            self.assertEqual((done.returncode, done.stderr), (0, ''))

    def check_words(self, value):
        """A strings file beside a layout in its language."""
        with tempfile.TemporaryDirectory() as folder:
            layout, words = pathlib.Path(folder, 'layout.json'), pathlib.Path(folder, 'ours.json')
            layout.write_text(json.dumps({'layout': 1, 'lang': value['lang'], 'words': words.name, 'body': [{'block': 'toc'}],
                                          'facts': [str(ROOT / 'data/facts/press.json')]}))
            words.write_text(json.dumps(value))
            done = accord('check', layout, '--quiet', cwd=folder)
            self.assertEqual((done.returncode, done.stderr), (0, ''))

    def check_translation(self, value):
        """A translation beside a layout that has its texts."""
        with tempfile.TemporaryDirectory() as folder:
            layout, texts = pathlib.Path(folder, 'layout.json'), pathlib.Path(folder, 'texts.json')
            body = [{'block': 'text', 'text': text} for text in value['texts']]
            layout.write_text(json.dumps({'layout': 1, 'body': body, 'translations': {value['lang']: texts.name},
                                          'facts': [str(ROOT / 'data/facts/press.json')]}))
            texts.write_text(json.dumps(value))
            done = accord('check', layout, '--quiet', '--lang', value['lang'], cwd=folder)
            self.assertEqual((done.returncode, done.stderr), (0, ''))

    def test_all(self):
        layout, members, blocks, themes, words, translations = None, {}, [], [], [], []
        for example in examples():
            if 'layout' in example and 'block' not in example:
                layout = example
            elif 'theme' in example:
                themes.append(example)
            elif 'words' in example:
                words.append(example)
            elif 'translation' in example:
                translations.append(example)
            elif 'block' in example:
                blocks.append(example)
            else:
                blocks.extend(example.pop('body', []))
                members.update(example)
        self.assertTrue(layout and blocks and themes and {'params', 'data'} <= set(members))
        facts = [str(ROOT / 'data/facts/press.json')]
        self.check('layout', {**layout, 'facts': facts})
        self.check('parts', {'layout': 1, 'facts': facts, **members, 'body': blocks})
        for theme in themes:
            self.check('theme', theme)
        for example in words:
            self.check_words(example)
        for example in translations:
            self.check_translation(example)


if __name__ == '__main__':
    unittest.main()
