"""Networks, Sankey diagrams and timelines as a user meets them: pictures, words, messages, bounds."""
import json
import pathlib
import random
import re
import tempfile
import time
import unittest

from program import ROOT, accord


def chart(spec, *options, **keywords):
    """Exit code, scene or None, and what was said."""
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / 'spec.vl.json'
        path.write_text(json.dumps(spec))
        done = accord('chart', path, '--format', 'scene', *options, **keywords)
        said = done.stderr.replace(folder + '/', '')
    return done.returncode, json.loads(done.stdout) if done.returncode == 0 else None, said


def items(scene, kind, view=0):
    return [item for mark in scene['views'][view]['marks'] if mark['type'] == kind for item in mark['items']]


def spans_of(scene):
    return [item for item in items(scene, 'rect') if item['height'] == 5]


def network(values, mark=None, **channels):
    encoding = channels or {'node': {'field': 'party'}, 'detail': {'field': 'deal'}}
    return {'width': 400, 'height': 200, 'data': {'values': values}, 'mark': {'type': 'network', **(mark or {})}, 'encoding': encoding}


def sankey(values, mark=None, **channels):
    stages = [{'field': name} for name in ('partner', 'sector', 'status')]
    return {'width': 400, 'height': 200, 'data': {'values': values}, 'mark': {'type': 'sankey', **(mark or {})},
            'encoding': {'stages': stages, **channels}}


def timeline(values, mark=None, **channels):
    encoding = {'x': {'field': 'from', 'type': 'temporal'}, 'x2': {'field': 'to'}, 'text': {'field': 'name'}, **channels}
    return {'width': 400, 'height': 200, 'data': {'values': values}, 'mark': {'type': 'timeline', **(mark or {})}, 'encoding': encoding}


def deals(count=12, parties=9, seed=1):
    source = random.Random(seed)
    return [{'deal': deal, 'party': f'Party {name}', 'usd': deal + 1}
            for deal in range(count) for name in sorted(source.sample(range(parties), 3))]


def flows(count=60, seed=1):
    source = random.Random(seed)
    return [{'partner': f'P{source.randrange(5)}', 'sector': f'S{source.randrange(6)}', 'status': f'T{source.randrange(3)}',
             'usd': source.randrange(1, 50)} for _ in range(count)]


def thickness(link, end):
    x, y, _, y2 = link['points'][end]
    return y2 - y


class Networks(unittest.TestCase):
    def test_the_order_of_rows_does_not_matter(self):
        rows = deals()
        code, scene, said = chart(network(rows))
        self.assertEqual((code, said), (0, ''))
        shuffled = list(rows)
        random.Random(5).shuffle(shuffled)
        self.assertEqual(chart(network(rows))[1], scene)
        self.assertEqual(chart(network(shuffled))[1], scene)

    def test_both_ways_to_say_links_agree(self):
        rows = [{'deal': 1, 'party': 'A'}, {'deal': 1, 'party': 'B'}, {'deal': 2, 'party': 'B'}, {'deal': 2, 'party': 'C'}]
        links = [{'a': 'A', 'b': 'B'}, {'a': 'C', 'b': 'B'}, {'a': 'C', 'b': 'C'}]
        by_node = chart(network(rows))[1]
        by_link = chart(network(links, source={'field': 'a'}, target={'field': 'b'}))[1]
        self.assertEqual(by_node, by_link)

    def test_links_and_nodes_know_their_facts(self):
        code, scene, _ = chart({'data': {'name': 'partnership_parties'}, 'mark': 'network',
                                'encoding': {'node': {'field': 'party'}, 'detail': {'field': 'id'}}},
                               '--facts', ROOT / 'data/facts/press.json', '--lineage')
        self.assertEqual(code, 0)
        for item in items(scene, 'rule') + items(scene, 'symbol'):
            self.assertTrue(item['facts'])

    def test_weights_are_widths_and_a_party_counts_once_in_a_deal(self):
        rows = [{'deal': d, 'party': p} for d in (1, 2, 3) for p in ('A', 'B', 'B')] + [{'deal': 4, 'party': p} for p in ('A', 'C')]
        spec = network(rows, node={'field': 'party'}, detail={'field': 'deal'},
                       strokeWidth={'aggregate': 'count', 'scale': {'domain': [0, 3], 'range': [0, 3]}, 'legend': None})
        widths = sorted(item.get('strokeWidth', 1) for item in items(chart(spec)[1], 'rule'))
        self.assertEqual(widths, [1, 3])

    def test_a_limit_that_nobody_chose_is_told(self):
        rows = [{'a': 'hub', 'b': f'n{i:02}'} for i in range(60)]
        ends = {'source': {'field': 'a'}, 'target': {'field': 'b'}}
        code, scene, said = chart(network(rows, **ends))
        self.assertEqual((code, len(items(scene, 'symbol'))), (0, 40))
        self.assertIn('warning: the network shows the 40 most connected of 61 nodes [too-large]', said)
        code, scene, said = chart(network(rows, {'maxNodes': 10}, **ends))
        self.assertEqual((code, len(items(scene, 'symbol')), said), (0, 10, ''))

    def test_100000_links_are_drawn_in_time(self):
        source = random.Random(3)
        rows = [{'a': f'n{source.randrange(3000)}', 'b': f'n{source.randrange(3000)}'} for _ in range(100000)]
        before = time.monotonic()
        code, scene, _ = chart(network(rows, source={'field': 'a'}, target={'field': 'b'}))
        self.assertEqual(code, 0)
        self.assertLessEqual(len(items(scene, 'rule')), 150)
        self.assertLess(time.monotonic() - before, 100)  # seconds, with sanitizers on a busy machine; not hours

    def test_one_thing_of_many_nodes_is_refused_before_it_fills_memory(self):
        code, _, said = chart(network([{'deal': 1, 'party': f'p{i}'} for i in range(5000)]))
        self.assertEqual(code, 3)
        self.assertIn('pairs [too-large]', said)


