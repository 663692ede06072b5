"""accord lint: shipped layouts pass, and a report broken in one place fails at that place's clause."""
import base64
import copy
import json
import pathlib
import re
import tempfile
import unittest
import zlib

from program import ROOT, accord, tool

LAYOUT = {
    'layout': 1, 'title': 'A small report', 'lang': 'en', 'footer': {'left': 'Foot'},
    'facts': [str(ROOT / 'data/facts/press.json')],
    'data': {'rows': {'sql': 'SELECT title, year, url FROM partnerships ORDER BY id LIMIT 4'},
             'years': {'sql': 'SELECT year, count(*) AS n FROM partnerships GROUP BY year'}},
    'body': [
        {'block': 'toc'},
        {'block': 'heading', 'level': 1, 'text': 'First'},
        {'block': 'text', 'text': 'Words with [a link](https://example.org/) and more.\n\n- one\n- two\n'},
        {'block': 'chart', 'data': 'years', 'height': 120, 'caption': 'Years', 'note': 'A note.',
         'spec': {'mark': 'bar', 'encoding': {'x': {'field': 'year', 'type': 'ordinal'},
                                              'y': {'field': 'n', 'type': 'quantitative'}}}},
        {'block': 'heading', 'level': 2, 'text': 'Second'},
        {'block': 'table', 'data': 'rows', 'note': 'Another note.',
         'columns': [{'field': 'title', 'title': 'Title', 'link': 'url'}, {'field': 'year', 'title': 'Year'}]},
    ]}


class Pdf:
    """A report as qpdf's JSON: objects to be changed and written back."""

    def __init__(self, path):
        self.json = json.loads(tool('qpdf', '--json-output', '--json-stream-data=inline', '--decode-level=none',
                                    path, '-'))
        self.objects = self.json['qpdf'][1]

    def copy(self):
        return copy.deepcopy(self)

    def value(self, reference):
        entry = self.objects['obj:' + reference]
        return entry['stream']['dict'] if 'stream' in entry else entry['value']

    @property
    def root(self):
        return self.value(self.objects['trailer']['value']['/Root'])

    def dicts(self):
        for entry in self.objects.values():
            found = entry['stream']['dict'] if 'stream' in entry else entry.get('value')
            if isinstance(found, dict):
                yield found

    def find(self, key, value):
        return next(d for d in self.dicts() if d.get(key) == value)

    def all(self, key, value):
        return [d for d in self.dicts() if d.get(key) == value]

    def resolve(self, value):
        return self.value(value) if isinstance(value, str) and re.fullmatch(r'\d+ \d+ R', value) else value

    @property
    def page(self):
        return self.find('/Type', '/Page')

    def stream(self, reference):
        return self.objects['obj:' + reference]['stream']

    def text_of(self, reference):
        stream = self.stream(reference)
        data = base64.b64decode(stream['data'])
        return zlib.decompress(data) if stream['dict'].get('/Filter') == '/FlateDecode' else data

    def set_text(self, reference, data):
        stream = self.stream(reference)
        stream['dict'].pop('/Filter', None)
        stream['data'] = base64.b64encode(data).decode()

    def edit(self, reference, old, new):
        data = self.text_of(reference)
        assert old in data, old
        self.set_text(reference, data.replace(old, new, 1))

    def edit_content(self, old, new):
        reference = self.page['/Contents']
        self.edit(reference[0] if isinstance(reference, list) else reference, old, new)

    def prepend(self, data):
        reference = self.page['/Contents']
        reference = reference[0] if isinstance(reference, list) else reference
        self.set_text(reference, data + self.text_of(reference))

    def add(self, value):
        number = max(int(key[4:].split()[0]) for key in self.objects if key.startswith('obj:')) + 1
        self.objects[f'obj:{number} 0 R'] = {'value': value}
        self.json['qpdf'][0]['maxobjectid'] = number
        return f'{number} 0 R'

    def write(self, path):
        path.with_suffix('.json').write_text(json.dumps(self.json))
        tool('qpdf', '--json-input', '--static-id', '--stream-data=preserve', path.with_suffix('.json'), path)


# Ways to break a report: (standard, clause, how).
BREAKS = []


def breaks(standard, clause):
    def register(function):
        BREAKS.append((standard, clause, function))
        return function
    return register


def element(pdf, kind):
    return pdf.find('/S', '/' + kind)


@breaks('UA', '01-003')
def artifact_inside(pdf):
    pdf.edit_content(b'BDC\n', b'BDC\n/Artifact BMC 0 0 1 1 re f EMC\n')


