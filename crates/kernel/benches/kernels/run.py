"""Prints the section of docs/BENCHMARKS.md on kernels: python run.py ROUNDS LONG

In each round each kernel runs the same notebook once, in turns; LONG is the number of cells of the long notebook. At the end
each starts once with an empty page cache.
"""

import os
import queue
import statistics
import sys
import tempfile

ROUNDS, LONG = int(sys.argv[1]), int(sys.argv[2])
SPECS = tempfile.mkdtemp(prefix="noisebook-bench-")
os.environ["JUPYTER_PATH"] = SPECS

import cold  # noqa: E402 (jupyter_client reads the variable above)
import report  # noqa: E402
from contenders import all_contenders  # noqa: E402
from session import Session  # noqa: E402


def notebook(contender, long, found):
    """One session; into `found`: name of the measure to seconds, megabytes or words."""
    with Session(contender) as session:
        session.start()
        found["start"] = session.times["start"]
        for name in ("prelude", "first"):
            found[name] = session.cell(name)
        found["to first tensor"] = found["start"] + found["prelude"] + found["first"]
        found["later"] = statistics.median(session.cell("later", code) for code in session.cells["later"])
        for name in ("model", "training", "error"):
            found[name] = session.cell(name)
        if long:
            times = [session.cell("small") for _ in range(LONG)]
            found["cell 1"] = statistics.median(times[:5])
            found["cell 100"] = statistics.median(times[-5:])
        found["memory"] = session.memory()
        found["interrupt"], found["kept"] = session.interrupt()
        found["restart"] = session.restart()


def main():
    contenders, missing = all_contenders()
    found = {contender.name: [] for contender in contenders}
    for contender in contenders:
        contender.install(SPECS)
    for number in range(ROUNDS):
        for contender in contenders:
            print(f"round {number + 1} of {ROUNDS}: {contender.name}", file=sys.stderr, flush=True)
            measured = {}
            found[contender.name].append(measured)
            try:
                notebook(contender, number == 0, measured)
            except queue.Empty:
                missing.append(f"the rest of {contender.name} in round {number + 1}: a cell did not answer")
    if cold.why_not():
        missing.append(cold.why_not())
    else:
        for contender in contenders:
            found[contender.name][0].update(cold.measure(contender))
    print(report.section(found, missing, ROUNDS, LONG))


main()