class Sankeys(unittest.TestCase):
    def test_what_flows_in_flows_out(self):
        rows = flows()
        code, scene, said = chart(sankey(rows, size={'aggregate': 'sum', 'field': 'usd'}, color={'field': 'sector'}))
        self.assertEqual((code, said), (0, ''))
        links = items(scene, 'area')
        for link in links:
            self.assertAlmostEqual(thickness(link, 0), thickness(link, -1), delta=0.002)
        nodes = [item for item in items(scene, 'rect') if 'cornerRadius' not in item]
        totals = {}
        for node in nodes:
            totals[node['x']] = totals.get(node['x'], 0) + node['height']
        self.assertEqual(len(totals), 3)
        self.assertLess(max(totals.values()) - min(totals.values()), 0.05)
        for node in nodes:
            right = [thickness(l, -1) for l in links if l['points'][-1][0] == node['x']
                     and node['y'] - 0.01 <= l['points'][-1][1] and l['points'][-1][3] <= node['y'] + node['height'] + 0.01]
            if right:
                self.assertAlmostEqual(sum(right), node['height'], delta=0.05)

    def test_the_order_of_rows_does_not_matter(self):
        rows = flows()
        shuffled = list(rows)
        random.Random(5).shuffle(shuffled)
        self.assertEqual(chart(sankey(rows))[1], chart(sankey(shuffled))[1])

    def test_small_nodes_are_put_together_under_their_name(self):
        rows = [{'partner': f'P{i:02}', 'sector': 'S', 'status': 'T'} for i in range(30)]
        scene = chart(sankey(rows, {'maxNodes': 5, 'other': 'The rest', 'values': False}))[1]
        names = [item['text'] for item in items(scene, 'text')]
        self.assertEqual(names.count('The rest'), 1)
        self.assertEqual(len([name for name in names if name.startswith('P')]), 4)

    def test_rows_without_a_name_still_flow(self):
        rows = [{'partner': 'A', 'sector': None, 'status': 'T'}, {'partner': 'A', 'sector': 'S', 'status': 'T'}]
        scene = chart(sankey(rows, {'missing': 'not said'}))[1]
        self.assertIn('not said', [item['text'] for item in items(scene, 'text')])

    def test_a_stage_in_a_given_order(self):
        rows = flows()
        spec = sankey(rows, {'values': False})
        spec['encoding']['stages'][2]['sort'] = ['T2', 'T0', 'T1']
        texts = [item for item in items(chart(spec)[1], 'text') if item['text'].startswith('T')]
        self.assertEqual([t['text'] for t in sorted(texts, key=lambda t: t['y'])], ['T2', 'T0', 'T1'])

    def test_an_average_does_not_flow(self):
        code, _, said = chart(sankey(flows(), size={'aggregate': 'mean', 'field': 'usd'}))
        self.assertEqual(code, 3)
        self.assertIn('a count or a sum, since flows must add up', said)


