"""Facts in PostgreSQL: every shipped layout as from a file, merged facts, TLS and passwords, and a server that stops,
is slow or full."""
import json
import os
import pathlib
import signal
import socket
import subprocess
import tempfile
import time
import unittest

import postgres
from program import ACCORD, ROOT, accord, tool

SERVER = None
SOURCE = {'record': 'source', 'id': 's', 'title': 'A source', 'published': '2025-01-02'}
DAY = '2025-11-20'
LAYOUT = {'layout': 1, 'title': 'T', 'body': [{'block': 'table', 'data': 'partnerships', 'columns': ['title', 'parties']}]}


def setUpModule():
    global SERVER
    SERVER = postgres.for_module()
    if not SERVER:
        raise unittest.SkipTest('PostgreSQL is not installed')


def fact(number, **members):
    return {'record': 'partnership', 'id': f'f{number}', 'title': f'Fact {number}', 'year': 2000 + number % 25,
            'parties': ['Pakistan', 'China'], 'sector': 'Steel', 'evidence': [{'source': 's', 'locator': str(number)}],
            **members}


class Case(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def write(self, *records, name='facts.jsonl'):
        path = self.folder / name
        path.write_text(''.join(json.dumps(record) + '\n' for record in (SOURCE, *records)))
        return path

    def add(self, store, *paths, code=0, env=None):
        done = accord('facts', 'add', *paths, '--store', store, env=env)
        self.assertEqual(done.returncode, code, done.stderr)
        return done.stderr

    def sql(self, store, query):
        done = accord('facts', 'sql', query, '--store', store, '--format', 'json')
        self.assertEqual(done.returncode, 0, done.stderr)
        return json.loads(done.stdout)


class Same(Case):
    """Reports and commands say the same on both engines."""

    def setUp(self):
        super().setUp()
        self.stores = [SERVER.address(), str(self.folder / 'facts.db')]
        for store in self.stores:
            self.add(store, ROOT / 'data/facts', '--as-of', DAY)

    def both(self, *arguments, code=0):
        said = []
        for store in self.stores:
            done = accord(*arguments, '--store', store)
            self.assertEqual(done.returncode, code, f'{arguments} {store}: {done.stderr}')
            said.append(done.stdout)
        self.assertEqual(said[0], said[1], arguments)
        return said[0]

    def test_every_shipped_layout_makes_the_same_bytes(self):
        layouts = sorted((ROOT / 'layouts').glob('*.json'))
        self.assertGreater(len(layouts), 8)
        out = self.folder / 'out.pdf'
        for layout in layouts:
            made = []
            for store in self.stores:
                done = accord('render', layout, '--store', store, '--as-of', DAY, '-o', out)
                self.assertEqual(done.returncode, 0, f'{layout.name}: {done.stderr}')
                made.append(out.read_bytes())
            self.assertEqual(made[0], made[1], layout.name)

    def test_every_command_in_every_format(self):
        record = 'pk-ru-steel-mills'
        for arguments in (['list'], ['list', '--sector', 'energy', '--year', '2000-2010'],
                          ['list', '--partner', 'China', '--search', 'Railway'], ['list', '--status', 'Signed'],
                          ['show', record], ['export'],
                          ['sql', 'SELECT sector, count(*) AS n, sum(amount_usd) AS usd FROM partnerships'
                                  ' WHERE counted = 1 AND basis_usd = \'committed\' GROUP BY sector ORDER BY sector']):
            for form in ('json', 'csv') if arguments[0] == 'export' else ('table', 'json', 'csv'):
                with self.subTest(arguments, form=form):
                    self.assertTrue(self.both('facts', *arguments, '--format', form))


class Explained(Case):
    """What SQL counts is found out by asking again, in the words of both engines."""

    def test_key_figures_of_sql_are_made_of_the_same_facts(self):
        server, file = SERVER.address(), str(self.folder / 'facts.db')
        facts = [fact(number, status='signed' if number % 3 else 'completed', amount_usd=str(number)) for number in range(1, 31)]
        layout = self.folder / 'layout.json'
        layout.write_text(json.dumps({'layout': 1, 'title': 'T', 'data': {'n': {'sql':
            "SELECT count(*) FILTER (WHERE status_code = 'completed') AS done, max(year) AS latest, "
            "sum(CASE WHEN year > 2010 THEN amount_usd END) AS usd, "
            "1.0 * sum(CASE WHEN year > 2020 THEN 1 ELSE 0 END) / count(*) AS share FROM partnerships WHERE year > 2005"}},
            'body': [{'block': 'kpis', 'items': [{'label': name, 'value': f'{{{{n.{name}}}}}'} for name in
                                                 ('done', 'latest', 'usd', 'share')]}]}))
        for store in (server, file):
            self.add(store, self.write(*facts))
        for item in ('done', 'latest', 'usd', 'share'):
            answers = []
            for store in (server, file):
                done = accord('explain', layout, f'kpi:{item}', '--store', store, '--format', 'json', '--limit', '0')
                self.assertEqual(done.returncode, 0, done.stderr)
                answers.append(json.loads(done.stdout))
            self.assertEqual(answers[0], answers[1], item)
            if item == 'done':
                ids = {row['id'] for row in answers[0]['facts']}
                self.assertEqual(ids, {f'f{number}' for number in range(1, 31) if number % 3 == 0 and 2000 + number % 25 > 2005})


class Merged(Case):
    """One partnership once, also on a server."""

    def test_merges_and_conflicts(self):
        first = fact(1, status='discussed', amount_usd='100')
        second = fact(1, status='signed', amount_usd='120', evidence=[{'source': 's', 'locator': 'x'}])
        third = fact(2, same_as=['f1'], title='The same mill')
        paths = [self.write(record, name=f'{n}.jsonl') for n, record in enumerate((first, second, third))]
        server, file = SERVER.address(), str(self.folder / 'facts.db')
        answers = []
        for store in (server, file):
            self.add(store, *paths)
            answers.append([self.sql(store, 'SELECT id, status, amount_usd, title FROM partnerships ORDER BY id'),
                            self.sql(store, 'SELECT id, position, member, title, rule, score, source, record FROM merges'
                                            ' ORDER BY id, position'),
                            self.sql(store, 'SELECT id, position, field, chosen, other, chosen_source, other_source, rule'
                                            ' FROM conflicts ORDER BY id, position')])
        self.assertEqual(answers[0], answers[1])
        self.assertEqual([row['id'] for row in answers[0][0]], ['f1'])
        self.assertEqual(len(answers[0][1]), 3)
        self.assertIn('/status', [row['field'] for row in answers[0][2]])
        self.add(server, *paths)
        self.assertEqual(len(self.sql(server, 'SELECT member FROM merges')), 3)

    def test_what_is_alike_and_taken_apart(self):
        alike = [fact(n, id=name, title='Modernisation of the steel mill at Karachi', date='2025-07-08', year=None)
                 for n, name in enumerate(('one', 'two'))]
        for record in alike:
            del record['year']
        paths = [self.write(record, name=f'{n}.jsonl') for n, record in enumerate(alike)]
        store = SERVER.address()
        done = accord('facts', 'add', *paths, '--merge-rule', 'similar', '--store', store)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(len(self.sql(store, 'SELECT id FROM partnerships')), 1)
        done = accord('facts', 'add', *paths, '--no-merge', '--store', store)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(len(self.sql(store, 'SELECT id FROM partnerships')), 2)
        self.assertEqual(self.sql(store, 'SELECT member FROM merges'), [])


class Commands(Case):
    """Each command over facts says the same of a server as of a file."""

    def test_they_say_the_same(self):
        path = self.write(*(fact(n, title=f'Fact {n} of 上海', summary='A railway' if n % 2 else 'A port', amount_usd=n)
                            for n in range(30)))
        (self.folder / 'layout.json').write_text(json.dumps({**LAYOUT, 'body': [{'block': 'kpis', 'items': [
            {'label': 'Dollars', 'value': {'data': 'partnerships', 'aggregate': 'sum', 'field': 'amount_usd'}}]}]}))
        commands = [('facts', 'list'), ('facts', 'list', '--sector', 'steel', '--year', '2003-2010', '--format', 'json'),
                    ('facts', 'list', '--partner', 'China', '--search', 'RAILWAY', '--status', 'signed'),
                    ('facts', 'list', '--search', '上海 a port', '--format', 'csv'), ('facts', 'show', 'f7'),
                    ('facts', 'schema'), ('facts', 'export'), ('explain', self.folder / 'layout.json', '--item', 'kpi:dollars'),
                    ('facts', 'sql', 'SELECT :a IS NULL AS nothing, count(*) AS n FROM partnerships', '--param', 'a=x')]
        said = {}
        for store in (str(self.folder / 'facts.db'), SERVER.address()):
            self.add(store, path)
            said[store] = []
            for command in commands:
                done = accord(*command, '--store', store)
                said[store].append((command, done.returncode, done.stdout.replace(store, 'STORE'),
                                    done.stderr.replace(store, 'STORE')))
        file, server = said.values()
        for one, other in zip(file, server):
            with self.subTest(one[0]):
                self.assertEqual(one, other)

    def test_a_parameter_without_a_type_ends_no_rows(self):
        self.add(SERVER.address(), self.write(*(fact(n) for n in range(30))))
        store = f'postgresql:///store{SERVER.databases}?host={SERVER.folder}&port={SERVER.port}&user=accord'
        layout = {**LAYOUT, 'params': {'word': {'type': 'string', 'default': 'x'}},
                  'data': {'d': {'sql': 'SELECT id, :word AS word, :word IS NULL AS nothing FROM partnerships'}},
                  'body': [{'block': 'table', 'data': 'd', 'columns': ['id', 'word']}]}
        (self.folder / 'layout.json').write_text(json.dumps(layout))
        done = accord('render', 'layout.json', '--store', store, '-o', 'out.pdf', cwd=self.folder)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(tool('pdftotext', '-layout', self.folder / 'out.pdf', '-').count('x\n'), 30)


class Accounts(Case):
    """What an account may not do is said, with who can help; and what it may is enough."""

    def setUp(self):
        super().setUp()
        self.store = SERVER.address()
        self.database = f'store{SERVER.databases}'
        self.other = self.store.replace('user=accord', 'user=other')
        SERVER.sql('DROP ROLE IF EXISTS other; CREATE ROLE other LOGIN')
        self.addCleanup(SERVER.sql, 'DROP OWNED BY other; DROP ROLE IF EXISTS other', self.database)
        self.add(self.store, self.write(fact(1)))
        (self.folder / 'layout.json').write_text(json.dumps(LAYOUT))

    def grant(self, rights):
        SERVER.sql(f'GRANT USAGE ON SCHEMA accord TO other; GRANT {rights} ON ALL TABLES IN SCHEMA accord TO other', self.database)

    def test_one_who_only_reads_makes_every_report(self):
        self.grant('SELECT')
        done = accord('render', 'layout.json', '--store', self.other, '-o', 'report.pdf', cwd=self.folder)
        self.assertEqual(done.returncode, 0, done.stderr)
        for command in (('facts', 'list'), ('facts', 'show', 'f1'), ('facts', 'export'),
                        ('explain', 'layout.json', '--item', 'table:1')):
            done = accord(*command, '--store', self.other, cwd=self.folder)
            self.assertNotIn('denied', done.stderr)
        message = self.add(self.other, self.write(fact(2)), code=6)
        self.assertIn('permission denied', message)
        self.assertIn('readers need USAGE on the schema "accord" and SELECT on its tables', message)
        self.assertNotIn('see whether the server runs', message)

    def test_one_who_may_write_rows_needs_no_right_to_make_the_schema(self):
        self.grant('SELECT, INSERT, UPDATE, DELETE')
        SERVER.sql(f'REVOKE CREATE ON DATABASE {self.database} FROM other, PUBLIC', self.database)
        self.add(self.other, self.write(fact(1, title='Changed'), fact(2)))
        self.assertEqual([row['title'] for row in self.sql(self.other, 'SELECT title FROM partnerships ORDER BY id')],
                         ['Changed', 'Fact 2'])

    def test_one_who_may_not_make_a_store(self):
        empty = SERVER.address()
        SERVER.sql(f'REVOKE CREATE ON DATABASE store{SERVER.databases} FROM PUBLIC')
        message = self.add(empty.replace('user=accord', 'user=other'), self.write(fact(2)), code=6)
        self.assertIn('permission denied for database', message)
        self.assertIn('CREATE on the database', message)

    def test_one_who_may_not_see_the_schema(self):
        done = accord('facts', 'sql', 'SELECT 1 AS n', '--store', self.other)
        self.assertEqual(done.returncode, 6)
        self.assertIn('the owner says: GRANT USAGE ON SCHEMA accord TO other', done.stderr)

    def test_search_paths_of_others_lead_nowhere_else(self):
        SERVER.sql('CREATE SCHEMA trap; CREATE TABLE trap.fact_rows(x int); CREATE VIEW public.partnerships AS SELECT 1 AS x;'
                   f'ALTER ROLE other SET search_path = trap, public; ALTER DATABASE {self.database} SET search_path = trap, public',
                   self.database)
        self.grant('SELECT, INSERT, UPDATE, DELETE')
        self.add(self.other, self.write(fact(1), fact(3)))
        self.assertEqual([row['id'] for row in self.sql(self.other, 'SELECT id FROM partnerships ORDER BY id')], ['f1', 'f3'])

    def test_a_newer_version(self):
        SERVER.sql("INSERT INTO accord.migrations VALUES(999, '9.9')", self.database)
        for done in (accord('facts', 'sql', 'SELECT 1 AS n', '--store', self.store),
                     accord('facts', 'add', self.write(fact(2)), '--store', self.store),
                     accord('render', 'layout.json', '--store', self.store, '-o', 'report.pdf', cwd=self.folder)):
            self.assertEqual(done.returncode, 6)
            self.assertIn('version 999 (made by Accord 9.9)', done.stderr)
            self.assertNotIn('see whether the server runs', done.stderr)


class Refused(Case):
    """What helps is said of each."""

    def test_a_database_that_is_not_there(self):
        message = self.add(SERVER.address('nowhere'), self.write(fact(1)), code=6)
        self.assertIn('database "nowhere" does not exist', message)
        self.assertIn('createdb makes one', message)

    def test_a_time_limit_of_the_account(self):
        store = SERVER.address()
        self.add(store, self.write(fact(1)))
        SERVER.sql('DROP ROLE IF EXISTS hasty; CREATE ROLE hasty LOGIN SUPERUSER')
        SERVER.sql('ALTER ROLE hasty SET statement_timeout = 1')
        message = self.add(store.replace('user=accord', 'user=hasty'),
                           self.write(*(fact(number, summary='x' * 2000) for number in range(4000))), code=6)
        self.assertIn('canceling statement due to statement timeout', message)
        self.assertIn('statement_timeout = 0 lifts it', message)
        self.assertNotIn(' seconds', message)


class Encodings(Case):
    def test_a_database_that_does_not_hold_all_texts(self):
        for encoding in ('SQL_ASCII', 'LATIN1', 'EUC_JP'):
            with self.subTest(encoding):
                name = f'in_{encoding.lower()}'
                SERVER.sql(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING '{encoding}' LC_COLLATE 'C' LC_CTYPE 'C'")
                message = self.add(SERVER.address(name), self.write(fact(1)), code=6)
                self.assertIn(f'the database has the encoding {encoding}', message)
                self.assertIn("ENCODING 'UTF8'", message)
                self.assertNotIn('see whether the server runs', message)


def free_port():
    with socket.socket() as found:
        found.bind(('127.0.0.1', 0))
        return found.getsockname()[1]


class Secured(Case):
    """TLS and passwords, as libpq does them."""

    @classmethod
    def setUpClass(cls):
        holder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(holder.cleanup)
        folder = pathlib.Path(holder.name)
        folder.chmod(0o755)
        for name in ('server', 'other'):
            tool('openssl', 'req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=localhost',
                 '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1', '-keyout', folder / f'{name}.key', '-out',
                 folder / f'{name}.crt')
        (folder / 'server.key').chmod(0o600)
        (folder / 'hba').write_text('local all all trust\nhostssl all all 127.0.0.1/32 scram-sha-256\n')
        if os.getuid() == 0:
            for name in ('server.key', 'server.crt', 'hba'):
                os.chown(folder / name, postgres.NOBODY, postgres.NOBODY)
        cls.folder_of_keys, cls.port = folder, free_port()
        cls.server = postgres.start(cls.addClassCleanup, 'listen_addresses=127.0.0.1', 'ssl=on',
                                    f'ssl_cert_file={folder}/server.crt', f'ssl_key_file={folder}/server.key',
                                    f'hba_file={folder}/hba', port=cls.port)
        cls.server.sql("ALTER ROLE accord PASSWORD 'right secret'")
        cls.server.address()

    def store(self, mode, certificate='server', host='127.0.0.1'):
        return (f'postgresql://accord@{host}:{self.port}/store1?sslmode={mode}'
                f'&sslrootcert={self.folder_of_keys}/{certificate}.crt')

    def test_a_certificate_that_is_known(self):
        self.add(self.store('verify-full'), self.write(fact(1)), env={'PGPASSWORD': 'right secret'})

    def test_a_certificate_that_is_not(self):
        message = self.add(self.store('verify-full', 'other'), self.write(fact(2)), code=6,
                           env={'PGPASSWORD': 'right secret'})
        self.assertIn('certificate verify failed', message)

    def test_a_name_that_is_not_the_certificate_s(self):
        store = self.store('verify-full', host='wrong.example') + '&hostaddr=127.0.0.1'
        message = self.add(store, self.write(fact(2)), code=6, env={'PGPASSWORD': 'right secret'})
        self.assertIn('does not match host name', message)

    def test_no_tls(self):
        message = self.add(self.store('disable'), self.write(fact(2)), code=6, env={'PGPASSWORD': 'right secret'})
        self.assertIn('no encryption', message)

    def test_a_wrong_password(self):
        message = self.add(self.store('require', 'server'), self.write(fact(2)), code=6,
                           env={'PGPASSWORD': 'wrong secret'})
        self.assertIn('password authentication failed', message)
        self.assertNotIn('wrong secret', message)
        message = self.add(self.store('require', 'server'), self.write(fact(2)), code=6, env={'PGPASSWORD': ''})
        self.assertIn('no password supplied', message)
        self.assertIn('the password is that of the address, of PGPASSWORD or of ~/.pgpass', message)


class Stopping(Case):
    """A server that goes away in the middle, is busy, or full."""

    def setUp(self):
        super().setUp()
        self.server = postgres.start(self.addCleanup)
        self.store = self.server.address()
        self.add(self.store, self.write(fact(1)))
        (self.folder / 'layout.json').write_text(json.dumps(LAYOUT))

    def wait_for(self, condition):
        for _ in range(600):
            if self.server.sql(f"SELECT count(*) FROM pg_stat_activity WHERE application_name = 'accord' AND {condition}") != '0':
                return
            time.sleep(0.02)
        self.fail(f'never: {condition}')

    def hold(self, table):
        """Nobody else reads the table from now on."""
        holder = subprocess.Popen([postgres.binaries() / 'psql', '-h', self.server.folder, '-U', 'accord', '-d', 'store1',
                                   '-XAtq'], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                  text=True)
        self.addCleanup(lambda: (holder.kill(), holder.wait(), holder.stdin.close()))
        holder.stdin.write(f'BEGIN; LOCK TABLE accord.{table} IN ACCESS EXCLUSIVE MODE;\n')
        holder.stdin.flush()
        for _ in range(400):
            if self.server.sql("SELECT count(*) FROM pg_locks WHERE mode = 'AccessExclusiveLock' AND granted") != '0':
                return
            time.sleep(0.02)

    def start(self, *arguments):
        return subprocess.Popen([ACCORD, *map(str, arguments)], stderr=subprocess.PIPE, stdout=subprocess.DEVNULL,
                                text=True, cwd=self.folder)

    def test_it_stops_while_facts_are_added(self):
        self.hold('party_rows')
        process = self.start('facts', 'add', self.write(fact(2), name='more.jsonl'), '--store', self.store)
        self.wait_for("wait_event_type = 'Lock'")
        self.server.stop(signal.SIGQUIT)
        message = process.communicate()[1]
        self.assertEqual(process.returncode, 6, message)
        self.assertIn('cannot be filled', message)
        self.server.start()
        self.assertEqual([row['id'] for row in self.sql(self.store, 'SELECT id FROM partnerships')], ['f1'])
        self.add(self.store, self.folder / 'more.jsonl')

    def test_it_stops_while_a_report_is_made(self):
        output = self.folder / 'report.pdf'
        output.write_text('of yesterday')
        self.hold('party_rows')
        process = self.start('render', 'layout.json', '--store', self.store, '-o', output)
        self.wait_for("wait_event_type = 'Lock'")
        self.server.stop(signal.SIGQUIT)
        message = process.communicate()[1]
        self.assertEqual(process.returncode, 6, message)
        self.assertEqual(output.read_text(), 'of yesterday')
        self.assertEqual(sorted(path.name for path in self.folder.iterdir()), ['facts.jsonl', 'layout.json', 'report.pdf'])

    def test_it_stops_while_a_figure_is_explained(self):
        (self.folder / 'layout.json').write_text(json.dumps({**LAYOUT, 'body': [{'block': 'kpis', 'items': [
            {'label': 'Dollars', 'value': {'data': 'partnerships', 'aggregate': 'sum', 'field': 'amount_usd'}}]}]}))
        self.hold('fact_rows')
        process = self.start('explain', 'layout.json', '--item', 'kpi:dollars', '--store', self.store)
        self.wait_for("wait_event_type = 'Lock'")
        self.server.stop(signal.SIGQUIT)
        message = process.communicate()[1]
        self.assertEqual(process.returncode, 6, message)
        self.assertIn('cannot be read', message)

    def test_it_starts_anew_while_a_layout_is_watched(self):
        layout, output, log = (self.folder / name for name in ('layout.json', 'report.pdf', 'log'))
        with log.open('w') as told:
            process = subprocess.Popen([ACCORD, 'watch', str(layout), '--store', self.store, '-o', str(output)], stdout=told,
                                       stderr=told)
        self.addCleanup(lambda: (process.kill(), process.wait()))

        def wait_until(what):
            for _ in range(600):
                if what():
                    return
                self.assertIsNone(process.poll(), log.read_text())
                time.sleep(0.05)
            self.fail(log.read_text())

        wait_until(output.exists)
        self.server.stop(signal.SIGQUIT)
        before, said = output.read_bytes(), len(log.read_text())
        layout.write_text(json.dumps({**LAYOUT, 'title': 'Another'}))
        wait_until(lambda: 'error' in log.read_text()[said:])
        self.assertEqual(output.read_bytes(), before)
        self.server.start()
        layout.write_text(json.dumps({**LAYOUT, 'title': 'A third'}))
        wait_until(lambda: output.read_bytes() != before)
        self.assertIn('A third', tool('pdfinfo', output))

    def test_it_is_slow(self):
        self.hold('party_rows')
        done = accord('render', self.folder / 'layout.json', '--store', self.store, '-o', self.folder / 'report.pdf')
        self.assertEqual(done.returncode, 3, done.stderr)
        self.assertIn('too-large', done.stderr)
        self.assertFalse((self.folder / 'report.pdf').exists())

    @unittest.skipUnless(os.getuid() == 0, 'only root mounts a small file system')
    def test_its_disk_is_full(self):
        small = self.folder / 'small'
        small.mkdir()
        self.folder.chmod(0o755)
        if subprocess.run(['mount', '-t', 'tmpfs', '-o', f'size=12m,uid={postgres.NOBODY},mode=700', 'tmpfs', small],
                          check=False, capture_output=True).returncode != 0:
            self.skipTest('this machine mounts no file system')
        self.addCleanup(subprocess.run, ['umount', '-l', small], check=False)
        self.server.sql(f"CREATE TABLESPACE small LOCATION '{small}'")
        self.server.sql('CREATE DATABASE full_one TABLESPACE small')
        store = self.server.address('full_one')
        self.add(store, self.folder / 'facts.jsonl')
        many = self.write(*(fact(n, summary=os.urandom(1500).hex()) for n in range(3000)), name='many.jsonl')
        message = self.add(store, many, code=6)
        self.assertIn('No space left on device', message)
        self.assertEqual([row['id'] for row in self.sql(store, 'SELECT id FROM partnerships')], ['f1'])


if __name__ == '__main__':
    unittest.main()
