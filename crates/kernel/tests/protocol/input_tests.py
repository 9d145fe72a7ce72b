"""Standard input: the client is asked for each line that a cell reads."""

import unittest

from kernel import PATIENCE, Kernel

READ = "let mut line = String::new();\nstd::io::stdin().read_line(&mut line).unwrap();\nline"
LOOP = 'for line in std::io::stdin().lines() { println!("<{}>", line.unwrap()); }'


class Input(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.kernel = cls.enterClassContext(Kernel())

    def asked(self):
        return self.kernel.client.get_stdin_msg(timeout=PATIENCE)

    def answer(self, text):
        question = self.asked()
        self.assertEqual(question["header"]["msg_type"], "input_request")
        self.kernel.client.input(text)
        return question

    def test_a_line_is_asked_for(self):
        request = self.kernel.client.execute('print!("name? ");\n' + READ, allow_stdin=True)
        prompt = self.kernel.until(request, lambda m: m["header"]["msg_type"] == "stream")
        self.assertEqual(prompt["content"]["text"], "name? ")
        question = self.answer("Ada ä😀")
        self.assertEqual(question["parent_header"]["msg_id"], request)
        self.assertEqual(question["content"], {"prompt": "", "password": False})
        self.assertEqual(self.kernel.finish(request).result, '"Ada ä😀\\n"')

    def test_one_line_at_a_time_until_the_end(self):
        request = self.kernel.client.execute(LOOP, allow_stdin=True)
        for line in ("one", "", "three", "\x04"):
            self.answer(line)
        self.assertEqual(self.kernel.finish(request).text(), "<one>\n<>\n<three>\n")

    def test_a_client_that_takes_no_input_gives_its_end(self):
        cell = self.kernel.run(READ, allow_stdin=False)
        self.assertEqual(cell.result, '""')
        self.assertIn("standard input", cell.text("stderr"))
        self.assertEqual(self.kernel.run(LOOP, allow_stdin=False).text("stderr").count("note:"), 1)

    def test_a_cell_that_waits_is_interrupted_and_keeps_its_variables(self):
        self.kernel.run("let kept = 7;")
        request = self.kernel.client.execute(READ, allow_stdin=True)
        self.asked()
        self.kernel.control("interrupt_request", {})
        self.assertEqual(self.kernel.finish(request).reply["ename"], "interrupted")
        # The answer to the old question, when it comes after all, is not taken for that to a new one.
        self.kernel.client.input("too late")
        request = self.kernel.client.execute(READ + ".len() as i32 + kept", allow_stdin=True)
        self.answer("new")
        self.assertEqual(self.kernel.finish(request).result, "11")

    def test_requests_are_answered_while_a_cell_waits(self):
        request = self.kernel.client.execute(READ, allow_stdin=True)
        self.asked()
        message = self.kernel.client.session.msg("kernel_info_request", {})
        self.kernel.client.shell_channel.send(message)
        self.assertEqual(self.kernel.reply(message["header"]["msg_id"])["content"]["status"], "ok")
        self.kernel.client.input("x")
        self.assertEqual(self.kernel.finish(request).result, '"x\\n"')

    def test_a_program_that_a_cell_starts_finds_the_end(self):
        cell = self.kernel.run('std::process::Command::new("cat").status().unwrap().success()', allow_stdin=True)
        self.assertEqual(cell.result, "true")


if __name__ == "__main__":
    unittest.main()
