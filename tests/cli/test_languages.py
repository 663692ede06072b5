"""The same briefing in six languages, read back from the PDF: headings, a paragraph, figures and the
document's language; what a translation must hold; digits, groups, directions and divided words."""
import json
import pathlib
import re
import shutil
import tempfile
import unicodedata
import unittest

from program import ROOT, accord, tool

PAGES = {'en': 'Page1of', 'fr': 'Page1sur', 'ru': 'Страница1из', 'zh': '第1页，共', 'ur': 'صفحہ1از', 'ar': 'صفحة1من'}
CONTROLS = re.compile('[\u200e\u200f\u202a-\u202e\u2066-\u2069]')
FACTS = [str(ROOT / 'data/facts/press.json')]


def read_back(pdf):
    """The text in logical order, without blanks, since lines break anywhere in Chinese."""
    return CONTROLS.sub('', tool('pdftotext', pdf, '-'))


def squeeze(text):
    return re.sub(r'\s+', '', text)


def words(text):
    """The words in their order, letter by letter, without vowel signs and what is not seen."""
    plain = ''.join(c for c in text.replace('\u200b', '') if not unicodedata.combining(c))
    return re.findall(r'[^\W\d_]+', plain)


def holds(found, expected):
    return any(found[i:i + len(expected)] == expected for i in range(len(found)))


class Case(unittest.TestCase):
    def setUp(self):
        self.place = tempfile.TemporaryDirectory()
        self.folder = pathlib.Path(self.place.name)

    def tearDown(self):
        self.place.cleanup()

    def write(self, name, value):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(value, ensure_ascii=False))
        return path

    def layout(self, body, **members):
        return self.write('layout.json', {'layout': 1, 'facts': FACTS, 'theme': 'slate', 'later_facts': 'keep',
                                          'body': body, **members})

    def text_of(self, layout, *options, warnings=''):
        pdf = self.folder / 'out.pdf'
        done = accord('render', layout, '-o', pdf, '--quiet', '--no-attachments', *options)
        self.assertEqual(done.returncode, 0, done.stderr)
        if not warnings:
            self.assertEqual(done.stderr, '')
        self.assertIn(warnings, done.stderr)
        return read_back(pdf)


class Briefing(Case):
    def check(self, language):
        pdf = self.folder / f'{language}.pdf'
        done = accord('render', 'layouts/briefing.json', '--lang', language, '-o', pdf, '--quiet')
        self.assertEqual((done.returncode, done.stderr), (0, ''))
        self.assertEqual(tool('mutool', 'show', pdf, 'trailer/Root/Lang').strip().strip('()'), language)
        lint = accord('lint', pdf)
        self.assertEqual(lint.returncode, 0, lint.stdout + lint.stderr)
        return read_back(pdf)

    def translations(self, language):
        path = ROOT / f'layouts/i18n/briefing.{language}.json'
        return json.loads(path.read_text())['texts'] if language != 'en' else {}

    def test_every_language_reads_back(self):
        for language, first in PAGES.items():
            with self.subTest(language):
                text, texts = self.check(language), self.translations(language)
                self.assertIn(first, squeeze(text))
                expected = ['Partners by number of partnerships', 'Cumulative number of dated partnerships.',
                            'What is being talked about now', 'Method and caveats', 'Sources']
                for own in expected:
                    if language in ('ur', 'ar'):
                        self.assertTrue(holds(words(text), words(texts[own])), texts[own])
                    else:
                        self.assertIn(squeeze(texts.get(own, own)).replace('**', ''), squeeze(text))
                for own in texts:  # nothing of the layout's own language is left
                    if '{{' not in own and len(own) > 20 and texts[own] != own:
                        self.assertNotIn(squeeze(own).replace('**', ''), squeeze(text))


