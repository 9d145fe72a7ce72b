"""The figures as a table in Markdown, with the conditions they hold under."""

import os
import re
import statistics
import subprocess
from pathlib import Path

from contenders import ROOT, TORCH

SECONDS = [
    ("start", "process start to first answer"),
    ("prelude", "imports: the course's prelude, `import torch`"),
    ("first", "first tensor cell: 256 × 256 random numbers, their sum"),
    ("to first tensor", "**from start to the first tensor on the page**"),
    ("later", "median later tensor cell (random, matmul, backward, print …)"),
    ("model", "a model: `derive(Module)`, `nn.Module`"),
    ("training", "training loop: 100 steps of a small network, with SGD"),
    ("error", "an error: type error, syntax error"),
    ("cell 1", "a small cell, the first of {long}"),
    ("cell 100", "the same cell, the last of {long}"),
    ("interrupt", "interrupt of a training loop to its end"),
    ("restart", "restart to first answer"),
    ("cold start", "cold page cache: process start to first answer"),
    ("cold tensor", "cold page cache: from start to the first tensor"),
]


# Not measured.
NONE = "–"


def section(found, missing, rounds, long):
    ours, *peers = found
    heads = ["", ours] + [head for peer in peers for head in (peer, "ratio")]
    rows = [heads, ["---"] + ["---:"] * (len(heads) - 1)]
    for key, words in SECONDS:
        if not any(key in measured for measured in found[ours]):
            continue
        rows.append(row(found, key, words.format(long=long), lambda value: f"{seconds(value)}"))
    rows.append(row(found, "memory", "memory after the cells, of all processes", lambda value: f"{value:.0f} MB"))
    kept = ["variables after an interrupt"] + [whether_kept(found[ours])]
    for peer in peers:
        kept += [whether_kept(found[peer]), ""]
    rows.append(kept)
    table = "\n".join("| " + " | ".join(cells) + " |" for cells in rows)
    notes = "".join(f"\nNot measured: {line}" for line in missing)
    return f"{conditions(rounds)}\n\n{table}\n{notes}"


def row(found, key, words, write):
    """Ratios say how many times as long a peer takes; in bold where we win."""
    ours, *peers = (median([r[key] for r in rounds if key in r]) for rounds in found.values())
    cells = [words, write(ours) if ours else NONE]
    for peer in peers:
        if not (ours and peer):
            cells += [write(peer) if peer else NONE, ""]
            continue
        ratio = peer / ours
        cells += [write(peer), f"**{ratio:.1f}×**" if ratio > 1 else f"{ratio:.2f}×"]
    return cells


def median(values):
    return statistics.median(values) if values else None


def whether_kept(rounds):
    known = [measured["kept"] for measured in rounds if "kept" in measured]
    return ("kept" if all(known) else "lost") if known else NONE


def seconds(value):
    return f"{value:.2f} s" if value >= 1 else f"{value * 1000:.0f} ms"


def conditions(rounds):
    cpu = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
    load = os.getloadavg()[1]
    return (
        f"Medians of {rounds} rounds in turns, text to result as Jupyter's own client sees it: request sent to reply and idle status. "
        f"{os.cpu_count()} cores ({cpu[1] if cpu else 'unknown'}), load of the last 5 minutes {load:.1f}. "
        f"{version(['rustc', '--version'])}; {torch()}. A ratio above 1 says how many times as long the peer takes."
    )


def torch():
    if not TORCH.is_file():
        return "no PyTorch"
    script = "import sys, torch, ipykernel; print(f'Python {sys.version.split()[0]}, PyTorch {torch.__version__}, ipykernel {ipykernel.__version__}')"
    return version([str(TORCH), "-c", script])


def version(command):
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True).stdout.strip() or "unknown"
