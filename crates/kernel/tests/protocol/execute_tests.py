"""Cells: counts, streams, results, errors, the queue."""

import os
import tempfile
import time
import unittest
from pathlib import Path

from kernel import Kernel


class Execute(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.kernel = cls.enterClassContext(Kernel())

    def test_states_input_and_reply_frame_a_cell(self):
        cell = self.kernel.run("2 * 21")
        kinds = [m["header"]["msg_type"] for m in cell.messages]
        self.assertEqual(kinds, ["status", "execute_input", "execute_result", "status"])
        self.assertEqual(cell.states, ["busy", "idle"])
        self.assertEqual((cell.result, cell.reply["status"], cell.reply["payload"]), ("42", "ok", []))
        self.assertEqual(cell.of("execute_input")[0]["execution_count"], cell.reply["execution_count"])

    def test_counts(self):
        first = self.kernel.run("1").reply["execution_count"]
        self.assertEqual(self.kernel.run("1", store_history=False).reply["execution_count"], first + 1)
        silent = self.kernel.run("1", silent=True)
        self.assertEqual([m["header"]["msg_type"] for m in silent.messages], ["status", "status"])
        self.assertEqual(self.kernel.run("1").reply["execution_count"], first + 1)

    def test_partial_lines_come_while_the_cell_runs(self):
        code = 'print!("half "); while !std::path::Path::new("%s").exists() { std::thread::yield_now(); } println!("whole");'
        sign = self.sign()
        request = self.kernel.client.execute(code % sign)
        part = self.kernel.until(request, lambda m: m["header"]["msg_type"] == "stream")
        self.assertEqual(part["content"]["text"], "half ")
        sign.touch()
        self.assertEqual(self.kernel.finish(request).text(), "whole\n")

    def sign(self):
        """A file that a cell waits for."""
        return Path(self.enterContext(tempfile.TemporaryDirectory()), "go")

    def test_threads_that_outlive_their_cell(self):
        code = """
            std::thread::spawn(move || {
                while !std::path::Path::new("%s").exists() { std::thread::sleep(std::time::Duration::from_millis(10)); }
                print!("late");
                std::io::Write::flush(&mut std::io::stdout()).unwrap();
                noisebook::runtime::display::show(&noisebook::runtime::display::Rich::text("a picture"));
            });
        """
        sign = self.sign()
        request = self.kernel.client.execute(code % sign)
        self.assertEqual(self.kernel.finish(request).reply["status"], "ok")
        sign.touch()
        late = self.kernel.until(request, lambda m: m["header"]["msg_type"] == "stream")
        self.assertEqual(late["content"], {"name": "stdout", "text": "late"})
        shown = self.kernel.until(request, lambda m: m["header"]["msg_type"] == "display_data")
        self.assertEqual(shown["content"]["data"], {"text/plain": "a picture"})

    def test_bytes_that_are_no_text(self):
        code = r'''
            use std::io::Write;
            let mut out = std::io::stdout();
            out.write_all("ä".as_bytes()[..1].as_ref()).unwrap();
            out.flush().unwrap();
            std::thread::sleep(std::time::Duration::from_millis(200));
            out.write_all(&"ä".as_bytes()[1..]).unwrap();
            out.write_all(b"\xff\n").unwrap();
        '''
        self.assertEqual(self.kernel.run(code).text(), "ä\ufffd\n")

    def test_few_messages_for_much_text(self):
        since = time.monotonic()
        cell = self.kernel.run('for i in 0..20_000 { println!("{i}"); }')
        self.assertEqual(cell.text().split(), [str(i) for i in range(20_000)])
        self.assertLess(len(cell.of("stream")), 20 * (time.monotonic() - since) + 10, "twenty a second")

    def test_a_flood_is_cut(self):
        cell = self.kernel.run('let line = "x".repeat(1023); for _ in 0..65_536 { println!("{line}"); }')
        text = cell.text()
        self.assertLess(len(text), (1 << 20) + 200)
        self.assertIn("a cell can show 1.0 MiB on stdout", text)
        self.assertTrue(text.endswith("[63.0 MiB more on stdout left out]\n"), text[-100:])
        self.assertEqual(self.kernel.run("1").result, "1")

    def test_figures_come_as_they_are_shown(self):
        code = '''
            use noisebook::runtime::display::{Rich, show};
            print!("before");
            show(&Rich::text("one").with_image("image/png", vec![1, 2, 3], (30, 20)));
            show(&Rich::text("two"));
        '''
        cell = self.kernel.run(code)
        first, second = cell.of("display_data")
        self.assertEqual(first["data"], {"text/plain": "one", "image/png": "AQID"})
        self.assertEqual(first["metadata"], {"image/png": {"width": 30, "height": 20}})
        self.assertEqual(second["data"], {"text/plain": "two"})
        kinds = [m["header"]["msg_type"] for m in cell.messages[2:-1]]
        self.assertEqual(kinds, ["stream", "display_data", "display_data"])

    def test_a_figure_is_updated_and_cleared(self):
        code = '''
            let mut steps = noisebook::runtime::progress("steps", 3);
            for _ in 0..3 { std::thread::sleep(std::time::Duration::from_millis(150)); steps.step(); }
            noisebook::cell::clear_output(true);
        '''
        cell = self.kernel.run(code)
        self.assertEqual(cell.reply["status"], "ok", cell.reply)
        first, *updates = [m for m in cell.messages if "display_data" in m["header"]["msg_type"]]
        self.assertEqual(first["header"]["msg_type"], "display_data")
        self.assertTrue(updates)
        ids = {m["content"]["transient"]["display_id"] for m in (first, *updates)}
        self.assertEqual(len(ids), 1)
        self.assertEqual({m["header"]["msg_type"] for m in updates}, {"update_display_data"})
        self.assertEqual(cell.of("clear_output"), [{"wait": True}])

    def test_a_long_result_with_letters_of_all_sizes(self):
        cell = self.kernel.run('"aä€😀".repeat(50_000)')
        self.assertEqual(cell.result, '"' + "aä€😀" * 50_000 + '"')

    def test_a_panic(self):
        cell = self.kernel.run('fn deep() { panic!("too deep") }\ndeep();')
        error = cell.of("error")[0]
        self.assertEqual((error["ename"], error["evalue"]), ("panic", "too deep"))
        self.assertIn("deep()", "\n".join(error["traceback"]))
        for key in ("ename", "evalue", "traceback"):
            self.assertEqual(cell.reply[key], error[key])
        self.assertEqual(cell.reply["status"], "error")

    def test_a_compile_error(self):
        error = self.kernel.run("let wrong: String = 1;").of("error")[0]
        self.assertEqual((error["ename"], error["evalue"]), ("E0308", "mismatched types"))
        self.assertIn("let wrong: String = 1;", "\n".join(error["traceback"]))

    def test_cells_after_a_failed_one_are_aborted(self):
        client = self.kernel.client
        failing, after, last = [client.execute(code) for code in ('panic!("stop")', "1", "2")]
        self.assertEqual(self.kernel.finish(failing).reply["status"], "error")
        for request in (after, last):
            cell = self.kernel.finish(request)
            self.assertEqual((cell.reply["status"], cell.states), ("aborted", ["busy", "idle"]))
            self.assertEqual(cell.reply["execution_count"], 0, "a number would say that it ran")
        self.assertEqual(self.kernel.run("3").result, "3")

    def test_cells_go_on_after_a_failed_one_when_asked(self):
        client = self.kernel.client
        failing, after = client.execute('panic!("go on")', stop_on_error=False), client.execute("4")
        self.assertEqual(self.kernel.finish(failing).reply["status"], "error")
        self.assertEqual(self.kernel.finish(after).result, "4")

    def test_user_expressions_are_evaluated_after_the_cell(self):
        wanted = {"sum": "total + 1.5", "text": "name", "wrong": "nothing", "no": "let x = 1;", "panic": 'panic!("no")'}
        reply = self.kernel.run('let total = 2.0;\nlet name = String::from("a");', user_expressions=wanted).reply
        found = reply["user_expressions"]
        self.assertEqual(found["sum"], {"status": "ok", "data": {"text/plain": "3.5"}, "metadata": {}})
        self.assertEqual(found["text"]["data"], {"text/plain": '"a"'})
        self.assertEqual((found["wrong"]["status"], found["wrong"]["ename"]), ("error", "E0425"))
        self.assertEqual(found["no"]["evalue"], "`let x = 1;` is no expression")
        self.assertEqual(found["panic"]["ename"], "panic")
        # They take nothing away, and show nothing.
        cell = self.kernel.run("name", silent=False, user_expressions={"name": "name"})
        self.assertEqual((cell.result, len(cell.of("execute_result"))), ('"a"', 1))
        self.assertEqual(self.kernel.run('panic!("x")', user_expressions={"a": "1"}).reply["user_expressions"], {})

    def test_user_expressions_of_a_silent_cell(self):
        cell = self.kernel.run("", silent=True, user_expressions={"a": "6 * 7"})
        self.assertEqual(cell.reply["user_expressions"]["a"]["data"], {"text/plain": "42"})
        self.assertEqual([m["header"]["msg_type"] for m in cell.messages], ["status", "status"])

    def test_a_cell_that_ends_its_process(self):
        self.kernel.run("fn kept() -> i32 { 7 }\nlet lost = 1;")
        for code, why in [
            ("std::process::exit(3);", "exit(3)"),
            ("std::process::abort();", "SIGABRT"),
            ("unsafe { *(8 as *mut i32) = 1; }", "SIG"),
            ("fn f(n: u64) -> u64 { if n == 0 { 0 } else { 1 + f(std::hint::black_box(n + 1)) } }\nf(1)", "stack overflowed"),
        ]:
            with self.subTest(code=code):
                error = self.kernel.run(code).of("error")[0]
                self.assertIn(why, error["evalue"])
                self.assertEqual(self.kernel.run("kept()").result, "7")

    def test_nothing_of_the_kernel_reaches_a_cell(self):
        self.assertEqual(self.kernel.run("std::env::args().count()").result, "1")
        self.assertNotIn(str(os.getpid()), self.kernel.run("std::process::id()").result or "")


if __name__ == "__main__":
    unittest.main()
