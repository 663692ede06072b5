"""How long `accord watch` takes from a file written to the report renamed into its place: medians of several changes.

  python3 tests/bench/watch.py [--program build/release/accord] [--runs 11] [NAME...]

Each case changes one file: the layout (a text in it), the theme or the facts. Milliseconds; "made" is what the program
says that the work itself took, "cpu" what it used of processors. Machines are noisy: compare figures of one run only, as ratios.
"""
import argparse
import os
import pathlib
import re
import shutil
import statistics
import subprocess
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
PATIENCE = 30  # seconds for a report that does not come


def starter(program, folder):
    """The project of `accord init`."""
    subprocess.run([program, 'init', '-q', folder / 'starter'], check=True)
    return folder / 'starter/layout.json'


def shipped(name):
    def copy(program, folder):
        shutil.copytree(ROOT / 'layouts', folder / 'layouts', dirs_exist_ok=True)
        shutil.copytree(ROOT / 'data', folder / 'data', dirs_exist_ok=True)
        return folder / 'layouts' / name
    return copy


def touch(path):
    """A change that is none to the report, as JSON may end in blanks."""
    path.write_bytes(path.read_bytes() + b'\n')


CASES = {
    'starter': (starter, lambda layout: layout),
    'one-page': (shipped('one-page.json'), lambda layout: layout),
    'briefing': (shipped('briefing.json'), lambda layout: layout),
    'briefing-theme': (shipped('briefing.json'), lambda layout: layout.parent / 'themes/slate.json'),
    'briefing-facts': (shipped('briefing.json'), lambda layout: sorted((layout.parent / '../data/facts').resolve().glob('*.jsonl'))[0]),
}


def wait_until(condition):
    end = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > end:
            raise SystemExit('the report did not come')
        time.sleep(0.0005)


def state(path):
    try:
        return os.stat(path).st_ino
    except FileNotFoundError:
        return None


def processor_ms(process):
    """What the process has used so far."""
    fields = pathlib.Path(f'/proc/{process.pid}/stat').read_text().rsplit(')', 1)[1].split()
    return (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf('SC_CLK_TCK')


def watch(program, name, runs):
    """Milliseconds from write to rename, as told, and of processor, of each change but the first."""
    prepare, chosen = CASES[name]
    with tempfile.TemporaryDirectory() as folder, open(pathlib.Path(folder) / 'log', 'w+') as log:
        layout = prepare(program, pathlib.Path(folder))
        output, file = pathlib.Path(folder) / 'out.pdf', chosen(layout)
        process = subprocess.Popen([program, 'watch', layout, '-o', output], stderr=log)
        try:
            wait_until(output.exists)
            times, used = [], 0
            for number in range(runs + 1):
                time.sleep(0.25)  # it goes back to waiting
                if number == 1:
                    used = processor_ms(process)
                before, start = state(output), time.perf_counter()
                touch(file)
                wait_until(lambda: state(output) not in (None, before))
                times.append((time.perf_counter() - start) * 1000)
            time.sleep(0.1)
            used = (processor_ms(process) - used) / runs
        finally:
            process.terminate()
            process.wait()
        told = [int(n) for n in re.findall(r'made in (\d+) ms', pathlib.Path(log.name).read_text())]
        return times[1:], told[2:], used


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--program', default=ROOT / 'build/release/accord')
    parser.add_argument('--runs', type=int, default=11)
    parser.add_argument('names', nargs='*')
    options = parser.parse_args()
    print(f'{"case":16} {"median ms":>10} {"slowest":>9} {"made":>7} {"cpu":>7}   {options.runs} changes each')
    for name in options.names or CASES:
        times, told, used = watch(str(options.program), name, options.runs)
        print(f'{name:16} {statistics.median(times):10.1f} {max(times):9.1f} {statistics.median(told):7.1f} {used:7.1f}')


if __name__ == '__main__':
    main()
