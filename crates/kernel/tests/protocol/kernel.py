"""Starts the kernel under test as Jupyter would, and runs cells in it."""

import json
import os
import tempfile
import time
from pathlib import Path

BINARY = os.environ["NOISEBOOK_KERNEL"]
ROOT = os.environ["NOISEBOOK_ROOT"]
NAME = "noisebook"
# For what never takes that long: a busy machine is no reason to fail, and a kernel that hangs is found all the same.
PATIENCE = 180

_specs = tempfile.TemporaryDirectory(prefix="noisebook-kernelspec-")


def install(name, root, before=()):
    """Adds a kernelspec; the command `before`, if any, ends by running the rest of its arguments."""
    folder = Path(_specs.name, "kernels", name)
    folder.mkdir(parents=True)
    spec = {
        "argv": [*before, BINARY, "--root", str(root), "--connection-file", "{connection_file}"],
        "display_name": "Rust",
        "language": "rust",
        "interrupt_mode": "message",
    }
    (folder / "kernel.json").write_text(json.dumps(spec))


install(NAME, ROOT)
install("without-kit", _specs.name)
os.environ["JUPYTER_PATH"] = _specs.name
# Engines of others, too, have folders in the common place.
CELLS = Path(_specs.name, "cells")
CELLS.mkdir()
os.environ["TMPDIR"] = str(CELLS)

from jupyter_client.manager import start_new_kernel  # noqa: E402 (reads the variable above)


class Kernel:
    """A running kernel and a client of it."""

    def __init__(self, name=NAME, **options):
        self.manager, self.client = start_new_kernel(kernel_name=name, startup_timeout=PATIENCE, **options)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.client.stop_channels()
        if self.manager.has_kernel:
            self.manager.shutdown_kernel(now=True)

    @property
    def pid(self):
        return self.manager.provisioner.process.pid

    def run(self, code, **options):
        """Runs a cell to its end."""
        return self.finish(self.client.execute(code, **options))

    def finish(self, request):
        """Collects the messages of a cell up to its idle status, and its reply."""
        messages = []
        while True:
            message = self.client.get_iopub_msg(timeout=PATIENCE)
            if message["parent_header"].get("msg_id") != request:
                continue
            messages.append(message)
            if message["content"].get("execution_state") == "idle":
                return Cell(self.reply(request), messages)

    def until(self, request, done):
        """Reads messages of a cell until one of them fits."""
        while True:
            message = self.client.get_iopub_msg(timeout=PATIENCE)
            if message["parent_header"].get("msg_id") == request and done(message):
                return message

    def reply(self, request):
        return self._reply(self.client.get_shell_msg, request)

    def control(self, kind, content):
        """Sends a request on the control channel and waits for its reply."""
        message = self.client.session.msg(kind, content)
        self.client.control_channel.send(message)
        return self._reply(self.client.get_control_msg, message["header"]["msg_id"])

    @staticmethod
    def _reply(get, request):
        while True:
            message = get(timeout=PATIENCE)
            if message["parent_header"].get("msg_id") == request:
                return message

    def children(self):
        """Processes that the kernel has started."""
        pids = [int(entry) for entry in os.listdir("/proc") if entry.isdigit()]
        return [pid for pid in pids if parent_of(pid) == self.pid]

    def compiles(self):
        """Whether a compiler is at work; those that wait for the next cell have needed far less than this."""
        return any(name_of(pid) == "rustc" and seconds_of(pid) > 1 for pid in self.children())


class Cell:
    """What became of a cell."""

    def __init__(self, reply, messages):
        self.reply = reply["content"]
        self.messages = messages

    def of(self, kind):
        return [m["content"] for m in self.messages if m["header"]["msg_type"] == kind]

    def text(self, name="stdout"):
        return "".join(c["text"] for c in self.of("stream") if c["name"] == name)

    @property
    def result(self):
        found = self.of("execute_result")
        return found[0]["data"]["text/plain"] if found else None

    @property
    def states(self):
        return [c["execution_state"] for c in self.of("status")]


def parent_of(pid):
    """Parent of a process; None when it has ended."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    except (FileNotFoundError, ProcessLookupError):
        return None
    return None if fields[0] == "Z" else int(fields[1])


def name_of(pid):
    try:
        return Path(f"/proc/{pid}/comm").read_text().strip()
    except OSError:
        return ""


def seconds_of(pid):
    """Processor time that a process has used."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    except OSError:
        return 0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def wait_until(fact, patience=PATIENCE):
    """Waits for a fact that no message tells."""
    end = time.monotonic() + patience
    while not fact():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True