class Timelines(unittest.TestCase):
    ROWS = [{'from': '2025-01-10', 'to': '2025-03-01', 'name': 'One', 'who': 'A', 'state': 'open'},
            {'from': '2025-02-10', 'to': None, 'name': 'Two', 'who': 'B', 'state': 'met'},
            {'from': None, 'to': '2025-05-01', 'name': 'Three', 'who': 'B', 'state': 'open'},
            {'from': '2025-02-15', 'to': '2025-06-01', 'name': 'Four', 'who': 'B', 'state': 'open'}]

    def test_items_stand_on_the_axis_with_their_labels(self):
        code, scene, said = chart(timeline(self.ROWS))
        self.assertEqual((code, said), (0, ''))
        self.assertEqual(len(spans_of(scene)), 2)
        self.assertEqual(len(items(scene, 'symbol')), 4)
        self.assertEqual({item['text'] for item in items(scene, 'text')}, {'One', 'Two', 'Three', 'Four'})
        spans = sorted(spans_of(scene), key=lambda item: item['x'])
        days = spans[0]['width'] / spans[1]['width']
        self.assertAlmostEqual(days, 50 / 106, delta=0.01)

    def test_a_row_for_each_category(self):
        scene = chart(timeline(self.ROWS, y={'field': 'who'}))[1]
        rows = {item['text']: item['y'] for item in items(scene, 'text')}
        self.assertTrue(rows['One'] < rows['Two'] and rows['One'] < rows['Four'])
        self.assertIn('left', [axis['orient'] for axis in scene['views'][0]['axes']])

    def test_states_have_one_legend(self):
        scene = chart(timeline(self.ROWS, color={'field': 'state'}, shape={'field': 'state'}))[1]
        self.assertEqual([[entry['label'] for entry in legend['entries']] for legend in scene['legends']], [['met', 'open']])

    def test_the_day_of_the_chart_has_a_rule(self):
        scene = chart(timeline(self.ROWS, {'asOf': '2025-04-01'}))[1]
        rule, = items(scene, 'rule')
        self.assertEqual(rule['x'], rule['x2'])
        self.assertIn('1 Apr 2025', [item['text'] for item in items(scene, 'text')])
        code, _, said = chart(timeline(self.ROWS, {'asOf': 'soon'}))
        self.assertEqual(code, 3)
        self.assertIn('"asOf" is no date', said)

    def test_items_without_a_lane_are_told(self):
        rows = [{'from': '2025-01-01', 'to': '2025-12-31', 'name': f'n{i}'} for i in range(100)]
        code, scene, said = chart(timeline(rows))
        self.assertEqual((code, len(spans_of(scene))), (0, 18))
        self.assertIn('82 of 100 items of the timeline find no place [overflow]', said)

    def test_labels_without_room_are_told(self):
        rows = [{'d': f'2025-01-{day:02}', 't': 'a long name that needs its room'} for day in range(1, 29)]
        spec = {'data': {'values': rows}, 'mark': 'timeline', 'width': 200, 'height': 330,
                'encoding': {'x': {'field': 'd', 'type': 'temporal'}, 'text': {'field': 't'}}}
        code, scene, said = chart(spec)
        self.assertEqual((code, said), (0, ''))
        self.assertEqual(len(items(scene, 'text')), len(rows))
        code, scene, said = chart({**spec, 'height': 60})
        shown = len(items(scene, 'text'))
        self.assertLess(shown, len(rows))
        self.assertIn(f'{len(rows) - shown} of {len(rows)} items of the timeline have no room for their label', said)


