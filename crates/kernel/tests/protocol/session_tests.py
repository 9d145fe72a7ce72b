"""Requests beside cells: completion, inspection, history, comms, what is not understood."""

import re
import unittest

from kernel import Kernel


class Session(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.kernel = cls.enterClassContext(Kernel())
        cls.kernel.run("#[derive(Debug)]\nstruct Point { width: f64 }\nimpl Point { fn weight(&self) -> f64 { self.width } }")
        cls.kernel.run("let größe = Point { width: 1.5 };")
        cls.kernel.run("use std::collections::BTreeMap;\nuse noisebook::prelude::*;\nlet tensor = Tensor::<2>::ones([2, 2], &device());")

    def ask(self, kind, content):
        message = self.kernel.client.session.msg(kind, content)
        self.kernel.client.shell_channel.send(message)
        return self.kernel.reply(message["header"]["msg_id"])["content"]

    def test_completion(self):
        for code, matches, span in [
            ("let a = grö", ["größe"], (8, 11)),
            ("größe.w", ["weight", "width"], (6, 7)),
            ("Point::we", ["weight"], (7, 9)),
            ("tensor.matm", ["matmul"], (7, 11)),
            ("BTreeM", ["BTreeMap"], (0, 6)),
        ]:
            with self.subTest(code=code):
                reply = self.ask("complete_request", {"code": code, "cursor_pos": len(code)})
                self.assertEqual(reply["matches"], matches)
                self.assertEqual((reply["cursor_start"], reply["cursor_end"]), span)

    def test_every_member_that_is_offered_for_a_tensor_exists(self):
        reply = self.ask("complete_request", {"code": "tensor.", "cursor_pos": 7})
        names = [name for name in reply["matches"] if name != "clone"]
        self.assertGreater(len(names), 100)
        # A field of that name does not exist, a method does: the compiler says which it is.
        code = "\n".join(f"tensor.{name};" for name in names)
        trace = "\n".join(self.kernel.run(code).of("error")[0]["traceback"])
        self.assertEqual(re.findall(r"no field `(\w+)`", trace), [])
        self.assertEqual(trace.count("attempted to take value of method"), len(names))

    def test_inspection(self):
        reply = self.ask("inspect_request", {"code": "größe", "cursor_pos": 2, "detail_level": 0})
        self.assertRegex(reply["data"]["text/plain"], r"^let größe: .*Point$")
        reply = self.ask("inspect_request", {"code": "Point { }", "cursor_pos": 5, "detail_level": 0})
        self.assertIn("struct Point { width: f64 }", reply["data"]["text/markdown"])
        reply = self.ask("inspect_request", {"code": "unheard", "cursor_pos": 0, "detail_level": 0})
        self.assertEqual((reply["status"], reply["found"], reply["data"]), ("ok", False, {}))

    def test_history_without_a_stop(self):
        reply = self.ask("history_request", {"hist_access_type": "range", "output": False, "raw": True, "session": 0, "start": 2})
        self.assertEqual(reply["history"][0], [1, 2, "let größe = Point { width: 1.5 };"])

    def test_comms_are_closed_at_once(self):
        client = self.kernel.client
        message = client.session.msg("comm_open", {"comm_id": "c", "target_name": "t", "data": {}})
        client.shell_channel.send(message)
        kind = lambda m: m["header"]["msg_type"] == "comm_close"
        self.assertEqual(self.kernel.until(message["header"]["msg_id"], kind)["content"]["comm_id"], "c")
        self.assertEqual(self.ask("comm_info_request", {})["comms"], {})

    def test_unknown_and_malformed_requests_are_answered(self):
        self.assertEqual(self.ask("teleport_request", {})["status"], "error")
        reply = self.ask("complete_request", {"code": 7, "cursor_pos": "x"})
        self.assertIn("`complete_request` cannot be read", reply["evalue"])

    def test_a_message_with_another_key_is_dropped(self):
        client = self.kernel.client
        other = client.session.clone()
        other.key = b"another"
        other.send(client.shell_channel.socket, other.msg("execute_request", {"code": "1"}))
        self.assertEqual(self.kernel.run("8").result, "8")

    def test_requests_are_answered_while_a_cell_runs(self):
        request = self.kernel.client.execute('println!("on"); loop { std::thread::sleep(std::time::Duration::from_millis(5)); }')
        self.kernel.until(request, lambda m: m["header"]["msg_type"] == "stream")
        self.assertEqual(self.ask("complete_request", {"code": "grö", "cursor_pos": 3})["matches"], ["größe"])
        self.assertEqual(self.ask("kernel_info_request", {})["language_info"]["name"], "rust")
        # Clients take a status for the kernel's: the last one is the cell's.
        busy = self.kernel.until(request, lambda m: m["header"]["msg_type"] == "status")
        self.assertEqual(busy["content"]["execution_state"], "busy")
        self.kernel.control("interrupt_request", {})
        self.assertEqual(self.kernel.finish(request).reply["ename"], "interrupted")


if __name__ == "__main__":
    unittest.main()
