"""How fast a night of many reports goes: reports a second by workers, processor time a report, and a night without changes.

  python3 tests/bench/night.py [--program build/release/accord] [--reports 500] [--workers 1 2] [--store]

Each report has twelve pages and is another one: a window on the shipped facts with key figures, charts, tables,
promises and sources; index.html with pictures of first pages is made as well. Machines are noisy: compare figures of
one run only, as ratios, and the processor's time before the clock's.
"""
import argparse
import json
import os
import pathlib
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
WINDOW = ('SELECT p.*, p.fact AS _facts FROM partnerships p WHERE p.fact >= 1 + :start % 330 '
          'AND p.year >= 1900 + :start / 330 ORDER BY p.fact LIMIT 225')


def chart(caption, mark, **encoding):
    return {'block': 'chart', 'data': 'window', 'height': '62mm', 'caption': caption,
            'spec': {'mark': mark, 'encoding': encoding}}


def count(**more):
    return {'aggregate': 'count', 'type': 'quantitative', 'title': None, **more}


def text(words):
    return {'block': 'text', 'text': words}


def heading(words):
    return {'block': 'heading', 'level': 1, 'text': words}


def layout():
    """Twelve pages about 225 partnerships from a number on."""
    sector = {'field': 'sector', 'type': 'nominal', 'title': None}
    year = {'field': 'year', 'type': 'quantitative', 'bin': {'step': 5}, 'title': None, 'axis': {'format': 'd'}}
    summary = ('SELECT sector, count(*) AS n, min(year) AS first_year, max(year) AS last_year, '
               'sum(amount_usd) FILTER (WHERE NOT umbrella AND basis_usd = \'committed\') / 1e6 AS committed, '
               f'group_concat(fact) AS _facts FROM ({WINDOW}) GROUP BY sector ORDER BY n DESC, sector')
    promised = ('SELECT c.text, c."by", c.due, c.state, c.title, c.days_overdue, c.fact FROM commitments c '
                'ORDER BY c.due_last IS NULL, c.due_last, c.fact, c.position LIMIT 12 OFFSET :start % 5')
    return {
        'layout': 1, 'title': 'Partnerships from number {{start}}', 'theme': str(ROOT / 'layouts/themes/slate.json'),
        'facts': [str(ROOT / 'data/facts')], 'params': {'start': {'type': 'integer', 'default': 0}},
        'data': {'window': {'sql': WINDOW}, 'sectors': {'sql': summary}, 'promised': {'sql': promised}},
        'header': {'left': '{{title}}', 'right': '{{as_of | %-d %B %Y}}', 'rule': True},
        'footer': {'right': 'Page {{page}} of {{pages}}'},
        'body': [
            {'block': 'cover', 'look': 'plain', 'kicker': 'Window {{start}}', 'title': '{{window.count}} partnerships',
             'subtitle': 'From {{window.first.title}} to {{window.last.title}}', 'date': '{{as_of | %-d %B %Y}}'},
            {'block': 'kpis', 'columns': 4, 'items': [
                {'label': 'partnerships', 'value': '{{window.count | ,d}}'},
                {'label': 'sectors', 'value': '{{sectors.count | ,d}}', 'note': '{{sectors.first.sector}} first'},
                {'label': 'first year', 'value': '{{window.min.year}}'},
                {'label': 'last year', 'value': '{{window.max.year}}'}]},
            {'block': 'toc'}, heading('Over time'),
            text('The window **{{start}}** holds {{window.count | ,d}} partnerships of {{facts.count | ,d}}, '
                 'the largest part in {{sectors.first.sector}} with {{sectors.first.n}}. ' * 3),
            chart('By year and sector', 'bar', x=year, y=count(), color=sector),
            chart('By status', 'bar', y={'field': 'status', 'type': 'nominal', 'sort': '-x', 'title': None}, x=count()),
            heading('Sectors and partners'),
            {'block': 'table', 'data': 'sectors', 'caption': 'By sector', 'columns': [
                {'field': 'sector', 'title': 'Sector', 'width': '4fr', 'as': 'swatch'},
                {'field': 'n', 'title': 'Number', 'format': ',d', 'align': 'right', 'total': 'sum', 'as': 'bar'},
                {'field': 'committed', 'title': 'US$ m', 'format': ',.0f', 'align': 'right', 'total': 'sum'},
                {'field': 'first_year', 'title': 'First'}, {'field': 'last_year', 'title': 'Latest'}]},
            chart('By decade and status', 'area', x={'field': 'decade', 'type': 'quantitative', 'axis': {'format': 'd'}},
                  y=count(), color={'field': 'status', 'type': 'nominal', 'title': None}),
            chart('Sectors by year', 'circle', x={'field': 'year', 'type': 'quantitative', 'scale': {'zero': False},
                                                  'axis': {'format': 'd'}}, y=sector, size=count()),
            heading('Promises'), {'block': 'commitments', 'data': 'promised'},
            heading('All partnerships'),
            {'block': 'table', 'data': 'window', 'columns': [
                {'field': 'date', 'title': 'Date', 'format': '%b %Y'},
                {'field': 'title', 'title': 'Partnership', 'width': '6fr', 'link': 'url'},
                {'field': 'partner', 'title': 'Partner', 'width': '2fr'}, {'field': 'sector', 'title': 'Sector'},
                {'field': 'status', 'title': 'Status', 'as': 'swatch'},
                {'field': 'amount_usd', 'title': 'US$', 'format': ',.3s', 'align': 'right'}]},
            heading('Sources'), {'block': 'sources'}]}


