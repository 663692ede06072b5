"""Images in reports: what the PDF holds of them, how they are refused, and that a change of one is seen."""
import base64
import json
import pathlib
import re
import struct
import tempfile
import unittest
import zlib

from program import ROOT, accord, tool
from test_preview import blocks, read_png, read_ppm

JPEG = base64.b64decode(
    '/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABQODxIPDRQSEBIXFRQYHjIhHhwcHj0sLiQySUBMS0dARkVQWnNiUFVtVkVGZIhlbXd7'
    'gYKBTmCNl4x9lnN+gXz/wAALCAAMABABAREA/8QAFQABAQAAAAAAAAAAAAAAAAAABgX/xAAWEAADAAAAAAAAAAAAAAAAAAAABUH/'
    '2gAIAQEAAD8Agq4MFcB6uDBXD//Z')
SVG = ('<svg xmlns="http://www.w3.org/2000/svg" width="300" height="150"><circle cx="80" cy="75" r="50" opacity="0.5"/>'
       '<text x="150" y="80" font-family="DejaVu Sans" font-size="22">Words in it</text></svg>')


def chunk(kind, data):
    return struct.pack('>I', len(data)) + kind + data + struct.pack('>I', zlib.crc32(kind + data))


def png(columns, rows):
    """Red that fades to the right."""
    line = b'\0' + b''.join(bytes([255, 0, 0, 255 - x * 255 // columns]) for x in range(columns))
    return (b'\x89PNG\r\n\x1a\n' + chunk(b'IHDR', struct.pack('>IIBBBBB', columns, rows, 8, 6, 0, 0, 0))
            + chunk(b'IDAT', zlib.compress(line * rows)) + chunk(b'IEND', b''))


class Images(unittest.TestCase):
    def setUp(self):
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.folder = pathlib.Path(holder.name) / 'inside'
        (self.folder / 'pictures').mkdir(parents=True)
        (self.folder / 'pictures/a.png').write_bytes(png(200, 100))
        (self.folder / 'b.jpg').write_bytes(JPEG)
        (self.folder / 'c.svg').write_text(SVG)

    def run_layout(self, body, command='render', *arguments, **head):
        layout = {**head, 'layout': 1, 'title': 'Pictures', 'page': {'size': 'A5'}, 'body': body,
                  'facts': [str(ROOT / 'data/facts/press.json')]}
        (self.folder / 'l.json').write_text(json.dumps(layout))
        return accord(command, 'l.json', *arguments, cwd=self.folder)

    def render(self, body, **head):
        done = self.run_layout(body, 'render', '-o', 'l.pdf', '--quiet', **head)
        self.assertEqual((done.returncode, done.stderr), (0, ''))
        return self.folder / 'l.pdf'

    def assert_refused(self, block, words):
        done = self.run_layout([{'block': 'image', **block}], 'check')
        self.assertEqual(done.returncode, 3, done.stderr)
        self.assertIn(words, done.stderr)

    def test_each_file_once_and_the_pdf_is_clean(self):
        path = self.render([
            {'block': 'image', 'file': 'pictures/a.png', 'alt': 'A fading red', 'caption': 'One'},
            {'block': 'row', 'cells': [{'block': 'image', 'file': './pictures/a.png', 'alt': 'The same', 'height': '1cm'},
                                       {'block': 'image', 'file': 'b.jpg', 'alt': 'Stripes', 'width': '30mm'}]},
            {'block': 'image', 'file': 'c.svg', 'alt': 'A drawing', 'width': '50%'},
            {'block': 'image', 'file': 'c.svg', 'decorative': True, 'width': '20mm', 'height': '20mm', 'fit': 'cover'}])
        self.assertIn(' 0 failed', accord('lint', path).stdout)
        rows = [line.split() for line in tool('pdfimages', '-list', path).splitlines()[2:]]
        kinds = [(row[2], row[3], row[4], row[8]) for row in rows]
        self.assertEqual(kinds[0], ('image', '200', '100', 'image'))
        self.assertIn(('image', '16', '12', 'jpeg'), kinds)
        self.assertEqual(len({row[10] for row in rows}), 2)  # the drawing has no pixels, the PNG is there once
        self.assertIn('Words in it', tool('pdftotext', path, '-'))
        tree = tool('pdfinfo', '-struct', path)
        self.assertEqual(len(re.findall('^ *Figure', tree, re.M)), 4)

    def test_two_runs_give_the_same_bytes(self):
        body = [{'block': 'image', 'file': name, 'alt': 'a'} for name in ('c.svg', 'pictures/a.png', 'b.jpg')]
        self.assertEqual(self.render(body).read_bytes(), self.render(body).read_bytes())

    def test_they_are_attached_and_the_report_can_be_made_again(self):
        path = self.render([{'block': 'image', 'file': 'pictures/a.png', 'alt': 'a'}])
        done = accord('extract', path, '-o', self.folder / 'out')
        self.assertEqual(done.returncode, 0, done.stderr)
        held = [file for file in (self.folder / 'out').rglob('*') if file.is_file()]
        self.assertIn(png(200, 100), [file.read_bytes() for file in held])

    def render_letterhead(self):
        return self.render([{'block': 'text', 'text': 'One'}, {'block': 'text', 'text': 'Two', 'break': 'page'}],
                           header={'left': 'Head', 'rule': True, 'image': [
                               {'file': 'pictures/a.png'}, {'file': 'b.jpg', 'at': 'right', 'pages': 'first'}]},
                           footer={'right': '{{page}}', 'image': {'file': 'c.svg', 'height': '8mm', 'pages': 'later'}})

    def test_images_in_heads_and_feet_are_artifacts_and_there_once(self):
        path = self.render_letterhead()
        self.assertIn(' 0 failed', accord('lint', path).stdout)
        self.assertNotIn('Figure', tool('pdfinfo', '-struct', path))
        rows = [line.split() for line in tool('pdfimages', '-list', path).splitlines()[2:]]
        images = [(row[0], row[3]) for row in rows if row[2] == 'image']
        self.assertEqual(sorted(images), [('1', '16'), ('1', '200'), ('2', '200')])
        self.assertEqual(len({row[10] for row in rows if row[2] == 'image'}), 2)
        self.assertNotIn('Words in it', tool('pdftotext', '-l', '1', path, '-'))
        self.assertIn('Words in it', tool('pdftotext', '-f', '2', path, '-'))

    def test_images_in_heads_are_the_same_in_previews(self):
        path = self.render_letterhead()
        done = accord('render', 'l.json', '-o', 'l-%d.png', '--dpi', '72', '--quiet', cwd=self.folder)
        self.assertEqual(done.returncode, 0, done.stderr)
        for number in (1, 2):
            width, height, rows = read_png((self.folder / f'l-{number}.png').read_bytes())
            tool('pdftoppm', '-r', '72', '-f', number, '-l', number, '-singlefile', path, self.folder / 'p')
            _, _, printed = read_ppm((self.folder / 'p.ppm').read_bytes())
            pairs = [(a, b) for ours, theirs in zip(blocks(rows, width, height), blocks(printed, width, height))
                     for a, b in zip(ours, theirs)]
            self.assertLess(max(abs(a - b) for a, b in pairs), 45)
            self.assertLess(min(a for a, _ in pairs[:len(pairs) // 8]), 200)  # there is something in the head

    def test_reports_with_a_letterhead_are_verified_and_made_again(self):
        path = self.render_letterhead()
        first = path.read_bytes()
        for name in ('pictures/a.png', 'b.jpg', 'c.svg'):
            (self.folder / name).unlink()
        done = accord('verify', path)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        done = accord('extract', path, '-o', self.folder / 'out')
        self.assertEqual(done.returncode, 0, done.stderr)
        again = accord('render', 'out/layout/l.json', '-o', 'again.json', '--quiet', cwd=self.folder)
        self.assertEqual(again.returncode, 0, again.stderr)
        self.assertEqual(first, path.read_bytes())

    def test_the_logo_of_a_cover_is_a_figure_where_it_says_something(self):
        for alt, figures in (({}, 0), ({'alt': 'The seal'}, 1)):
            path = self.render([{'block': 'cover', 'look': 'band', 'logo': {'file': 'c.svg', 'plate': True, **alt}}])
            self.assertIn(' 0 failed', accord('lint', path).stdout)
            self.assertEqual(tool('pdfinfo', '-struct', path).count('Figure'), figures)

    def test_a_head_that_is_left_out_has_no_image_on_the_first_page(self):
        for pages, at in (({}, [2]), ({'pages': 'all'}, [1, 2]), ({'pages': 'first'}, [1])):
            path = self.render([{'block': 'text', 'text': 'One'}, {'block': 'text', 'text': 'Two', 'break': 'page'}],
                               header={'skip_first': True, 'image': {'file': 'b.jpg', **pages}})
            rows = [line.split() for line in tool('pdfimages', '-list', path).splitlines()[2:]]
            self.assertEqual([int(row[0]) for row in rows], at, pages)

    def test_an_image_fills_no_more_than_its_place(self):
        (self.folder / 'tall.png').write_bytes(png(30, 3000))
        for size in ({}, {'width': '100%'}, {'width': '100%', 'height': '3cm'}):
            self.render([{'block': 'image', 'file': 'tall.png', 'alt': 'a', **size}])
        self.assert_refused({'file': 'tall.png', 'alt': 'a', 'height': '40cm', 'fit': 'stretch', 'width': '1cm'},
                            'does not fit a page')

    def test_paths_stay_inside(self):
        (self.folder.parent / 'x.png').write_bytes(png(2, 2))
        (self.folder / 'way.png').symlink_to(self.folder.parent / 'x.png')
        for name in ('../x.png', 'way.png', str(self.folder.parent / 'x.png')):
            self.assert_refused({'file': name, 'alt': 'a'}, 'is outside the layout\'s folder')

    def test_an_image_says_what_it_shows(self):
        self.assert_refused({'file': 'b.jpg'}, 'an image lacks "alt"')
        self.assert_refused({'file': 'b.jpg', 'alt': 'a', 'decorative': True}, 'has no "alt"')

    def test_all_of_them_together_are_bounded(self):
        names = []
        for number in range(4):
            names.append(f'{number}.png')
            line = b'\0' * (5501 // 8 + 2)
            (self.folder / names[-1]).write_bytes(
                b'\x89PNG\r\n\x1a\n' + chunk(b'IHDR', struct.pack('>IIBBBBB', 5500, 6000, 1, 0, 0, 0, 0))
                + chunk(b'IDAT', zlib.compress(line[:1 + (5500 + 7) // 8] * 6000)) + chunk(b'IEND', b''))
        done = self.run_layout([{'block': 'image', 'file': name, 'alt': 'a'} for name in names], 'check')
        self.assertEqual(done.returncode, 3)
        self.assertIn('more than 120 million pixels together', done.stderr)


if __name__ == '__main__':
    unittest.main()
