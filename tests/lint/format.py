"""Sources are as clang-format leaves them (.clang-format)."""
import collections
import shutil
import subprocess
import sys

import tree

if not shutil.which("clang-format"):
    tree.skip("clang-format is not installed")
sources = [str(path) for path in tree.files("src", "tests")]
result = subprocess.run(
    ["clang-format", "--dry-run", "-Werror", *sources], capture_output=True, text=True
)
places = [line for line in result.stderr.splitlines() if "error:" in line]
counts = collections.Counter(line.split(":")[0] for line in places)
problems = [f"{path}: {count} places; run clang-format -i {path}" for path, count in counts.items()]
if result.returncode and not problems:
    sys.exit(result.stderr)
tree.finish(problems, len(sources))