class Words(unittest.TestCase):
    def description(self, spec):
        with tempfile.TemporaryDirectory() as folder:
            path, out = pathlib.Path(folder) / 'spec.vl.json', pathlib.Path(folder) / 'out.svg'
            path.write_text(json.dumps(spec))
            self.assertEqual(accord('chart', path, '-o', out, '-q').returncode, 0)
            return re.search(r'<desc>(.*?)</desc>', out.read_text(), re.S).group(1)

    def test_alternative_texts_come_from_the_data(self):
        rows = [{'deal': 1, 'party': 'A'}, {'deal': 1, 'party': 'B'}, {'deal': 2, 'party': 'B'}, {'deal': 2, 'party': 'C'}, {'deal': 3, 'party': 'C'}, {'deal': 3, 'party': 'B'}]
        self.assertEqual(self.description(network(rows)), 'Network. Nodes: 3, links: 2. Most links: B 2, C 1, A 1. Strongest link: B – C (2).')
        ways = [{'partner': 'A', 'sector': 'S', 'status': 'T'}] * 3 + [{'partner': 'B', 'sector': 'S', 'status': 'U'}]
        self.assertEqual(self.description(sankey(ways)), 'Flow diagram. Stages: partner, sector, status. Total: 4. '
                         'Largest parts: A 3 (75%), S 4 (100%), T 3 (75%). Largest flow: A to S (3).')
        rows = Timelines.ROWS + [{'from': None, 'to': None, 'name': 'Five', 'who': 'B', 'state': 'open'}]
        self.assertEqual(self.description(timeline(rows, {'asOf': '2025-04-01'}, color={'field': 'state'})),
                         'Timeline. Marks: 4. Period: 10 January 2025 to 1 June 2025. By state: open 3, met 1. '
                         'Next after 1 April 2025: 1 May 2025, Three. Not shown for want of a date: 1.')

    def test_nothing_to_show_is_told(self):
        for spec in (network([]), sankey([]), timeline([])):
            code, _, said = chart(spec)
            self.assertEqual(code, 0)
            self.assertIn('has nothing to show [empty]', said)

    def test_wrong_channels_and_members_have_a_place_and_a_hint(self):
        cases = [
            (network([], node={'field': 'a'}), 'a network needs a field for the channel "detail"'),
            (network([], target={'field': 'a'}), 'a network needs a field for the channel "source"'),
            (network([], size={'aggregate': 'count'}), 'needs the channels "node" and "detail", or "source" and "target"'),
            (network([], node={'field': 'a'}, detail={'field': 'b'}, x={'field': 'a'}), 'a network has no channel "x"'),
            (network([], node={'field': 'a'}, source={'field': 'b'}, target={'field': 'b'}), 'either "node" and "detail" or'),
            (network([], {'maxNode': 3}, node={'field': 'a'}, detail={'field': 'b'}), 'did you mean "maxNodes"?'),
            (network([], {'maxNodes': 1e9}, node={'field': 'a'}, detail={'field': 'b'}), 'expected a number from 2 to 300'),
            (sankey([], stages=[{'field': 'a'}]), '"stages" with 2 to 6 fields'),
            (sankey([], stages=[{'field': 'a'}, {'feld': 'b'}]), 'did you mean "field"?'),
            ({'mark': 'sankey', 'encoding': {'size': {'aggregate': 'count'}}}, '"stages" with 2 to 6 fields'),
            ({'mark': 'timeline', 'encoding': {'text': {'field': 'a'}}}, 'a timeline needs a field for the channel "x"'),
            ({'mark': 'timeline', 'encoding': {'x': {'field': 'a'}}}, 'expected temporal or quantitative'),
            ({'mark': 'bar', 'encoding': {'source': {'field': 'a'}}}, 'the channel "source" is for the mark "network" only'),
            ({'mark': 'netwrk', 'encoding': {}}, 'did you mean "network"?'),
            ({'mark': 'network-node', 'encoding': {}}, 'there is no mark "network-node"'),
        ]
        for spec, expected in cases:
            code, _, said = chart(spec)
            self.assertEqual(code, 3, spec)
            self.assertIn(expected, said)
            self.assertRegex(said, r'^spec\.vl\.json:\d+:\d+: error: ')


class Manual(unittest.TestCase):
    def test_the_examples_are_good_as_they_stand(self):
        manual = (ROOT / 'docs/accord-chart.5').read_text()
        examples = [text for text in re.findall(r'^\.Bd -literal.*?\n(.*?)^\.Ed$', manual, re.M | re.S)
                    if re.search('"type": "(network|sankey|timeline)"', text)]
        self.assertEqual([json.loads(text)['mark']['type'] for text in examples], ['network', 'sankey', 'timeline'])
        for text in examples:
            code, scene, said = chart(json.loads(text))
            self.assertEqual((code, said), (0, ''))
            self.assertTrue(items(scene, 'text'))


if __name__ == '__main__':
    unittest.main()
