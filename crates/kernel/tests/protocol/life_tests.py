"""A kernel's life: start, interrupts, restart, end. How quick all that is, the bench says: here it only has to happen."""

import os
import signal
import unittest

import nbformat
from kernel import CELLS, NAME, PATIENCE, Kernel, parent_of, wait_until
from nbclient import NotebookClient

LOOP = 'println!("on"); loop { std::thread::sleep(std::time::Duration::from_millis(5)); }'
DEAF = 'println!("on"); std::thread::sleep(std::time::Duration::from_secs(600));'


def folders():
    return set(CELLS.glob("noisebook-cells-*"))


def started(kernel, code):
    request = kernel.client.execute(code)
    kernel.until(request, lambda m: m["header"]["msg_type"] == "stream")
    return request


class Interrupt(unittest.TestCase):
    def check(self, interrupt):
        with Kernel() as kernel:
            kernel.run("let kept = 7;")
            request = started(kernel, LOOP)
            queued = kernel.client.execute("1")
            interrupt(kernel)
            self.assertEqual(kernel.finish(request).reply["ename"], "interrupted")
            self.assertEqual(kernel.finish(queued).reply["status"], "aborted")
            self.assertEqual(kernel.run("kept").result, "7")

    def test_by_message(self):
        self.check(lambda kernel: kernel.control("interrupt_request", {}))

    def test_by_signal(self):
        self.check(lambda kernel: os.kill(kernel.pid, signal.SIGINT))

    def test_while_the_compiler_runs(self):
        # Twenty thousand functions, each a little different, take the compiler many seconds.
        functions = "\n".join(f"fn f{i}(x: f64) -> f64 {{ (x * {i}.5).sin().powf({i}.25) + x }}" for i in range(20_000))
        with Kernel() as kernel:
            kernel.run("let kept = 7;")
            for interrupt in (lambda: kernel.control("interrupt_request", {}), lambda: os.killpg(kernel.pid, signal.SIGINT)):
                request = kernel.client.execute(functions)
                self.assertTrue(wait_until(kernel.compiles), "the compiler does not run")
                interrupt()
                self.assertEqual(kernel.finish(request).reply["ename"], "interrupted")
                self.assertEqual(kernel.run("kept").result, "7")

    def test_between_cells_nothing_is_interrupted(self):
        with Kernel() as kernel:
            kernel.run("1")
            os.kill(kernel.pid, signal.SIGINT)
            self.assertEqual(kernel.control("interrupt_request", {})["content"]["status"], "ok")
            self.assertEqual(kernel.run("2").result, "2")

    def test_a_deaf_cell_loses_its_process(self):
        with Kernel() as kernel:
            kernel.run("let lost = 7;")
            request = started(kernel, DEAF)
            kernel.control("interrupt_request", {})
            reply = kernel.finish(request).reply
            self.assertIn("`lost`", "\n".join(reply["traceback"]))
            self.assertEqual(kernel.run("3").result, "3")


class End(unittest.TestCase):
    def gone(self, kernel, children, before):
        self.assertTrue(wait_until(lambda: all(parent_of(pid) is None for pid in children)), "a child is left")
        self.assertTrue(wait_until(lambda: folders() <= before), "a folder is left")

    def test_shutdown(self):
        before = folders()
        for code in ("1", LOOP, DEAF):
            with self.subTest(code=code), Kernel() as kernel:
                kernel.run(code) if code == "1" else started(kernel, code)
                children = kernel.children()
                self.assertTrue(children)
                reply = kernel.control("shutdown_request", {"restart": True})
                self.assertEqual(reply["content"], {"status": "ok", "restart": True})
                self.assertEqual(kernel.manager.provisioner.process.wait(timeout=PATIENCE), 0)
                self.gone(kernel, children, before)

    def test_a_termination_signal(self):
        before = folders()
        with Kernel() as kernel:
            started(kernel, LOOP)
            children = kernel.children()
            os.kill(kernel.pid, signal.SIGTERM)
            self.assertEqual(kernel.manager.provisioner.process.wait(timeout=PATIENCE), 0)
            self.gone(kernel, children, before)

    def test_a_killed_kernel_leaves_no_process(self):
        with Kernel() as kernel:
            started(kernel, LOOP)
            children = kernel.children()
            self.assertTrue(children)
            os.kill(kernel.pid, signal.SIGKILL)
            self.assertTrue(wait_until(lambda: all(parent_of(pid) is None for pid in children)), "a child is left")

    def test_restart(self):
        with Kernel() as kernel:
            kernel.run("let x = 1;")
            kernel.manager.restart_kernel()
            kernel.client.wait_for_ready(timeout=PATIENCE)
            self.assertEqual(kernel.run("x").reply["ename"], "E0425")
            self.assertEqual(kernel.run("2").reply["execution_count"], 2)


class Start(unittest.TestCase):
    def test_without_a_kit_cells_say_what_to_run(self):
        with Kernel("without-kit") as kernel:
            for _ in range(2):
                error = kernel.run("1").of("error")[0]
                self.assertEqual(error["ename"], "set-up")
                self.assertIn("cargo noisebook setup", "\n".join(error["traceback"]))

    def test_nbclient_runs_a_notebook(self):
        cells = ["let x = 2;", 'println!("{x}");\nx * 21']
        notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in cells])
        NotebookClient(notebook, kernel_name=NAME, timeout=PATIENCE, startup_timeout=PATIENCE).execute()
        outputs = notebook.cells[1].outputs
        self.assertEqual([o.output_type for o in outputs], ["stream", "execute_result"])
        self.assertEqual((outputs[0].text, outputs[1].data["text/plain"]), ("2\n", "42"))


if __name__ == "__main__":
    unittest.main()
