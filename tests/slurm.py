"""A Slurm of Debian's packages for the time of a test: a controller and several nodes on the loopback, each a slurmd of its
own, in a folder of their own; nothing of it is reached from outside."""
import os
import pathlib
import pwd
import shutil
import socket
import subprocess
import tempfile
import time

PROGRAMS = ('munged', 'slurmctld', 'slurmd', 'sbatch', 'sinfo', 'squeue')


def program(name):
    """Daemons stand in /usr/sbin, which is not on everybody's PATH."""
    return shutil.which(name, path=os.environ.get('PATH', '') + ':/usr/sbin')


def missing():
    """The first program that is not installed, or None."""
    return next((name for name in PROGRAMS if not program(name)), None)


def free_ports(count):
    sockets = [socket.socket() for _ in range(count)]
    for each in sockets:
        each.bind(('127.0.0.1', 0))
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports


CONFIGURATION = '''
ClusterName=accord
SlurmctldHost={host}(127.0.0.1)
SlurmUser={user}
SlurmdUser={user}
SlurmctldPort={control}
CommunicationParameters=NoInAddrAny,NoCtldInAddrAny
AuthType=auth/munge
AuthInfo=socket={folder}/munge.socket
CredType=cred/munge
MpiDefault=none
ProctrackType=proctrack/pgid
TaskPlugin=task/none
SwitchType=switch/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
JobCompType=jobcomp/none
SlurmdParameters=config_overrides
ReturnToService=2
SchedulerParameters=sched_interval=1,batch_sched_delay=0,sched_min_interval=0
MinJobAge=300
StateSaveLocation={folder}/state
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdSpoolDir={folder}/spool.%n
SlurmdPidFile={folder}/slurmd.%n.pid
{nodes}
PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP
'''


class Slurm:
    """with Slurm(nodes=3) as cluster: cluster.batch(script) runs a job and waits for it."""

    def __init__(self, nodes=3):
        self.count = nodes
        self.processes = []

    def __enter__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix='accord-slurm-'))
        try:
            self.start()
        except BaseException:
            self.stop()
            raise
        return self

    def start(self):
        for name in ('state', *(f'spool.n{i}' for i in range(self.count))):
            (self.folder / name).mkdir()
        control, *ports = free_ports(self.count + 1)
        host = socket.gethostname().split('.')[0]
        nodes = '\n'.join(f'NodeName=n{i} NodeHostname={host} NodeAddr=127.0.0.1 Port={port} CPUs=1 State=UNKNOWN'
                          for i, port in enumerate(ports))
        self.configuration = self.folder / 'slurm.conf'
        self.configuration.write_text(CONFIGURATION.format(folder=self.folder, host=host, control=control, nodes=nodes,
                                                           user=pwd.getpwuid(os.getuid()).pw_name))
        self.environment = {**os.environ, 'SLURM_CONF': str(self.configuration)}
        self.start_munge()
        self.daemon('slurmctld', '-D', '-c', '-f', self.configuration)
        for i in range(self.count):
            self.daemon('slurmd', '-D', '-N', f'n{i}', '-f', self.configuration, log=f'slurmd.n{i}')
        self.wait_for_nodes()

    def start_munge(self):
        key = self.folder / 'munge.key'
        key.write_bytes(os.urandom(128))
        key.chmod(0o400)
        self.daemon('munged', '--foreground', '--force', '--num-threads=2', f'--key-file={key}',
                    f'--socket={self.folder}/munge.socket', f'--pid-file={self.folder}/munged.pid',
                    f'--seed-file={self.folder}/munge.seed', f'--log-file={self.folder}/munge.own.log')
        self.wait('munged', lambda: (self.folder / 'munge.socket').exists())

    def daemon(self, name, *arguments, log=None):
        with open(self.folder / f'{log or name}.log', 'w', encoding='utf-8') as output:
            self.processes.append(subprocess.Popen([program(name), *map(str, arguments)], env=self.environment, stdout=output,
                                                   stderr=output, stdin=subprocess.DEVNULL))

    def logs(self):
        return '\n'.join(f'{path.name}: {path.read_text(errors="replace")[-2000:]}' for path in self.folder.glob('*.log'))

    def wait(self, what, done, seconds=60):
        for _ in range(seconds * 10):
            if done():
                return
            time.sleep(0.1)
        raise AssertionError(f'{what} did not come up\n{self.logs()}')

    def ask(self, *command):
        return subprocess.run([program(command[0]), *map(str, command[1:])], env=self.environment, capture_output=True,
                              text=True, timeout=300, check=False)

    def wait_for_nodes(self):
        self.wait('the nodes', lambda: self.ask('sinfo', '-h', '-N', '-o', '%T').stdout.split() == ['idle'] * self.count)

    def batch(self, script, *options, environment=None):
        """sbatch --wait; the finished process of sbatch, whose status is the worst of the tasks."""
        path = self.folder / 'job.sh'
        path.write_text(script)
        return subprocess.run([program('sbatch'), '--wait', '--parsable', *map(str, options), str(path)],
                              env={**self.environment, **(environment or {})}, capture_output=True, text=True, timeout=300,
                              cwd=self.folder, check=False)

    def stop(self):
        for process in reversed(self.processes):
            process.terminate()
        for process in reversed(self.processes):
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def __exit__(self, *failure):
        self.stop()
