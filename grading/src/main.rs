//! The judge: grades submissions and proves the tests. Students never receive it.

mod judge;

use std::process::ExitCode;

fn main() -> ExitCode {
    sandbox::init_if_requested();
    grading::reference::serve_if_requested();
    judge::main()
}