@breaks('UA', '01-004')
def tagged_inside(pdf):
    data = pdf.text_of(pdf.page['/Contents'])
    first = re.search(rb'/\w+ <</MCID \d+>> BDC\n', data)
    pdf.edit_content(first[0], b'/Artifact BMC\n' + first[0])


@breaks('UA', '01-005')
def unmarked(pdf):
    pdf.prepend(b'0 0 10 10 re f\n')


@breaks('UA', '01-007')
def suspects(pdf):
    pdf.resolve(pdf.root['/MarkInfo'])['/Suspects'] = True


@breaks('UA', '02-001')
def own_type(pdf):
    element(pdf, 'Sect')['/S'] = '/Chapter'


@breaks('UA', '02-003')
def circle(pdf):
    element(pdf, 'Sect')['/S'] = '/Chapter'
    pdf.resolve(pdf.root['/StructTreeRoot'])['/RoleMap'] = {'/Chapter': '/Part1', '/Part1': '/Chapter'}


@breaks('UA', '02-004')
def remapped(pdf):
    pdf.resolve(pdf.root['/StructTreeRoot'])['/RoleMap'] = {'/P': '/H1'}


@breaks('UA', '06-001')
@breaks('A-3', '6.6.2.1')
def no_metadata(pdf):
    del pdf.root['/Metadata']


@breaks('UA', '06-002')
def no_ua(pdf):
    pdf.edit(pdf.root['/Metadata'], b'<pdfuaid:part>1<', b'<pdfuaid:part>9<')


@breaks('A-3', '6.6.4')
def no_a(pdf):
    pdf.edit(pdf.root['/Metadata'], b'<pdfaid:part>3<', b'<pdfaid:part>1<')


@breaks('UA', '06-003')
def no_title(pdf):
    pdf.edit(pdf.root['/Metadata'], b'<dc:title>', b'<dc:other>')


@breaks('UA', '07-001')
def title_hidden(pdf):
    pdf.resolve(pdf.root['/ViewerPreferences'])['/DisplayDocTitle'] = False


@breaks('UA', '09-004')
def cell_in_table(pdf):
    element(pdf, 'TR')['/S'] = '/Sect'


@breaks('UA', '09-005')
def no_list(pdf):
    element(pdf, 'L')['/S'] = '/Div'


@breaks('UA', '09-006')
def no_contents(pdf):
    element(pdf, 'TOC')['/S'] = '/Div'


@breaks('UA', '11-006')
def no_language(pdf):
    del pdf.root['/Lang']


@breaks('A-3', '6.7.4')
def bad_language(pdf):
    pdf.root['/Lang'] = 'u:english (british)'


@breaks('UA', '13-004')
def no_alternative(pdf):
    del element(pdf, 'Figure')['/Alt']


@breaks('UA', '14-002')
def no_first(pdf):
    element(pdf, 'H1')['/S'] = '/H2'


@breaks('UA', '14-003')
def skipped(pdf):
    element(pdf, 'H2')['/S'] = '/H4'


@breaks('UA', '14-007')
def mixed(pdf):
    element(pdf, 'H2')['/S'] = '/H'


@breaks('UA', '15-003')
def no_scope(pdf):
    del element(pdf, 'TH')['/A']


@breaks('UA', '19-003')
def note_without(pdf):
    del element(pdf, 'Note')['/ID']


@breaks('UA', '19-004')
def notes_alike(pdf):
    for note in pdf.all('/S', '/Note'):
        note['/ID'] = 'u:same'


@breaks('UA', '21-001')
@breaks('A-3', '6.8-1')
def nameless(pdf):
    del pdf.find('/Type', '/Filespec')['/UF']


@breaks('A-3', '6.8-2')
def unrelated(pdf):
    del pdf.find('/Type', '/Filespec')['/AFRelationship']


@breaks('A-3', '6.8-3')
def unassociated(pdf):
    pdf.root['/AF'] = []


@breaks('UA', '25-001')
@breaks('A-3', '6.4.1')
def xfa(pdf):
    pdf.root['/AcroForm'] = {'/Fields': [], '/XFA': 'u:form'}


@breaks('UA', '28-002')
def loose(pdf):
    del pdf.find('/Subtype', '/Link')['/StructParent']


@breaks('UA', '28-007')
def trap(pdf):
    pdf.find('/Subtype', '/Link')['/Subtype'] = '/TrapNet'


@breaks('A-3', '6.3.1')
def sound(pdf):
    pdf.find('/Subtype', '/Link')['/Subtype'] = '/Sound'