class ArabicScript(Case):
    """Ligatures and the slanting letters of Nastaliq, read back in the order in which they are spoken."""
    LINES = {
        'ur': 'شراکت داریاں سال کے لحاظ سے، World Bank کے ساتھ 1952 سے 2025 تک۔ لاہور اور اسلام آباد، پنجاب کی تجاویز، بجلی اور نقل و حمل',
        'ar': 'الاتفاقيات الإسلامية مع البنك الدولي لا تزال قيد التنفيذ، والآن الأولى',
        'en': 'Mixed: the word شراکت and الاسلام in English',
    }

    def rendered(self, theme):
        body = [{'block': 'text', 'text': text, 'lang': language} for language, text in self.LINES.items()]
        return self.text_of(self.layout(body, lang='ur', theme=theme))

    def test_pdftotext_gives_words_in_order(self):
        for theme in ('nastaliq', 'slate'):
            self.rendered(theme)
            found = words(CONTROLS.sub(' ', tool('pdftotext', self.folder / 'out.pdf', '-')))
            for language, text in self.LINES.items():
                with self.subTest(theme=theme, language=language):
                    if language == 'en':  # the order of words in a mixed line is the reader's own guess
                        self.assertLessEqual(set(words(text)), set(found))
                    else:
                        self.assertTrue(holds(found, words(text)), found)

    def test_mutool_gives_words_as_they_stand(self):
        """From the left, since it orders nothing; where letters are glyphs, for it reads no ActualText."""
        self.rendered('slate')
        found = words(CONTROLS.sub('', tool('mutool', 'draw', '-q', '-F', 'txt', self.folder / 'out.pdf')))
        ligatures = re.compile('[a-zA-Z]|\u0644[\u0622\u0623\u0625\u0627]')
        plain = [word for text in self.LINES.values() for word in words(text) if not ligatures.search(word)]
        self.assertGreater(len(plain), 20)
        self.assertLessEqual({word[::-1] for word in plain}, set(found))


