"""Tries the hub on this machine: starts it, logs in as a student, and runs a Rust cell on the student's own server.

    python try.py COURSE      with the Python that has JupyterHub and JupyterLab; configurable-http-proxy must be in PATH

COURSE is a course or a student bundle that is set up. Everything else goes into a temporary folder.
"""

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import uuid
from pathlib import Path

import requests
import websocket

CELL = 'use noisebook::prelude::*;\nlet x = Tensor::<2>::ones([2, 3], &device());\nx.sum().into_scalar::<f32>()'
STUDENT, PASSWORD = "anna", "course"

# What the class's configuration leaves to the place: who may log in, how servers start, which ports are free.
CONFIG = """
c.JupyterHub.authenticator_class = "dummy"
c.DummyAuthenticator.password = "{password}"
c.Authenticator.allow_all = True
c.JupyterHub.spawner_class = "simple"
c.SimpleLocalProcessSpawner.home_dir_template = "{folder}/homes/{{username}}"
c.Spawner.args = ["--allow-root"]
c.JupyterHub.bind_url = "http://127.0.0.1:{port}"
c.JupyterHub.hub_port = {hub}
c.ConfigurableHTTPProxy.api_url = "http://127.0.0.1:{api}"
"""


def until(what, attempt, patience=300):
    """The first answer of `attempt` that is not None."""
    end = time.monotonic() + patience
    while time.monotonic() < end:
        answer = attempt()
        if answer is not None:
            return answer
        time.sleep(0.3)
    sys.exit(f"{what}: nothing within {patience} s")


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def give_kernel(course):
    """The kernel into this Python's own Jupyter."""
    kernel = course / ".noisebook/venv/share/jupyter/kernels/noisebook"
    command = ["-m", "jupyter", "kernelspec", "install", kernel, "--prefix", sys.prefix]
    subprocess.run([sys.executable, *command], check=True)


def start_hub(course, folder, port):
    ours = (Path(__file__).parent / "jupyterhub_config.py").read_text()
    place = CONFIG.format(password=PASSWORD, folder=folder, port=port, hub=free_port(), api=free_port())
    (folder / "jupyterhub_config.py").write_text(ours + place)
    binaries = os.pathsep.join([os.path.join(sys.prefix, "bin"), os.environ["PATH"]])
    env = {**os.environ, "PATH": binaries, "NOISEBOOK_COURSE": str(course), "NOISEBOOK_HOMES": f"{folder}/homes"}
    with open(folder / "hub.log", "w") as log:
        return subprocess.Popen([sys.executable, "-m", "jupyterhub"], cwd=folder, env=env, stdout=log, stderr=log)


def log_in(session, base):
    """Through the form, as a person would; a server of the student's own is there afterwards."""

    def get(path):
        try:
            answer = session.get(base + path)
        except requests.ConnectionError:
            return None
        return answer if answer.ok and path in answer.url else None

    until("the hub", lambda: get("/hub/login"))
    form = {"username": STUDENT, "password": PASSWORD, "_xsrf": session.cookies.get("_xsrf", path="/hub/")}
    session.post(f"{base}/hub/login", data=form)
    until("the student's server", lambda: get(f"/user/{STUDENT}/lab"))


def run_cell(session, base, code):
    """What the last expression of a cell shows, in a new kernel of the student's server."""
    server, origin = f"{base}/user/{STUDENT}/api", {"Referer": base}
    token = {"X-XSRFToken": session.cookies.get("_xsrf", path=f"/user/{STUDENT}/")}
    kernel = session.post(f"{server}/kernels", json={"name": "noisebook"}, headers={**origin, **token}).json()
    cookie = "; ".join(f"{c.name}={c.value}" for c in session.cookies if f"/user/{STUDENT}/".startswith(c.path))
    address = f"{server}/kernels/{kernel['id']}/channels".replace("http", "ws", 1)
    socket_ = websocket.create_connection(address, cookie=cookie, origin=base, timeout=300)
    ours = uuid.uuid4().hex
    header = {"msg_id": ours, "msg_type": "execute_request", "username": STUDENT, "session": ours, "version": "5.4"}
    content = {"code": code, "silent": False, "store_history": False, "allow_stdin": False}
    request = {"channel": "shell", "header": header, "parent_header": {}, "metadata": {}, "content": content}
    socket_.send(json.dumps(request))
    while True:
        message = json.loads(socket_.recv())
        kind, content = message["msg_type"], message["content"]
        if message["parent_header"].get("msg_id") != ours:
            continue
        if kind == "error":
            sys.exit("\n".join(content["traceback"]))
        if kind in ("execute_result", "display_data"):
            socket_.close()
            return content["data"]["text/plain"]


def main():
    course = Path(sys.argv[1]).resolve()
    give_kernel(course)
    with tempfile.TemporaryDirectory(prefix="noisebook-hub-") as folder:
        port, session = free_port(), requests.Session()
        base = f"http://127.0.0.1:{port}"
        hub = start_hub(course, Path(folder), port)
        try:
            log_in(session, base)
            files = session.get(f"{base}/user/{STUDENT}/api/contents").json()["content"]
            print(f"{STUDENT}'s home:", ", ".join(file["name"] for file in files))
            print("a Rust cell says:", run_cell(session, base, CELL))
        except BaseException:
            print(Path(folder, "hub.log").read_text(), file=sys.stderr)
            raise
        finally:
            hub.terminate()
            hub.wait()


main()
