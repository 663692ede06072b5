"""Manual pages are free of errors and warnings of mandoc."""
import shutil
import subprocess

import tree

if not shutil.which("mandoc"):
    tree.skip("mandoc is not installed")
pages = tree.files("docs", suffixes=(".1", ".5", ".7"))
if not pages:
    tree.skip("there are no manual pages")
result = subprocess.run(
    ["mandoc", "-T", "lint", "-W", "warning", *map(str, pages)], capture_output=True, text=True
)
problems = (result.stdout + result.stderr).splitlines()
if result.returncode and not problems:
    problems = [f"mandoc ended with {result.returncode}"]
tree.finish(problems, len(pages))