class Translations(Case):
    BODY = [{'block': 'heading', 'text': 'Facts'}, {'block': 'text', 'text': '{{facts.count}} records, {{strings.other}}'}]

    def french(self, texts, **members):
        self.write('fr.json', {'translation': 1, 'lang': 'fr', 'texts': texts})
        return self.layout(self.BODY, translations={'fr': 'fr.json'}, strings={'other': 'others'}, **members)

    def test_texts_and_strings(self):
        layout = self.french({'Facts': 'Faits', '{{facts.count}} records, {{strings.other}}':
                              '{{strings.other}} : {{facts.count}} notices', 'others': 'autres'})
        self.assertIn('autres : 12 notices', self.text_of(layout, '--lang', 'fr'))
        self.assertIn('12 records, others', self.text_of(layout))
        self.assertIn('Faits', self.text_of(layout, '--param', 'lang=fr-CA'))

    def test_missing_texts_are_named_once(self):
        layout = self.french({'{{facts.count}} records, {{strings.other}}': '{{strings.other}} {{facts.count}}',
                              'others': 'autres'})
        self.text_of(layout, '--lang', 'fr', warnings='this text has no translation to "fr" [untranslated]')

    def test_missing_texts_of_charts_are_named(self):
        self.write('fr.json', {'translation': 1, 'lang': 'fr', 'texts': {'Sector': 'Secteur'}})
        chart = {'block': 'chart', 'data': 'partnerships', 'spec': {'mark': 'bar', 'encoding': {
            'y': {'field': 'sector', 'title': 'Sector'}, 'x': {'aggregate': 'count', 'title': 'How many'}}}}
        done = accord('check', self.layout([chart], translations={'fr': 'fr.json'}), '--lang', 'fr')
        self.assertEqual(done.stderr.count('untranslated'), 1, done.stderr)
        self.assertIn('"How many"', done.stderr)

    def test_figures_are_neither_lost_nor_invented(self):
        for translation, message in (('{{facts.count}}', 'the translation lacks {{strings.other}}'),
                                     ('{{strings.other}} {{facts.count}} {{facts.first}}', 'has {{facts.first}}')):
            layout = self.french({'{{facts.count}} records, {{strings.other}}': translation})
            done = accord('check', layout, '--lang', 'fr')
            self.assertEqual(done.returncode, 3)
            self.assertIn(message, done.stderr)

    def translate(self, layout, *arguments, code=0):
        done = accord('translate', layout, '--lang', 'fr', *arguments)
        self.assertEqual(done.returncode, code, done.stderr)
        return done

    def test_the_file_of_translations_is_written(self):
        layout = self.french({'Facts': 'Faits', 'Old words': 'Vieux mots'}, description='not a text', title='Title',
                             header={'right': 'Page {{page}}'}, params={'who': {'type': 'string', 'default': 'everyone'}})
        done = self.translate(layout)
        self.assertIn('6 texts, 5 new, 5 without a translation, 1 no longer used', done.stderr)
        self.assertIn('no longer used: "Old words"', done.stderr)
        written = json.loads((layout.parent / 'fr.json').read_text())
        self.assertEqual(written, {'translation': 1, 'lang': 'fr', 'texts': {
            'Title': '', 'Page {{page}}': '', 'Facts': 'Faits', '{{facts.count}} records, {{strings.other}}': '',
            'others': '', 'everyone': '', 'Old words': 'Vieux mots'}})
        self.assertEqual(list(written['texts'])[:2], ['Facts', '{{facts.count}} records, {{strings.other}}'])
        before = (layout.parent / 'fr.json').read_bytes()
        self.assertIn('6 texts, 0 new', self.translate(layout).stderr)
        self.assertEqual((layout.parent / 'fr.json').read_bytes(), before)
        # what is not translated yet is told, and stands as it is
        done = accord('check', layout, '--lang', 'fr')
        self.assertEqual((done.returncode, done.stderr.count('[untranslated]')), (0, 4), done.stderr)

    def test_it_goes_where_it_is_asked_to(self):
        layout = self.layout(self.BODY, strings={'other': 'others'})
        done = self.translate(layout)
        self.assertEqual(list(json.loads(done.stdout)['texts']), ['Facts', '{{facts.count}} records, {{strings.other}}', 'others'])
        self.assertIn('"translations": {"fr": "…"}', done.stderr)
        self.assertEqual(self.translate(layout, '-q', '-o', layout.parent / 'i18n/fr.json').stderr, '')
        self.assertEqual(json.loads((layout.parent / 'i18n/fr.json').read_text()), json.loads(done.stdout))
        (layout.parent / 'fr.json').write_text('{"translation": 1, "lang": "fr", "texts": ')
        self.translate(layout, '-o', layout.parent / 'fr.json', code=3)
        self.assertEqual((layout.parent / 'fr.json').read_text(), '{"translation": 1, "lang": "fr", "texts": ')
        self.translate(layout.parent / 'none.json', code=6)
        self.assertEqual(accord('translate', layout).returncode, 2)

    def test_it_has_all_texts(self):
        """Each layout translated into its own words has nothing that is not translated."""
        every = [
            {'block': 'cover', 'kicker': 'K a', 'title': 'K b', 'subtitle': 'K c', 'date': 'K d', 'classification': 'K e',
             'items': [{'label': 'L a', 'value': 'L b {{facts.count}}', 'unit': 'L c', 'note': 'L d', 'delta': {'value': 1, 'text': 'L e'}}]},
            {'block': 'list', 'items': ['I a', {'text': 'I b', 'items': ['I c']}]}, {'block': 'callout', 'title': 'C a', 'text': 'C b'},
            {'block': 'box', 'title': 'B a', 'body': {'block': 'quote', 'text': 'Q a', 'by': 'Q b'}, 'caption': 'B b', 'note': 'B c'},
            {'block': 'row', 'cells': [[{'block': 'text', 'text': 'R a'}], {'block': 'toc', 'title': 'R b'}]},
            {'block': 'table', 'data': {'sql': 'SELECT title FROM partnerships WHERE 1 = 0'}, 'empty': 'T a', 'columns': ['title']},
            {'block': 'table', 'data': 'partnerships', 'foot': 'T b', 'columns': [{'field': 'title', 'title': 'T c', 'under': ['T d']}]},
            {'block': 'text', 'when': {'param': 'facts.count', 'lt': 0}, 'text': 'Not today'},
            {'block': 'changes', 'title': 'H a', 'empty': 'H b'}, {'block': 'chart', 'alt': 'A a', 'caption': 'A b', 'data': 'partnerships', 'spec': {
                'title': {'text': 'A c', 'subtitle': ['A d']}, 'mark': 'bar', 'encoding': {'x': {'field': 'year', 'title': 'A e'}}}}]
        shutil.copytree(ROOT / 'layouts', self.folder / 'layouts')
        (self.folder / 'layouts/every.json').write_text(json.dumps({
            'layout': 1, 'title': 'Every', 'body': every, 'footer': {'left': 'F a', 'center': 'F b', 'right': 'F c'}}))
        for path in sorted((self.folder / 'layouts').glob('*.json')):
            layout = json.loads(path.read_text())
            path.write_text(json.dumps({**layout, 'lang': 'en', 'translations': {'fr': 'i18n/own.json'}}))
            (path.parent / 'i18n/own.json').unlink(missing_ok=True)
            self.translate(path)
            file = json.loads((path.parent / 'i18n/own.json').read_text())
            file['texts'] = {text: text for text in file['texts']}
            (path.parent / 'i18n/own.json').write_text(json.dumps(file))
            done = accord('check', path, '--lang', 'fr', '--facts', ROOT / 'data/facts')
            self.assertNotIn('untranslated', done.stderr, path.name)
            if path.name == 'every.json':
                self.assertIn('Not today', file['texts'])

    def test_other_languages_are_refused(self):
        done = accord('check', self.french({}), '--lang', 'ur')
        self.assertEqual(done.returncode, 3)
        self.assertIn('the layout is not translated to "ur"; its languages are en, fr', done.stderr)

    def test_queries_and_charts_are_translated(self):
        chart = {'description': 'Bars.', 'mark': 'bar', 'encoding': {
            'y': {'field': 'name', 'type': 'nominal', 'title': 'Kind'}, 'x': {'field': 'n', 'type': 'quantitative'}}}
        self.write('fr.json', {'translation': 1, 'lang': 'fr', 'texts': {'Kind': 'Genre', 'others': 'autres'}})
        layout = self.layout([{'block': 'chart', 'spec': chart,
                               'data': {'sql': 'SELECT :strings_other AS name, count(*) AS n FROM partnerships'}}],
                             translations={'fr': 'fr.json'}, strings={'other': 'others'})
        found = self.text_of(layout, '--lang', 'fr')
        self.assertIn('Genre', found)
        self.assertIn('autres', found)
        done = accord('render', layout, '--lang', 'fr', '--format', 'json', '-o', '-', '--quiet')
        self.assertIn('Diagramme en barres', done.stdout)
        self.assertNotIn('Bars.', done.stdout)

    def test_a_seventh_language_needs_no_code(self):
        locale = json.loads((ROOT / 'layouts/i18n/en.json').read_text())
        months = 'Januar Februar März April Mai Juni Juli August September Oktober November Dezember'.split()
        days = 'Sonntag Montag Dienstag Mittwoch Donnerstag Freitag Samstag'.split()
        locale.update(lang='de', numbers={'decimal': ',', 'thousands': '.', 'grouping': [3], 'currency': ['', ' €']},
                      dates={'days': days, 'shortDays': days, 'months': months, 'shortMonths': months})
        locale['report']['contents'] = 'Inhalt'
        self.write('i18n/de.json', locale)
        layout = self.layout([{'block': 'toc'}, {'block': 'heading', 'text': 'Am {{as_of | %-d. %B %Y}}: {{n | ,.1f}}'}],
                             lang='de', params={'n': {'type': 'number', 'default': 1234567.5}})
        found = self.text_of(layout, '--as-of', '2025-03-08')
        self.assertIn('Inhalt', found)
        self.assertIn('Am 8. März 2025: 1.234.567,5', found)