def project(folder, options):
    folder.mkdir()
    (folder / 'layout.json').write_text(json.dumps(layout()))
    jobs = {'jobs': 1, 'facts': [str(ROOT / 'data/facts')], 'out': 'out', 'reports': [
        {'id': 'window', 'layout': 'layout.json', 'file': 'window-{{start}}.pdf',
         'matrix': {'list': list(range(options.reports)), 'as': 'start'}}]}
    if options.store:
        jobs['store'] = 'facts.db'
    (folder / 'jobs.json').write_text(json.dumps(jobs))
    return folder


def run(program, folder, workers, expected):
    """The seconds of the clock and of the processor of one run."""
    begin = time.monotonic()
    command = [str(program), 'run', str(folder / 'jobs.json'), '--as-of', '2026-01-02', '--jobs', str(workers), '--quiet']
    child = os.posix_spawn(command[0], command, os.environ)
    _, status, used = os.wait4(child, 0)
    assert os.waitstatus_to_exitcode(status) == expected, f'ended with {os.waitstatus_to_exitcode(status)}'
    return time.monotonic() - begin, used.ru_utime + used.ru_stime


def night(options, folder, workers):
    seconds, processor = run(options.program, project(folder, options), workers, 0)
    record = json.loads((folder / 'out/run.json').read_text())
    reports = record['reports']
    pages = [report['pages'] for report in reports]
    assert len({report['sha256'] for report in reports}) == options.reports, 'reports are the same'
    print(f'{workers} worker{"s" if workers > 1 else " "}  {seconds:7.2f} s  {options.reports / seconds:6.1f} reports/s '
          f'{processor / options.reports * 1000:6.1f} ms of processor a report  pages {min(pages)}-{max(pages)}  '
          f'{max(report["memory"] for report in reports) / 1048576:.0f} MiB a worker', flush=True)
    seconds, processor = run(options.program, folder, workers, 0)
    print(f'  again     {seconds:7.2f} s  {processor * 1000:6.0f} ms of processor: a night without changes', flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--program', default=ROOT / 'build/release/accord')
    parser.add_argument('--reports', type=int, default=500)
    parser.add_argument('--workers', type=int, nargs='+', default=[1, 2])
    parser.add_argument('--store', action='store_true', help='draw the reports from a store in a file')
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for workers in options.workers:
            night(options, pathlib.Path(folder) / f'night-{workers}', workers)


if __name__ == '__main__':
    main()
