"""What people put into scripts and CI: each as a command, as they call it."""

import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

KERNEL = {"name": "noisebook", "display_name": "Rust (Noisebook)", "language": "rust"}
PARAMETERS = """let mut timesteps: usize = 1000; // how many
let mut rate: f32 = 0.5;
let mut name: &str = "linear";
let mut label: String = String::new();
let mut betas: Vec<f64> = vec![];
let mut ema: bool = false;"""
USE = 'println!("{timesteps} {rate} {name} {label:?} {betas:?} {ema}");'


def code(source, **metadata):
    return nbformat.v4.new_code_cell(source, metadata=metadata)


class Execute(unittest.TestCase):
    def setUp(self):
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory(prefix="noisebook-clients-")))

    def write(self, *cells):
        notebook = nbformat.v4.new_notebook(cells=list(cells), metadata={"kernelspec": KERNEL})
        nbformat.write(notebook, self.folder / "in.ipynb")
        return notebook

    def run_module(self, *arguments):
        command = [sys.executable, "-m", *arguments]
        return subprocess.run(command, cwd=self.folder, capture_output=True, text=True)

    def text(self, name):
        cells = nbformat.read(self.folder / name, 4).cells
        return "".join(output.get("text", "") for cell in cells for output in cell.get("outputs", []))

    def test_nbconvert(self):
        self.write(code("let x = 20;"), code('println!("{}", x + 22);'))
        run = self.run_module("nbconvert", "--to", "notebook", "--execute", "in.ipynb", "--output", "out.ipynb")
        self.assertEqual(run.returncode, 0, run.stderr)
        self.assertEqual(self.text("out.ipynb"), "42\n")
        run = self.run_module("nbconvert", "--to", "html", "out.ipynb")
        self.assertEqual(run.returncode, 0, run.stderr)

    def test_nbconvert_stops_at_an_error(self):
        self.write(code('panic!("no {}", "way");'), code("1"))
        run = self.run_module("nbconvert", "--to", "notebook", "--execute", "in.ipynb", "--output", "out.ipynb")
        self.assertNotEqual(run.returncode, 0)
        self.assertIn("no way", run.stderr)

    def test_nbclient_raises_what_a_cell_throws(self):
        notebook = self.write(code('fn deep() { panic!("too deep") }\ndeep();'))
        with self.assertRaises(CellExecutionError) as raised:
            NotebookClient(notebook, kernel_name="noisebook", startup_timeout=600).execute()
        self.assertEqual((raised.exception.ename, raised.exception.evalue), ("panic", "too deep"))

    def test_papermill_gives_parameters(self):
        self.write(code(PARAMETERS, tags=["parameters"]), code(USE))
        given = "{timesteps: 50, rate: 1, name: cosine, label: 'a \"b\" \\ ü', betas: [0.1, 2], ema: true}"
        run = self.run_module("papermill", "in.ipynb", "out.ipynb", "-y", given)
        self.assertEqual(run.returncode, 0, run.stderr)
        self.assertEqual(self.text("out.ipynb"), '50 1 cosine "a \\"b\\" \\\\ ü" [0.1, 2.0] true\n')
        run = self.run_module("papermill", "--help-notebook", "in.ipynb")
        self.assertIn("timesteps: usize (default 1000)", run.stdout)
        self.assertIn("how many", run.stdout)

    def test_papermill_says_which_cell_failed(self):
        self.write(code("let mut steps: usize = 1;", tags=["parameters"]), code("assert!(steps < 5);"))
        run = self.run_module("papermill", "in.ipynb", "out.ipynb", "-p", "steps", "7")
        self.assertNotEqual(run.returncode, 0)
        self.assertIn("assertion failed: steps < 5", run.stderr)


if __name__ == "__main__":
    unittest.main()