class Script(Case):
    PARAMS = {'n': {'type': 'number', 'default': 1234567}}
    NUMBER = [{'block': 'text', 'text': '{{n | ,d}}'}, {'block': 'text', 'text': '{{n | .2s}}'}]

    def test_digits_and_groups(self):
        for members, expected in (({'lang': 'ur'}, ['1,234,567', '1.2M']), ({'lang': 'ar'}, ['1,234,567']),
                                  ({'lang': 'ur', 'numbers': 'lakh'}, ['12,34,567', 'لاکھ']),
                                  ({'lang': 'en-IN'}, ['12,34,567']),
                                  ({'lang': 'en', 'numbers': 'lakh'}, ['12,34,567', '12 lakh']),
                                  ({'lang': 'en-IN', 'numbers': 'thousands'}, ['1,234,567']),
                                  ({'lang': 'ar', 'digits': 'native'}, ['١٬٢٣٤٬٥٦٧']),
                                  ({'lang': 'ur', 'digits': 'native', 'numbers': 'lakh'}, ['۱۲٬۳۴٬۵۶۷'])):
            with self.subTest(members):
                found = self.text_of(self.layout(self.NUMBER, params=self.PARAMS, **members), '--as-of', '2025-03-08')
                for text in expected:
                    self.assertIn(text, found)

    def test_numbers_of_sources_and_notes_have_the_digits_of_the_text(self):
        body = [{'block': 'text', 'text': 'متن[^a]\n\n[^a]: حاشیہ', 'data': 'partnerships', 'sources': 'notes'},
                {'block': 'table', 'data': 'partnerships', 'columns': ['sector'], 'sources': 'column'},
                {'block': 'sources'}]
        found = self.text_of(self.layout(body, lang='ur', digits='native'))
        titles = re.sub(r'[A-Za-z][^\n]*', '', found)  # a name may have a figure in it
        self.assertIsNone(re.search('[0-9]', titles), titles)
        self.assertRegex(found, '[\u06f1-\u06f5]')
        self.assertIn('Arab News', found)

    def test_latin_text_on_a_page_from_right_to_left(self):
        body = [{'block': 'text', 'text': 'A sentence in English (with a remark).'},
                {'block': 'text', 'text': 'منصوبہ {{name}} مکمل ہے۔'}]
        found = self.text_of(self.layout(body, lang='ur', params={'name': {'type': 'string', 'default': 'New mill (Karachi)'}}))
        self.assertIn('A sentence in English (with a remark).', found)
        self.assertIn('New mill (Karachi)', found)

    TEXTS = {'en': 'International development partnerships increasingly concentrate on infrastructure, agriculture, '
                   'transportation and administrative modernisation throughout the surrounding regions.',
             'fr': 'Les partenariats internationaux de développement se concentrent principalement sur les infrastructures, '
                   'l’administration, l’approvisionnement énergétique et les investissements industriels.',
             'ru': 'Международные партнёрства преимущественно сосредоточены на инфраструктуре, сельскохозяйственном '
                   'производстве, энергетике, здравоохранении и государственном управлении.'}

    def justified(self, language, **members):
        text = ' '.join([self.TEXTS[language]] * 2) + ' https://example.org/international-development'
        block = {'block': 'text', 'align': 'justify', 'width': '28%', 'text': text, **members}
        return text, self.text_of(self.layout([block], lang=language))

    def test_words_are_divided_and_come_back_whole(self):
        for language in self.TEXTS:
            with self.subTest(language):
                text, found = self.justified(language)
                divided = re.findall('[^\\W\\d_]{2,}[\u00ad\u2010-]\\s', found)
                self.assertTrue(divided)
                whole = squeeze(re.sub('[\u00ad\u2010-]\\s+', '', found))
                for word in self.TEXTS[language].split():
                    self.assertIn(word, whole)
                self.assertNotRegex(found, '\u00ad(?!\\s)')  # none inside a line

    def test_words_stay_whole_when_asked(self):
        _, found = self.justified('en', hyphenate=False)
        self.assertNotRegex(found, '[\u00ad\u2010]')

    def test_without_patterns_text_is_ragged_and_that_is_said_once(self):
        self.write('i18n/tlh.json', {'words': 1, 'lang': 'tlh', 'extends': 'en'})
        block = {'block': 'text', 'align': 'justify', 'text': self.TEXTS['en']}
        done = accord('check', self.layout([block, block], lang='tlh'))
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(done.stderr.count('there are no hyphenation patterns for "tlh"'), 1)