@breaks('A-3', '6.3.2')
def hidden(pdf):
    pdf.find('/Subtype', '/Link')['/F'] = 2


@breaks('UA', '28-008')
def no_tabs(pdf):
    del pdf.page['/Tabs']


@breaks('UA', '28-011')
def link_in_span(pdf):
    element(pdf, 'Link')['/S'] = '/Span'


@breaks('UA', '28-012')
def wordless(pdf):
    del pdf.find('/Subtype', '/Link')['/Contents']


@breaks('UA', '30-001')
@breaks('A-3', '6.2.9')
def reference_form(pdf):
    pdf.find('/Subtype', '/Form')['/Ref'] = {'/F': 'u:other.pdf', '/Page': 0}


@breaks('UA', '30-002')
def form_twice(pdf):
    pdf.find('/Subtype', '/Form')['/StructParents'] = 99
    name = re.search(rb'/(C\d+) Do', pdf.text_of(pdf.page['/Contents']))[0]
    pdf.edit_content(name, name + b' ' + name)


@breaks('UA', '31-006')
def no_gid_map(pdf):
    font = next(d for d in pdf.dicts() if d.get('/Subtype') in ('/CIDFontType2', '/CIDFontType0'))
    font['/Subtype'] = '/CIDFontType2'
    font.pop('/CIDToGIDMap', None)


@breaks('UA', '31-009')
@breaks('A-3', '6.2.11.4.1')
def not_embedded(pdf):
    descriptor = pdf.find('/Type', '/FontDescriptor')
    for key in ('/FontFile2', '/FontFile3'):
        descriptor.pop(key, None)


@breaks('UA', '31-027')
@breaks('A-3', '6.2.11.7.2')
def no_map(pdf):
    del pdf.find('/Subtype', '/Type0')['/ToUnicode']


@breaks('UA', '31-028')
def null_character(pdf):
    reference = pdf.find('/Subtype', '/Type0')['/ToUnicode']
    data = re.sub(rb'(bfchar\n<[0-9A-F]{4}>) <[0-9A-F]+>', rb'\1 <0000>', pdf.text_of(reference), count=1)
    pdf.set_text(reference, data)


@breaks('UA', '31-030')
@breaks('A-3', '6.2.11.8')
def no_glyph(pdf):
    pdf.edit_content(b'[<', b'[<0000')


@breaks('UA', '7.1')
def lost_mcid(pdf):
    data = pdf.text_of(pdf.page['/Contents'])
    pdf.set_text(pdf.page['/Contents'], re.sub(rb'/MCID \d+', b'/MCID 9999', data, count=1))


@breaks('UA', '7.1-tree')
def no_tree(pdf):
    del pdf.root['/StructTreeRoot']


@breaks('A-3', '6.7.2.2')
def unmarked_document(pdf):
    pdf.resolve(pdf.root['/MarkInfo'])['/Marked'] = False


@breaks('A-3', '6.1.7.1')
def outside(pdf):
    pdf.find('/Subtype', '/Form')['/FFilter'] = '/FlateDecode'


@breaks('A-3', '6.1.7.2')
def lzw(pdf):
    pdf.find('/Subtype', '/Form')['/Filter'] = ['/LZWDecode']


@breaks('A-3', '6.1.13')
def deep(pdf):
    pdf.prepend(b'q ' * 30 + b'Q ' * 30)


@breaks('A-3', '6.2.2')
def unknown_operator(pdf):
    pdf.prepend(b'0 frob\n')


@breaks('A-3', '6.2.3')
@breaks('A-3', '6.2.4.3')
def no_intent(pdf):
    del pdf.root['/OutputIntents']


@breaks('A-3', '6.2.4.3')
def cmyk(pdf):
    pdf.prepend(b'0 0 0 1 k\n')


def add_state(pdf, state):
    pdf.resolve(pdf.page['/Resources']).setdefault('/ExtGState', {})['/Bad'] = state
    pdf.prepend(b'q /Bad gs Q\n')


@breaks('A-3', '6.2.5')
def transfer(pdf):
    add_state(pdf, {'/TR': '/Identity'})


@breaks('A-3', '6.2.10')
def blend(pdf):
    add_state(pdf, {'/BM': '/Sparkle'})


@breaks('A-3', '6.2.8')
def smoothed(pdf):
    image = {'/Type': '/XObject', '/Subtype': '/Image', '/Width': 1, '/Height': 1, '/BitsPerComponent': 8,
             '/ColorSpace': '/DeviceGray', '/Interpolate': True}
    reference = pdf.add(None)
    pdf.objects['obj:' + reference] = {'stream': {'dict': image, 'data': base64.b64encode(b'\0').decode()}}
    pdf.root['/Extra'] = reference


