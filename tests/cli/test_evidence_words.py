"""Claims that a text does not bear, and those that it does: a table of texts, quotes, claims and verdicts.

Each line of evidence_cases.jsonl is a list: the language of the text, the text, the quote ("": all of it), the claim and the
verdict. A claim is an amount ("3 USD"), a quantity ("q:3 t"), a date ("date:2025") or a title, of which the state of the quote
is the verdict and not that of the number; so it is where the quote is missing.
"""
import json
import pathlib
import re
import tempfile
import unittest

from program import accord

CASES = pathlib.Path(__file__).with_name('evidence_cases.jsonl')


def partnership(number, claim):
    record = {'id': f'p{number}', 'title': 'A deal', 'parties': ['Pakistan', 'Russia']}
    if claim.startswith('date:'):
        return record | {'date': claim[5:]}, '/date'
    if claim == 'title':
        return record, '/title'
    value, unit = claim.removeprefix('q:').split(' ', 1)
    if claim.startswith('q:'):
        return record | {'quantities': [{'label': 'How many', 'value': value, 'unit': unit}]}, '/quantities/0'
    return record | {'amounts': [{'value': value, 'currency': unit}]}, '/amounts/0'


class Words(unittest.TestCase):
    def verdicts(self, cases):
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            (folder / 'texts').mkdir()
            sources, records = [], []
            for number, (language, text, quote, claim, _) in enumerate(cases):
                (folder / 'texts' / f's{number}.txt').write_text(text + '\n')
                sources += [{'id': f's{number}', 'title': 'A text'} | ({'language': language} if language else {})]
                record, supports = partnership(number, claim)
                record['evidence'] = [{'source': f's{number}', 'supports': supports, 'quote': quote or text}]
                records += [record]
            facts = {'facts': 1, 'sources': sources, 'partnerships': records}
            (folder / 'facts.json').write_text(json.dumps(facts))
            done = accord('check', 'facts.json', '--sources', 'texts', '--format', 'json', cwd=folder)
            return json.loads(done.stdout)['claims']

    def test_every_case(self):
        cases = [json.loads(line) for line in CASES.read_text().splitlines()]
        wrong = []
        for case, claim in zip(cases, self.verdicts(cases), strict=True):
            is_state = case[3] == 'title' or claim['state'] == 'missing'
            got = claim['state'] if is_state else claim.get('number')
            if got != case[4]:
                wrong += [f'{json.dumps(case, ensure_ascii=False)}: {got} ({claim["state"]}, {claim.get("against")})']
        self.assertEqual(wrong, [], '\n' + '\n'.join(wrong))

    def test_a_number_that_passes_is_never_a_wrong_one(self):
        """The same texts bear no claim that is ten times as much, nor one that is a thousand times as much."""
        cases = [json.loads(line) for line in CASES.read_text().splitlines()]
        plain = [case for case in cases if case[4] == 'found' and re.match(r'(q:)?[1-9]', case[3])]
        for factor in ('0', '000'):
            larger = [case[:3] + [re.sub(r'^(q:)?(\d+)', r'\g<1>\g<2>' + factor, case[3]), 'absent'] for case in plain]
            found = [case for case, claim in zip(larger, self.verdicts(larger), strict=True)
                     if claim.get('number') == 'found']
            self.assertEqual(found, [])


if __name__ == '__main__':
    unittest.main()
