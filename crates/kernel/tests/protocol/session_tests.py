"""Requests beside cells: completion, inspection, history, comms, what is not understood."""

import re
import time
import unittest

from jupyter_client import BlockingKernelClient
from kernel import PATIENCE, Kernel


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

    def complete(self, code, cursor=None):
        return self.ask("complete_request", {"code": code, "cursor_pos": len(code) if cursor is None else cursor})

    def test_completion(self):
        for code, matches, span in [
            ("let a = grö", ["größe"], (8, 11)),
            ("größe.w", ["width", "weight"], (6, 7)),
            ("Point::we", ["weight"], (7, 9)),
            ("tensor.matm", ["matmul"], (7, 11)),
            ("BTreeM", ["BTreeMap"], (0, 6)),
            ("tensor.clone().powf_sc", ["powf_scalar"], (15, 22)),
            ("Tensor::<2>::zer", ["zeros", "zeros_like"], (13, 16)),
            ("burn::nn::LinearConf", ["LinearConfig"], (10, 20)),
            ("data::Mni", ["Mnist"], (6, 9)),
            ("let 😀 = 1; größe.wid", ["width"], (17, 20)),
            ("let row = tensor.clone().mean_dim(0);\nrow.matm", ["matmul"], (42, 46)),
            ("use burn::optim::{AdamConf", ["AdamConfig"], (18, 26)),
        ]:
            with self.subTest(code=code):
                reply = self.complete(code)
                self.assertEqual(reply["matches"], matches)
                self.assertEqual((reply["cursor_start"], reply["cursor_end"]), span)

    def test_completion_in_the_middle(self):
        reply = self.complete("tensor.mat + größe.width", 10)
        self.assertIn("matmul", reply["matches"])
        self.assertEqual((reply["cursor_start"], reply["cursor_end"]), (7, 10))

    def test_matches_have_a_kind_and_a_declaration(self):
        (match,) = self.complete("tensor.matm")["metadata"]["_jupyter_types_experimental"]
        self.assertEqual(match, {"start": 7, "end": 11, "text": "matmul", "type": "function", "signature": "fn matmul(self, other: Self) -> Self"})
        kinds = {m["text"]: m["type"] for m in self.complete("")["metadata"]["_jupyter_types_experimental"]}
        self.assertEqual((kinds["größe"], kinds["Point"]), ("instance", "class"))

    def test_every_member_that_is_offered_for_a_tensor_exists(self):
        reply = self.complete("tensor.")
        names = [name for name in reply["matches"] if name != "clone"]
        self.assertGreater(len(names), 150)
        # A field of that name does not exist, a method does: the compiler says which it is.
        code = "\n".join(f"tensor.{name};" for name in names)
        trace = "\n".join(self.kernel.run(code).of("error")[0]["traceback"])
        self.assertEqual(re.findall(r"no field `(\w+)`", trace), [])
        self.assertEqual(trace.count("attempted to take value of method"), len(names))

    def inspect(self, code, cursor, detail=0):
        return self.ask("inspect_request", {"code": code, "cursor_pos": cursor, "detail_level": detail})

    def test_inspection(self):
        for code, cursor, part in [
            ("größe", 2, "let größe: Point"),
            ("Point { }", 5, "struct Point { width: f64 }"),
            ("tensor.matmul(", 14, "fn matmul(self, other: Self) -> Self"),
            ("tensor.matmul(tensor)", 9, "matrix multiplication"),
            ("Tensor::<2>::zeros([2, 2], &device())", 15, "burn-tensor"),
            ("burn::nn::LinearConfig", 15, "Configuration"),
            ("println!", 3, "standard output"),
            ("std::collections", 8, "mod collections"),
            ("match x {}", 2, "pattern"),
        ]:
            with self.subTest(code=code):
                reply = self.inspect(code, cursor)
                self.assertTrue(reply["found"])
                self.assertIn(part, reply["data"]["text/markdown"])
                self.assertIn(part, reply["data"]["text/plain"])
        reply = self.inspect("unheard", 0)
        self.assertEqual((reply["status"], reply["found"], reply["data"]), ("ok", False, {}))

    def test_more_detail(self):
        text = self.inspect("tensor", 2, 1)["data"]["text/plain"]
        self.assertIn("fn matmul(self, other: Self) -> Self", text)
        self.assertRegex(self.inspect("tensor.matmul", 9, 1)["data"]["text/plain"], r"burn-tensor-[\d.]+/src/.*\.rs:\d+")

    def test_answers_come_quickly(self):
        self.complete("tensor.")
        # On a quiet machine a few milliseconds; on a busy one the plainest request is slow, too.
        plainest = self.quickest(lambda: self.ask("kernel_info_request", {}))
        for request in (lambda: self.complete("tensor.clone().matmul(tensor.clone())."), lambda: self.inspect("tensor.matmul", 9)):
            self.assertLess(self.quickest(request), max(0.25, 25 * plainest))

    @staticmethod
    def quickest(request):
        times = []
        for _ in range(7):
            since = time.monotonic()
            request()
            times.append(time.monotonic() - since)
        return min(times)

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

    def test_history_of_all_kinds(self):
        kernel = self.enterContext(Kernel())
        for code in ("let a = 1;", "a", "a + 1", "a"):
            kernel.run(code)
        kernel.run("2", store_history=False)
        ask = lambda **content: self.ask_of(kernel, "history_request", {"output": False, "raw": True, **content})["history"]
        self.assertEqual(ask(hist_access_type="tail", n=2), [[1, 3, "a + 1"], [1, 4, "a"]])
        self.assertEqual(ask(hist_access_type="range", session=0, start=1, stop=3), [[1, 1, "let a = 1;"], [1, 2, "a"]])
        self.assertEqual(ask(hist_access_type="search", pattern="a*", unique=True, n=9), [[1, 3, "a + 1"], [1, 4, "a"]])
        self.assertEqual(ask(hist_access_type="tail", n=1, output=True), [[1, 4, ["a", "1"]]])

    def test_is_complete_says_how_far_to_indent(self):
        ask = lambda code: self.ask("is_complete_request", {"code": code})
        self.assertEqual(ask("for i in 0..3 {\n    if i > 1 {"), {"status": "incomplete", "indent": " " * 8})
        self.assertEqual(ask("let x = 1;")["status"], "complete")
        self.assertEqual(ask("f(1]")["status"], "invalid")

    def test_two_clients_at_once(self):
        other = BlockingKernelClient(connection_file=self.kernel.manager.connection_file)
        other.load_connection_file()
        other.start_channels()
        self.addCleanup(other.stop_channels)
        other.wait_for_ready(timeout=PATIENCE)
        ours, theirs = self.kernel.client.execute('"ours"'), other.execute('"theirs"')
        self.assertEqual(self.kernel.finish(ours).result, '"ours"')
        while (reply := other.get_shell_msg(timeout=PATIENCE))["parent_header"].get("msg_id") != theirs:
            pass
        self.assertEqual(reply["content"]["status"], "ok")
        self.assertEqual(self.kernel.run("1").result, "1")

    def test_what_is_no_message_harms_nobody(self):
        socket = self.kernel.client.shell_channel.socket
        for parts in ([b"<IDS|MSG>"], [b""], [b"a"] * 9, [b"<IDS|MSG>", b"", b"{}", b"{}", b"{}", b"{}"], [b"\xff" * 4096]):
            socket.send_multipart(parts)
        session = self.kernel.client.session
        for content in (b"[1, 2]", b"null", b"{", {"code": {"deep": [[[]]]}}, {"code": "(" * 100_000 + "."}, {"code": "x.", "cursor_pos": 10**12}):
            for kind in ("complete_request", "inspect_request", "is_complete_request", "history_request"):
                session.send(socket, session.msg(kind, content))
        self.assertEqual(self.kernel.run("9").result, "9")

    def ask_of(self, kernel, kind, content):
        message = kernel.client.session.msg(kind, content)
        kernel.client.shell_channel.send(message)
        return kernel.reply(message["header"]["msg_id"])["content"]

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
