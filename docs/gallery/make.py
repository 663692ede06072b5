#!/usr/bin/env python3
"""Remakes docs/gallery.md and its pictures: make.py ACCORD

Every specification of layouts/charts has a row below. Pictures are drawn over the shipped facts; the
words for those who do not see them are the program's own.
"""
import json
import pathlib
import struct
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
FACTS = ['--facts', 'data/facts', '--theme', 'slate']
BRIEFING = ['--layout', 'layouts/briefing.json']


def of_layout(layout, data, height, width=480):
    return ['--layout', f'layouts/{layout}.json', '--data', data, '--width', str(width), '--height', str(height)]


# Section: (specification, what it is good for, options).
SECTIONS = {
    'How much, and when': [
        ('year-sector-stack', 'Stacked bars: the total of each year and what it is made of.', FACTS),
        ('year-moving-average', 'Points and a moving average: the run of the years without their noise.', FACTS),
        ('year-average', 'Bars and a layered rule: which years stand out from the mean.', FACTS),
        ('cumulative-by-sector', 'Cumulative lines, labelled where they end: who grew when.', FACTS),
        ('months-calendar', 'Calendar: seasons, bursts and pauses, and where the record ends.', FACTS),
        ('agreements-strip', 'Tick strip: every agreement on its own day.', FACTS),
        ('decade-dots', 'Unit chart: one square for each, so that nothing is averaged away.', FACTS),
        ('press-gantt', 'Time bars: how exactly each report is dated.', FACTS),
    ],
    'Sectors': [
        ('sectors-ranked', 'Ranked bars with their figures.', FACTS),
        ('sector-decade-heatmap', 'Heat map with counts: sectors by decade, empty where nothing is on record.', FACTS),
        ('decade-sector-share', 'Normalized bars: the mix, whatever the total.', FACTS),
        ('sector-small-multiples', 'Small multiples: one history for each sector on one scale.', FACTS),
        ('sector-stream', 'Stream: how bands widen and narrow.', FACTS),
        ('sector-rank', 'Rank chart: who overtakes whom.', FACTS),
        ('sector-slope', 'Slope chart: two periods, who gained and who lost.', FACTS),
        ('sector-years-range', 'Dot plot: first and latest year.', FACTS),
        ('sector-table', 'Text marks as a table: five figures for each sector.', FACTS),
    ],
    'Partners': [
        ('partners-lollipop', 'Lollipops: few large ones and a long tail.', FACTS),
        ('partner-network', 'Network: who appears with whom.', FACTS),
        ('partner-sector-status', 'Sankey diagram: from partner to sector to status.', FACTS),
        ('partner-sector-matrix', 'Circles in a matrix: who works on what.', FACTS),
        ('partner-share', 'Lines of shares: how the mix of partners changes with what the collections cover.', FACTS),
        ('partners-top-others', 'The first ten, and all others as one, by window and aggregate.', FACTS),
    ],
    'Money': [
        ('sectors-pareto', 'Pareto chart: bars, and their share running on.', FACTS),
        ('amounts-bubbles', 'Bubbles: sums by sector and period.', FACTS),
        ('amounts-boxplot', 'Box plots on a logarithmic scale: the usual size of an agreement by sector.', FACTS),
        ('amounts-histogram', 'Histogram on a logarithmic scale, with the median.', FACTS),
        ('amounts-band', 'Line and band: median and middle half over time.', FACTS),
        ('amounts-ecdf', 'Cumulative distribution: the share of agreements below each sum.', FACTS),
    ],
    'Promises, status and evidence': [
        ('status-donut', 'Ring: shares of at most five parts.', FACTS),
        ('talk-and-action', 'Diverging bars: what is promised against what is under way.', FACTS),
        ('commitments-timeline', 'Timeline: promises from their date to the day they are due.', BRIEFING),
        ('promises-by-state', 'Stacked bars: who promised, and what came of it.', FACTS),
        ('instruments-by-decade', 'Grouped bars: the form that partnerships take.', FACTS),
        ('coverage-by-source', 'Rows by collection: which of the steps above are the collections’ own.', FACTS),
        ('evidence-by-sector', 'Range and mean: how much evidence stands behind each sector.', FACTS),
        ('evidence-by-claim', 'Heat map: which claims have words behind them.', FACTS),
    ],
    'In the shipped layouts': [
        ('sectors-by-year', 'Stacked bars with the years of a second collection on a tint.',
         of_layout('briefing', 'sectors_by_year', 220)),
        ('sectors-by-period', 'Heat map in periods of five years.', of_layout('briefing', 'sectors_by_period', 240)),
        ('partners', 'Ranked bars.', of_layout('briefing', 'partners', 180, 320)),
        ('statuses', 'Ring around a number.', of_layout('briefing', 'statuses_now', 120, 240)),
        ('cumulative', 'Cumulative steps, with the year that halves them.', of_layout('briefing', 'cumulative', 150)),
        ('sectors-by-money', 'Ranked bars in the colours of the sectors.',
         of_layout('one-page', 'sectors_by_money', 140, 260)),
        ('money-by-decade', 'Stacked bars with totals.', of_layout('one-page', 'money_by_decade', 140, 260)),
    ],
}

HEAD = '''# Gallery

Charts of partnerships by sector and year, drawn by `accord chart` over the facts in data/facts with the theme Slate. Each is a
Vega-Lite specification in layouts/charts: open one, change it, use it in a layout by its name
(`{"block": "chart", "spec": "charts/sectors-ranked.vl.json"}`), or draw it alone:

```sh
accord chart layouts/charts/sectors-ranked.vl.json --facts data/facts --theme slate -o sectors.svg
```

The same command with another name draws each of the others; charts that need the data or the day of a layout have their own
command below.

What the facts count is what their sources hold: see data/README.md. `make gallery` remakes this page. The words for those who do
not see a picture are made by the program from its data.
'''


def run(accord, name, options, *more):
    command = [accord, 'chart', f'layouts/charts/{name}.vl.json', *options, *more]
    return subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout


def command_of(name, options):
    """The command for a chart that the command at the top of the page does not draw, as a block of the page."""
    if options is FACTS:
        return ''
    return f'\n```sh\naccord chart layouts/charts/{name}.vl.json {" ".join(options)} -o {name}.svg\n```\n'


def entry(accord, name, purpose, options):
    picture = ROOT / f'docs/gallery/{name}.png'
    run(accord, name, options, '--scale', '2', '-o', str(picture))
    width = struct.unpack('>I', picture.read_bytes()[16:20])[0] / 2
    scene = json.loads(run(accord, name, options, '--format', 'scene', '--lineage'))
    alt = scene['description'].replace('\n', ' ').replace('[', '(').replace(']', ')')
    return (f'**{purpose}** [{name}.vl.json](../layouts/charts/{name}.vl.json)\n\n'
            f'<img src="gallery/{name}.png" width="{round(width * 1.3)}" alt="{alt.replace(chr(34), "&quot;")}">\n'
            f'{command_of(name, options)}')


def main():
    accord = str(pathlib.Path(sys.argv[1]).resolve())
    parts = [HEAD]
    for title, rows in SECTIONS.items():
        parts.append(f'## {title}\n')
        parts += [entry(accord, *row) for row in rows]
    (ROOT / 'docs/gallery.md').write_text('\n'.join(parts))


if __name__ == '__main__':
    main()
