"""A course that somebody else has set up, on a file system that its reader cannot write to."""

import json
import os
import re
import signal
import subprocess
import tempfile
import time
import unittest
from pathlib import Path
from urllib.error import URLError
from urllib.parse import parse_qs, urlsplit
from urllib.request import Request, urlopen

NOISEBOOK, ROOT = os.environ["NOISEBOOK"], os.environ["NOISEBOOK_ROOT"]
PATIENCE = 600
# A view of the file system in which the course is read-only; takes no rights of its own.
READ_ONLY = ["unshare", "--user", "--map-root-user", "--mount", "sh", "-euc"]
READ_ONLY += ['mount --rbind "$1" "$1"; mount -o remount,bind,ro "$1"; shift; exec "$@"', "sh", ROOT]


class ReadOnly(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        # What is started below is what set-up leaves for readers.
        subprocess.run([NOISEBOOK, "--root", ROOT, "setup"], check=True, capture_output=True)
        cls.launcher = [*READ_ONLY, f"{ROOT}/.noisebook/bin/noisebook", "--root", ROOT]

    def setUp(self):
        self.own = Path(self.enterContext(tempfile.TemporaryDirectory(prefix="noisebook-reader-")))
        self.environment = {**os.environ, "HOME": str(self.own)}
        # The compiler is the machine's.
        for variable, folder in (("RUSTUP_HOME", ".rustup"), ("CARGO_HOME", ".cargo")):
            self.environment.setdefault(variable, str(Path.home() / folder))
        self.environment.pop("XDG_CACHE_HOME", None)

    def lab(self, *arguments):
        return subprocess.run([*self.launcher, "lab", *arguments], env=self.environment, capture_output=True, text=True)

    def left(self):
        """Folders of the reader's home, two levels deep."""
        return sorted(str(path.relative_to(self.own)) for pattern in ("*", "*/*") for path in self.own.glob(pattern))

    def test_a_lab_is_executed(self):
        run = self.lab("tour", "--headless", "--out", str(self.own / "out"))
        self.assertEqual(run.returncode, 0, run.stderr)
        self.assertEqual(self.left(), [".cache", ".cache/noisebook", "out", "out/tour.html", "out/tour.ipynb"])

    def test_who_would_write_to_the_course_is_told_of_copies(self):
        run = self.lab("tour")
        self.assertEqual(run.returncode, 1)
        self.assertIn("cannot write in `", run.stderr)
        self.assertIn("hint: work on a copy in a folder of your own: `cargo noisebook lab NAME --copy DIR`", run.stderr)
        run = self.lab("tour", "--headless")
        self.assertIn("hint: write elsewhere: `--out DIR`", run.stderr)

    def test_a_copy_is_opened(self):
        command = [*self.launcher, "lab", "tour", "--copy", str(self.own / "labs"), "--no-browser"]
        server = subprocess.Popen(command, env=self.environment, stderr=subprocess.PIPE, text=True, start_new_session=True)
        self.addCleanup(self.stop, server)
        lines = []
        for line in server.stderr:
            lines.append(line)
            if found := re.search(r"https?://(?:localhost|127\.0\.0\.1):\S+token=\w+", line):
                break
        else:
            self.fail("".join(lines))
        self.server, self.address = server, urlsplit(found[0])
        self.assertTrue(self.ask("api/contents/tour.ipynb?content=0")["writable"])
        kernel = self.ask("api/kernels", {"name": "noisebook"})
        self.ask(f"api/kernels/{kernel['id']}/restart", {})
        self.assertEqual(self.ask(f"api/kernels/{kernel['id']}")["name"], "noisebook")
        self.assertEqual([name for name in self.left() if "tour" not in name], [".cache", ".cache/noisebook", "labs"])

    def ask(self, path, content=None):
        token = parse_qs(self.address.query)["token"][0]
        data = None if content is None else json.dumps(content).encode()
        headers = {"Authorization": f"token {token}", "Content-Type": "application/json"}
        request = Request(f"{self.address.scheme}://{self.address.netloc}/{path}", data, headers)
        # The address is printed a moment before somebody listens there.
        while True:
            try:
                with urlopen(request, timeout=PATIENCE) as answer:
                    return json.load(answer)
            except URLError as error:
                if not isinstance(error.reason, ConnectionRefusedError) or self.server.poll() is not None:
                    raise
                time.sleep(0.05)

    @staticmethod
    def stop(server):
        os.killpg(server.pid, signal.SIGINT)
        server.communicate(timeout=PATIENCE)


if __name__ == "__main__":
    unittest.main()