class Blocks(Case):
    """Blocks in a language of their own."""

    def test_side_by_side(self):
        table = {'block': 'table', 'data': 'partnerships', 'limit': 2, 'columns': [{'field': 'sector', 'title': '#'}]}
        body = [{'block': 'row', 'columns': ['1fr', '1fr'], 'cells': [
            {'block': 'box', 'body': [{'block': 'text', 'text': '{{as_of | %B}}'}, table]},
            {'block': 'box', 'lang': 'ur', 'body': [{'block': 'text', 'text': '{{as_of | %B}}'}, table]}]},
            {'block': 'text', 'text': '{{partnerships.first.sector}}'}]
        found = self.text_of(self.layout(body), '--as-of', '2025-11-20')
        for said in ('November', 'Steel', '… and 10 more'):
            self.assertIn(said, found)
        for said in ('نومبر', 'فولاد'):
            self.assertTrue(holds(words(found), words(said)), said)
        self.assertEqual(found.count('Steel'), 2)

    def test_readers_aloud_are_told(self):
        body = [{'block': 'heading', 'text': 'One', 'lang': 'fr'}, {'block': 'text', 'text': 'two'},
                {'block': 'text', 'text': 'three', 'lang': 'ru'}]
        self.text_of(self.layout(body))
        objects = tool('mutool', 'show', self.folder / 'out.pdf', 'grep')
        elements = [line for line in objects.splitlines() if re.search(r'/S/\w', line)]
        self.assertEqual(sorted(re.search(r'/S/(\w+)', line)[1] + re.search(r'/Lang\((\w+)\)', line)[1]
                                for line in elements if '/Lang' in line), ['H1fr', 'Pru'])

    def test_texts_of_a_block_with_a_language_are_not_translated(self):
        self.write('fr.json', {'translation': 1, 'lang': 'fr', 'texts': {'Hello': 'Bonjour'}})
        layout = self.layout([{'block': 'text', 'text': 'Hello'}, {'block': 'text', 'text': 'Hello', 'lang': 'en'}],
                             translations={'fr': 'fr.json'})
        found = self.text_of(layout, '--lang', 'fr')
        self.assertEqual(found.split(), ['Bonjour', 'Hello'])

    def test_a_theme_has_looks_by_language(self):
        theme = {'theme': 1, 'extends': 'slate', 'languages': {'fr': {'type': {'body': {'size': 30}}}}}
        self.write('look.json', theme)
        layout = self.layout([{'block': 'text', 'text': 'a'}, {'block': 'text', 'text': 'b', 'lang': 'fr-CA'}], theme='look.json')
        done = accord('render', layout, '--format', 'json', '-o', '-', '--quiet')
        self.assertEqual(done.returncode, 0, done.stderr)
        sizes = [item['size'] for item in json.loads(done.stdout)['pages'][0]['items'] if item['kind'] == 'text']
        self.assertEqual(sizes, [9.25, 30])

    def test_wrong_ones_are_told(self):
        layout = self.layout([{'block': 'text', 'text': 'a', 'lang': 'no tag'}, {'block': 'text', 'text': 'b', 'dir': 'up'}])
        done = accord('check', layout)
        self.assertEqual(done.returncode, 3)
        self.assertIn('"no tag" is not the tag of a language', done.stderr)
        self.assertIn('ltr, rtl', done.stderr)
        done = accord('check', self.layout([{'block': 'text', 'text': 'a', 'lang': 'tlh'}]))
        self.assertIn('language "tlh" is not one of those there are words for', done.stderr)


if __name__ == '__main__':
    unittest.main()
