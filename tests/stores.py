"""Stores to test: the same cases on a file of SQLite and on a PostgreSQL, and how many ran on which."""
import collections
import json
import pathlib
import sqlite3
import sys
import tempfile
import unittest

import postgres
from program import accord

SOURCE = {'record': 'source', 'id': 's', 'title': 'A source', 'published': '2025-01-02'}


def fact(number, **members):
    return {'record': 'partnership', 'id': f'f{number}', 'title': f'Fact {number}', 'year': 2000 + number % 25,
            'parties': ['Pakistan', 'China'], 'sector': 'Steel',
            'evidence': [{'source': 's', 'locator': str(number)}], **members}


def lines(*records):
    return ''.join(json.dumps(record, ensure_ascii=False) + '\n' for record in records)


class StoreCase(unittest.TestCase):
    """Each test has a folder and a store of its own."""

    engine = 'SQLite'
    server = None  # of all tests of a module; None: PostgreSQL is not installed
    ran = collections.Counter()

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.store = self.new_store()
        StoreCase.ran[self.engine] += 1

    def new_store(self):
        if self.engine == 'SQLite':
            return str(self.folder / 'facts.db')
        address = self.server.address()
        self.database = f'store{self.server.databases}'
        return address

    def write(self, *records, name='facts.jsonl'):
        path = self.folder / name
        path.write_text(lines(SOURCE, *records))
        return path

    def add(self, *arguments, code=0):
        done = accord('facts', 'add', *arguments, '--store', self.store, '--format', 'json')
        self.assertEqual(done.returncode, code, done.stderr)
        return json.loads(done.stdout)[0] if code == 0 else done.stderr

    def inside(self, statement):
        """What a statement of the engine's own gives, rows as tuples of text."""
        if self.engine == 'SQLite':
            with sqlite3.connect(self.store) as store:
                return [tuple(map(str, row)) for row in store.execute(statement)]
        text = self.server.sql(f'SET search_path = accord; {statement}', self.database)
        return [tuple(line.split('|', 2)) for line in text.splitlines()]

    def counts(self, *arguments):
        got = self.add(*arguments)
        return got['new'], got['changed'], got['unchanged'], got['withdrawn']

    def sql(self, query):
        done = accord('facts', 'sql', query, '--store', self.store, '--format', 'json')
        self.assertEqual(done.returncode, 0, done.stderr)
        return json.loads(done.stdout)

    def fails(self, *arguments, code=6):
        done = accord(*arguments)
        self.assertEqual(done.returncode, code, done.stderr)
        return done.stderr


def on_postgres(case):
    """A class of cases for PostgreSQL alone."""
    case.engine = 'PostgreSQL'
    return postgres.needed(case)


def on_both(case):
    """The class of cases, and the same on PostgreSQL as PostgresNAME beside it."""
    again = type(f'Postgres{case.__name__}', (case,), {'__doc__': 'The same on a server.', '__module__': case.__module__})
    setattr(sys.modules[case.__module__], again.__name__, on_postgres(again))
    return case


def tell_counts():
    missing = '' if StoreCase.server else ', which is not installed: its cases were SKIPPED'
    print(', '.join(f'{StoreCase.ran[engine]} cases on {engine}' for engine in ('SQLite', 'PostgreSQL')) + missing,
          file=sys.stderr, flush=True)


def start():
    """For setUpModule: the server of its tests. How many cases ran on which engine is told at the end."""
    StoreCase.server = postgres.for_module()
    unittest.addModuleCleanup(tell_counts)
    return StoreCase.server
