"""One kernel from start to end, timed as a client sees it."""

import os
import subprocess
import time
from pathlib import Path

import cells
from jupyter_client.manager import KernelManager

PATIENCE = 300


class Session:
    def __init__(self, contender):
        self.cells = cells.of(contender.language)
        self.manager = KernelManager(kernel_name=contender.key)
        self.times = {}

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)

    def start(self):
        """From the start of the process to its answer."""
        since = time.perf_counter()
        self.manager.start_kernel(stderr=subprocess.DEVNULL)
        self.connect()
        self.times["start"] = time.perf_counter() - since

    def connect(self):
        self.client = self.manager.blocking_client()
        self.client.start_channels(hb=False)
        self.client.wait_for_ready(timeout=PATIENCE)

    def cell(self, name, code=None):
        """Time from sending the text to reply and idle status, when all output has come; checks the output."""
        since = time.perf_counter()
        request = self.client.execute(code or self.cells[name])
        output = self.finish(request)
        elapsed = time.perf_counter() - since
        expected = cells.EXPECTED.get(name, "")
        if expected not in output:
            raise SystemExit(f"{self.manager.kernel_name}: cell `{name}` printed {output!r}, expected `{expected}`")
        return elapsed

    def finish(self, request):
        output, idle = "", False
        while not idle:
            message = self.client.get_iopub_msg(timeout=PATIENCE)
            if message["parent_header"].get("msg_id") != request:
                continue
            content = message["content"]
            output += content.get("text", "") + "\n".join(content.get("traceback", []))
            idle = content.get("execution_state") == "idle"
        while self.client.get_shell_msg(timeout=PATIENCE)["parent_header"].get("msg_id") != request:
            pass
        return output

    def interrupt(self):
        """From the interrupt of a running training loop to the cell's end, and whether variables live on."""
        self.cell("keep")
        request = self.client.execute(self.cells["endless"])
        while "on" not in self.client.get_iopub_msg(timeout=PATIENCE)["content"].get("text", ""):
            pass
        since = time.perf_counter()
        self.manager.interrupt_kernel()
        self.finish(request)
        elapsed = time.perf_counter() - since
        return elapsed, "kept 42" in self.finish(self.client.execute(self.cells["kept"]))

    def restart(self):
        """From the wish to the new process's answer."""
        since = time.perf_counter()
        self.client.stop_channels()
        self.manager.restart_kernel()
        self.connect()
        return time.perf_counter() - since

    def memory(self):
        """Resident memory in MB of the kernel and all its children, each shared page counted in parts."""
        return sum(_pss(pid) for pid in _tree(self.manager.provisioner.process.pid)) / 1024


def _pss(pid):
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))


def _tree(root):
    parents = {}
    for entry in filter(str.isdigit, os.listdir("/proc")):
        try:
            fields = Path(f"/proc/{entry}/stat").read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        parents[int(entry)] = int(fields[1])
    found = [root]
    for pid in found:
        found += [child for child, parent in parents.items() if parent == pid]
    return found