@breaks('A-3', '6.5.1')
def script(pdf):
    pdf.root['/OpenAction'] = pdf.add({'/S': '/JavaScript', '/JS': 'u:app.alert(1)'})


@breaks('A-3', '6.5.2')
def trigger(pdf):
    pdf.root['/AA'] = {'/WC': {'/S': '/Named', '/N': '/NextPage'}}


@breaks('A-3', '6.10')
def alternates(pdf):
    pdf.resolve(pdf.root['/Names'])['/AlternatePresentations'] = {'/Names': []}


@breaks('A-3', '6.11')
def requirements(pdf):
    pdf.root['/Requirements'] = [{'/S': '/EnableJavaScripts'}]


def failures(path, *options):
    done = accord('lint', *options, path)
    return done.returncode, re.findall(r'FAIL (\S+) (\S+):', done.stdout), done


class Lint(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.temporary = tempfile.TemporaryDirectory()
        cls.folder = pathlib.Path(cls.temporary.name)
        (cls.folder / 'layout.json').write_text(json.dumps(LAYOUT))
        cls.path = cls.folder / 'small.pdf'
        done = accord('render', cls.folder / 'layout.json', '-o', cls.path)
        assert done.returncode == 0, done.stderr
        cls.pdf = Pdf(cls.path)

    @classmethod
    def tearDownClass(cls):
        cls.temporary.cleanup()

    def test_the_small_report_passes_as_written_and_rewritten(self):
        self.assertEqual(failures(self.path)[:2], (0, []))
        rewritten = self.folder / 'rewritten.pdf'
        self.pdf.copy().write(rewritten)
        self.assertEqual(failures(rewritten)[:2], (0, []))

    def test_each_way_to_break_it_fails_at_its_clause(self):
        for standard, clause, how in BREAKS:
            with self.subTest(how=how.__name__, clause=clause):
                pdf, path = self.pdf.copy(), self.folder / f'{how.__name__}.pdf'
                how(pdf)
                pdf.write(path)
                code, found, done = failures(path)
                self.assertIn((standard, clause), found, done.stdout + done.stderr)
                self.assertEqual(code, 4)

    def test_bytes_around_the_objects(self):
        data = self.path.read_bytes()
        changed = self.folder / 'bytes.pdf'
        for clause, broken in (('6.1.2', data.replace(b'%\xe2\xe3\xcf\xd3', b'%abcd', 1)),
                               ('6.1.3-3', data + b'more\n')):
            changed.write_bytes(broken)
            self.assertIn(('A-3', clause), failures(changed)[1])

    def test_no_id(self):
        path = self.folder / 'plain.pdf'
        pdf = self.pdf.copy()
        pdf.write(path)
        path.write_bytes(re.sub(rb'/ID ?\[[^\]]*\]', lambda m: b' ' * len(m[0]), path.read_bytes()))
        self.assertIn(('A-3', '6.1.3-1'), failures(path)[1])

    def test_an_encrypted_file_is_no_archive(self):
        path = self.folder / 'locked.pdf'
        tool('qpdf', '--encrypt', '', 'owner', '256', '--accessibility=y', '--', self.path, path)
        self.assertIn(('A-3', '6.1.3-2'), failures(path)[1])

    def test_every_rule_is_broken_by_something(self):
        listed = re.findall(r'(?:pass|FAIL) (\S+) (\S+):', accord('lint', '-v', self.path).stdout)
        known = {(standard, clause) for standard, clause, _ in BREAKS}
        known |= {('A-3', c) for c in ('6.1.2', '6.1.3-1', '6.1.3-2', '6.1.3-3')}
        elsewhere = {('A-3', '6.1'), ('UA', '26-002')}
        self.assertEqual(set(listed) - known - elsewhere, set())

    def test_what_is_no_pdf_is_said_to_be_none(self):
        path = self.folder / 'none.pdf'
        path.write_text('no PDF at all')
        done = accord('lint', path)
        self.assertEqual(done.returncode, 6)
        self.assertIn('cannot be read as PDF', done.stderr)

    def test_shipped_layouts_pass(self):
        for layout in sorted((ROOT / 'layouts').glob('*.json')):
            path = self.folder / f'shipped-{layout.stem}.pdf'
            done = accord('render', layout, '-o', path)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertEqual(failures(path)[:2], (0, []), layout.name)


if __name__ == '__main__':
    unittest.main()
