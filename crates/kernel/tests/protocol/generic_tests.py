"""Jupyter's own suite for kernels, with cells in Rust."""

import unittest

from kernel import NAME, PATIENCE
import jupyter_kernel_test

SHOW = """
use noisebook::runtime::display::{Rich, show};
show(&Rich::text("a picture").with_html("<b>a picture</b>").with_image("image/svg+xml", b"<svg/>".to_vec(), (10, 10)));
"""


class Generic(jupyter_kernel_test.KernelTests):
    kernel_name = NAME
    language_name = "rust"
    file_extension = ".rs"

    code_hello_world = 'println!("hello, world");'
    code_stderr = 'eprintln!("an error");'
    code_generate_error = 'panic!("no");'
    code_clear_output = "noisebook::cell::clear_output(false);"
    code_inspect_sample = "answer"
    code_page_something = "?answer"

    code_execute_result = [
        {"code": "1 + 2 + 3", "result": "6"},
        {"code": '"a".repeat(3)', "result": '"aaa"'},
        {"code": "vec![1, 2]", "result": "[1, 2]"},
    ]
    code_display_data = [
        {"code": SHOW, "mime": "text/plain"},
        {"code": SHOW, "mime": "text/html"},
        {"code": SHOW, "mime": "image/svg+xml"},
    ]
    supported_history_operations = ("tail", "range", "search")
    code_history_pattern = "1 ? 2*"

    completion_samples = [
        {"text": "unsa", "matches": ["unsafe"]},
        {"text": "println!(\"{}\", answ", "matches": ["answer"]},
        {"text": "eprintl", "matches": ["eprintln!"]},
        {"text": "String::with_c", "matches": ["with_capacity"]},
    ]
    complete_code_samples = ["let x = 1;", "fn f() -> i32 {\n    3\n}\n", "", "x", "// {"]
    incomplete_code_samples = ["fn f() {", "let x =", 'println!("', "/* a", "vec![1,", "impl A for"]
    invalid_code_samples = ["let let x = 1;", "f(1]", "}", "fn 3() {}"]

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kc.execute_interactive("fn answer() -> i32 { 42 }", timeout=PATIENCE)


if __name__ == "__main__":
    unittest.main()
