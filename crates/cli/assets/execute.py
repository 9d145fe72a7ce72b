"""Executes a notebook without a browser: python execute.py NOTEBOOK OUT_DIR CELL_SECONDS

Writes OUT_DIR/NAME.ipynb and OUT_DIR/NAME.html. Errors in cells do not stop it: the caller reads them from the result.
Prints one JSON object a line: {"cell": n, "of": m} when a cell begins, and {"ipynb": path, "html": path} at the end.
"""

import json
import os
import sys
import tempfile
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbconvert import HTMLExporter

# On a busy machine the kernel reads the sources of burn for a while before it answers.
STARTUP_SECONDS = 600


def say(**fields):
    print(json.dumps(fields), flush=True)


def write(path, text):
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, delete=False) as file:
        file.write(text)
    os.chmod(file.name, 0o644)
    os.replace(file.name, path)


def execute(source, seconds):
    notebook = nbformat.read(source, as_version=4)
    code = [i for i, cell in enumerate(notebook.cells) if cell.cell_type == "code"]
    client = NotebookClient(
        notebook,
        kernel_name="noisebook",
        timeout=seconds,
        startup_timeout=STARTUP_SECONDS,
        allow_errors=True,
        resources={"metadata": {"path": str(source.parent)}},
        on_cell_start=lambda cell, cell_index: cell_index in code
        and say(cell=code.index(cell_index) + 1, of=len(code)),
    )
    client.execute()
    return notebook


def main():
    source, out, seconds = Path(sys.argv[1]).resolve(), Path(sys.argv[2]), int(sys.argv[3])
    notebook = execute(source, seconds)
    ipynb, html = out / source.name, out / f"{source.stem}.html"
    write(ipynb, nbformat.writes(notebook) + "\n")
    body, _ = HTMLExporter().from_notebook_node(notebook, resources={"metadata": {"name": source.stem}})
    write(html, body)
    say(ipynb=str(ipynb), html=str(html))


main()
