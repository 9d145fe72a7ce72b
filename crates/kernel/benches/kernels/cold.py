"""The first session after the machine has started: nothing of the kernels is in memory yet."""

import os
import sys

from session import Session

DROP = "/proc/sys/vm/drop_caches"


def why_not():
    """Why the page cache cannot be emptied; nothing when it can."""
    return "" if os.access(DROP, os.W_OK) else f"cold page cache: only root can empty it (`{DROP}`)"


def measure(contender):
    """From the start of the process to the first tensor, with an empty page cache."""
    print(f"cold page cache: {contender.name}", file=sys.stderr, flush=True)
    os.sync()
    with open(DROP, "w") as drop:
        drop.write("3")
    with Session(contender) as session:
        session.start()
        start = session.times["start"]
        return {"cold start": start, "cold tensor": start + session.cell("prelude") + session.cell("first")}
