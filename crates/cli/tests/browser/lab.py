"""`noisebook lab` as a student starts it, in a folder of its own."""

import os
import re
import signal
import subprocess
import threading
from pathlib import Path
from urllib.parse import urlsplit

NOISEBOOK = os.environ["NOISEBOOK"]
ROOT = os.environ["NOISEBOOK_ROOT"]
PATIENCE = 300


class Lab:
    """JupyterLab on copies of the notebooks in `folder`."""

    def __init__(self, folder, name="forward"):
        self.folder = Path(folder)
        command = [NOISEBOOK, "--root", ROOT, "lab", name, "--copy", str(folder), "--no-browser"]
        self.process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True)
        self.log = []
        self.listening = threading.Event()
        threading.Thread(target=self._read, daemon=True).start()
        if not self.listening.wait(PATIENCE) or not self.address:
            self.stop()
            raise RuntimeError("JupyterLab does not start:\n" + "".join(self.log))

    def _read(self):
        self.address = None
        for line in self.process.stderr:
            self.log.append(line)
            found = re.search(r"https?://(?:localhost|127\.0\.0\.1):\S+token=\w+", line)
            if found and not self.address:
                self.address = urlsplit(found[0])
                self.listening.set()
        self.listening.set()

    def url(self, notebook):
        """A notebook in a workspace of its own: nothing else is open there."""
        page = self.address
        return f"{page.scheme}://{page.netloc}/lab/workspaces/{Path(notebook).stem}/tree/{notebook}?{page.query}"

    def stop(self):
        """As Ctrl-C does; it takes the kernels along."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGINT)
        try:
            self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


def write_notebook(path, cells):
    """A notebook with these code cells, for the course's kernel."""
    import nbformat

    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code) for code in cells])
    notebook.metadata.kernelspec = {"name": "noisebook", "display_name": "Rust (Noisebook)", "language": "rust"}
    nbformat.write(notebook, path)


def write_key(folder, lab):
    """The answer key: the notebook with reference bodies in its cells, as a student ends up with."""
    path = Path(folder, f"{lab}-key.ipynb")
    command = [NOISEBOOK, "--root", ROOT, "release", lab, "--solution", "--out", str(path)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return path.name
