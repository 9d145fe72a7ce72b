"""The kernels under test, each as its own kernelspec starts it, and what each calls the same work."""

import json
import os
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

ROOT = os.environ["NOISEBOOK_ROOT"]
LAUNCHER = Path(ROOT, ".noisebook", "bin", "noisebook")
EVCXR = Path(ROOT, ".noisebook", "evcxr", "bin", "evcxr_jupyter")
TORCH = Path(os.environ["NOISEBOOK_TORCH"])


@dataclass
class Contender:
    name: str
    language: str
    argv: list
    interrupt_mode: str
    missing: str
    env: dict = field(default_factory=dict)

    def install(self, folder):
        """Writes the kernelspec below `folder`."""
        spec = {
            "argv": self.argv + ["{connection_file}"],
            "display_name": self.name,
            "language": self.language,
            "interrupt_mode": self.interrupt_mode,
            "env": self.env,
        }
        path = Path(folder, "kernels", self.key, "kernel.json")
        path.parent.mkdir(parents=True)
        path.write_text(json.dumps(spec))

    @property
    def key(self):
        return self.name.split()[0].lower()


def all_contenders():
    """Ours first; then the peers that are there. The second list says what is missing and how to get it."""
    ours = [str(LAUNCHER), "--root", ROOT, "kernel", "--connection-file"]
    contenders = [
        Contender("Noisebook", "rust", ours, "message", ""),
        Contender("evcxr_jupyter 0.22", "rust", ours, "message", _missing_evcxr(), {"NOISEBOOK_KERNEL": "evcxr"}),
        Contender(
            "ipykernel + PyTorch",
            "python",
            [str(TORCH), "-m", "ipykernel_launcher", "-f"],
            "signal",
            _missing_torch(),
        ),
    ]
    if not LAUNCHER.is_file():
        raise SystemExit("nothing is set up\nhint: run `cargo noisebook setup`")
    return [c for c in contenders if not c.missing], [c.missing for c in contenders if c.missing]


def _missing_evcxr():
    return "" if EVCXR.is_file() else "evcxr_jupyter is not built: `cargo noisebook setup --kernel evcxr`"


def _missing_torch():
    wanted = Path(__file__).with_name("requirements.txt")
    install = f"{TORCH.parent}/pip install --no-deps -r {wanted}"
    if not TORCH.is_file():
        return f"no Python with PyTorch: `python3 -m venv {TORCH.parent.parent} && {install}` (4.5 GB)"
    script = "import importlib.util as u, sys; sys.exit(not (u.find_spec('torch') and u.find_spec('ipykernel')))"
    if subprocess.run([TORCH, "-c", script]).returncode:
        return f"`{TORCH}` has no PyTorch or no ipykernel: `{install}`"
    return ""
