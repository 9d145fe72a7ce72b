"""What the Jupyter extension of VS Code sends: it speaks to the kernel without a server, and in its own way."""

import os
import signal
import unittest

from kernel import Kernel

CELL = "vscode-notebook-cell:/home/student/labs/forward.ipynb#W3sZmlsZQ%3D%3D"


class VsCode(unittest.TestCase):
    def setUp(self):
        self.kernel = self.enterContext(Kernel())

    def send(self, channel, kind, content, metadata=None):
        message = self.kernel.client.session.msg(kind, content, metadata=metadata)
        # As its client library writes headers.
        message["header"].update(username="", subshell_id=None, version="5.2")
        getattr(self.kernel.client, f"{channel}_channel").send(message)
        return message["header"]["msg_id"]

    def execute(self, code, **more):
        """A cell: it brings its own id, and VS Code itself decides whether the cells after an error run."""
        content = {"code": code, "silent": False, "store_history": True, "allow_stdin": True, "stop_on_error": False}
        metadata = {"cellId": CELL, "deletedCells": [], "recordTiming": True}
        return self.send("shell", "execute_request", content | more, metadata)

    def control(self, kind, content):
        return self.kernel._reply(self.kernel.client.get_control_msg, self.send("control", kind, content))["content"]

    def test_the_start(self):
        asked = [self.send("shell", "kernel_info_request", {}) for _ in range(2)]
        for request in asked:
            info = self.kernel.reply(request)["content"]
            self.assertEqual((info["status"], info["language_info"]["name"]), ("ok", "rust"))
        self.assertEqual(self.control("kernel_info_request", {})["language_info"]["file_extension"], ".rs")
        comms = self.kernel.reply(self.send("shell", "comm_info_request", {"target_name": "jupyter.widget"}))
        self.assertEqual(comms["content"], {"status": "ok", "comms": {}})
        silent = self.kernel.finish(self.execute("let probe = 1;", silent=True, store_history=False))
        self.assertEqual((silent.reply["status"], silent.states, silent.of("execute_input")), ("ok", ["busy", "idle"], []))

    def test_cells_with_their_own_metadata(self):
        cell = self.kernel.finish(self.execute("let x = 2;\nx + 1"))
        self.assertEqual((cell.reply["execution_count"], cell.result), (1, "3"))
        for message in cell.messages:
            self.assertEqual(message["parent_header"]["username"], "")

    def test_the_queue_after_an_error_is_its_own(self):
        failing, after = self.execute("panic!()"), self.execute("7")
        self.assertEqual(self.kernel.finish(failing).reply["status"], "error")
        self.assertEqual(self.kernel.finish(after).result, "7")

    def test_a_magic_of_python_is_told_as_an_error(self):
        for code in ("%matplotlib inline", "!pip install numpy", "%%time\n1"):
            with self.subTest(code=code):
                cell = self.kernel.finish(self.execute(code))
                self.assertEqual(cell.reply["status"], "error")
                self.assertTrue(cell.of("error")[0]["evalue"])
        self.assertEqual(self.kernel.finish(self.execute("8")).result, "8")

    def test_a_widget_that_nobody_serves_is_closed(self):
        content = {"comm_id": "c0ffee", "target_name": "jupyter.widget.control", "data": {}}
        request = self.send("shell", "comm_open", content, {"version": "2.1.0"})
        closed = self.kernel.until(request, lambda m: m["header"]["msg_type"] == "comm_close")
        self.assertEqual(closed["content"]["comm_id"], "c0ffee")
        self.send("shell", "comm_msg", {"comm_id": "c0ffee", "data": {"method": "request_states"}})
        self.assertEqual(self.kernel.finish(self.execute("9")).result, "9")

    def test_help_while_a_cell_runs(self):
        self.kernel.finish(self.execute("let number = 5;"))
        running = self.execute('println!("on"); loop { std::thread::sleep(std::time::Duration::from_millis(5)); }')
        self.kernel.until(running, lambda m: m["header"]["msg_type"] == "stream")
        completed = self.send("shell", "complete_request", {"code": "numb", "cursor_pos": 4})
        self.assertIn("number", self.kernel.reply(completed)["content"]["matches"])
        inspected = self.send("shell", "inspect_request", {"code": "number", "cursor_pos": 6, "detail_level": 0})
        self.assertTrue(self.kernel.reply(inspected)["content"]["found"])
        self.assertEqual(self.control("interrupt_request", {})["status"], "ok")
        self.assertEqual(self.kernel.finish(running).reply["ename"], "interrupted")
        again = self.execute('println!("on"); loop { std::thread::sleep(std::time::Duration::from_millis(5)); }')
        self.kernel.until(again, lambda m: m["header"]["msg_type"] == "stream")
        os.kill(self.kernel.pid, signal.SIGINT)
        self.assertEqual(self.kernel.finish(again).reply["ename"], "interrupted")

    def test_a_debugger_is_asked_for_and_there_is_none(self):
        self.send("control", "debug_request", {"type": "request", "seq": 1, "command": "debugInfo", "arguments": {}})
        self.assertEqual(self.control("kernel_info_request", {})["status"], "ok")


if __name__ == "__main__":
    unittest.main()
