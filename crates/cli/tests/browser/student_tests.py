"""What a student sees in JupyterLab."""

import re
import shutil
import tempfile
import unittest
from pathlib import Path

from lab import ROOT, Lab, write_key, write_notebook
from page import ERROR, Notebook
from playwright.sync_api import expect

# Set by run.py.
BROWSER = PICTURES = None

SCRATCH = [
    "use noisebook::prelude::*;\nlet kept = 41;\nlet weights: Tensor<2> = Tensor::ones([2, 3], &device());",
    "let text: String = kept;",
    # Goes on slowly until the test has seen it move.
    """let mut bar = progress("Training", 1000);
for step in 0..1000 {
    if !std::path::Path::new("seen").exists() { std::thread::sleep(std::time::Duration::from_millis(100)); }
    bar.set(format!("loss {:.3}", 1.0 / (step + 1) as f64));
    bar.step();
}""",
    """println!("endless");
let mut rounds = 0u64;
loop { rounds += 1; std::thread::sleep(std::time::Duration::from_millis(1)); }""",
    "kept + 1",
    "",
    "weights.matmul",
]
ERROR_CELL, PROGRESS_CELL, LOOP_CELL, AFTER_CELL, EMPTY_CELL, HELP_CELL = range(1, 7)

# Notes each state of the first output of a cell while it runs.
WATCH = """cell => {
    window.seen = [];
    const look = () => {
        const bars = cell.querySelectorAll('.jp-OutputArea-output progress');
        const outputs = cell.querySelectorAll('.jp-OutputArea-child').length;
        for (const bar of bars) window.seen.push({value: bar.value, bars: bars.length, outputs});
    };
    new MutationObserver(look).observe(cell, {childList: true, subtree: true, attributes: true});
}"""


class InTheBrowser(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = cls.enterClassContext(tempfile.TemporaryDirectory(prefix="noisebook-browser-"))
        cls.key = write_key(folder, "forward")
        for name in ("tour", "elbo"):
            shutil.copy(Path(ROOT, "notebooks", f"{name}.ipynb"), folder)
        write_notebook(f"{folder}/scratch.ipynb", SCRATCH)
        cls.lab = Lab(folder)
        cls.addClassCleanup(cls.lab.stop)
        cls.context = BROWSER.new_context(viewport={"width": 1300, "height": 900})
        cls.addClassCleanup(cls.context.close)

    def open(self, name):
        notebook = Notebook(self.context, self.lab, name, PICTURES)
        self.addCleanup(notebook.close)
        self.addCleanup(notebook.picture, "at-the-end")
        return notebook

    def test_the_first_run_of_forward_stops_at_a_todo(self):
        self.stops_at_a_todo("forward.ipynb")

    def test_the_first_run_of_elbo_stops_at_a_todo(self):
        self.stops_at_a_todo("elbo.ipynb")

    def stops_at_a_todo(self, name):
        notebook = self.open(name)
        notebook.run_all()
        error = notebook.cells.locator(ERROR)
        expect(error).to_have_count(1)
        expect(error).to_contain_text(re.compile(r"TODO 1[a-z]"))
        expect(error).to_contain_text("hint:")
        self.assertEqual(notebook.prompts()[-1], "[ ]:", "the cells after the error must not run")
        notebook.picture("todo", error)

    def test_the_tour_goes_on_after_the_errors_it_shows(self):
        notebook = self.open("tour.ipynb")
        notebook.run_all()
        errors = notebook.cells.locator(ERROR)
        expect(errors).to_have_count(3)
        for index, words in enumerate(["cannot assign twice", "panic", "TODO 6a"]):
            expect(errors.nth(index)).to_contain_text(words)
        self.all_ran(notebook)
        notebook.images(2)
        expect(notebook.cells.locator("progress")).to_have_count(1)
        expect(notebook.cells.filter(has=notebook.page.locator("progress"))).to_contain_text("100 %")
        notebook.picture("figure", notebook.cells.locator("img").first)
        notebook.picture("panic", errors.nth(1))

    def all_ran(self, notebook):
        self.assertNotIn("[ ]:", notebook.prompts())

    def test_forward_with_answers_runs_whole(self):
        notebook = self.open(self.key)
        notebook.run_all()
        expect(notebook.cells.locator(ERROR)).to_have_count(0)
        self.all_ran(notebook)
        images = notebook.images(6)
        for image in images:
            self.assertTrue(image["pixels"] >= image["shown"] > 200, image)
        for theme in ("Light", "Dark"):
            notebook.theme(theme)
            self.legible(notebook)
            notebook.picture(f"plot-{theme}", notebook.cells.locator("img").first)
            notebook.picture(f"table-{theme}", notebook.cells.locator("table").first)
        notebook.theme("Light")
        saved = [output for cell in notebook.save()["cells"] for output in cell.get("outputs", [])]
        kept = [output for output in saved if "image/png" in output.get("data", {})]
        self.assertEqual(len(kept), len(notebook.images(len(kept))))
        self.assertTrue(all("text/plain" in output["data"] for output in kept))

    def legible(self, notebook):
        """Text of tables stands out from what is behind it."""
        script = """cell => {
            const light = colour => {
                const [r, g, b] = colour.match(/[\\d.]+/g).map(Number);
                return (0.2126 * r + 0.7152 * g + 0.0722 * b) / 255;
            };
            const page = document.querySelector('.jp-Notebook');
            return Math.abs(light(getComputedStyle(cell).color) - light(getComputedStyle(page).backgroundColor));
        }"""
        contrast = notebook.cells.locator("td").first.evaluate(script)
        self.assertGreater(contrast, 0.5)

    def test_a_session(self):
        notebook = self.open("scratch.ipynb")
        notebook.run(0)
        for look in (self.an_error, self.progress, self.an_interrupt, self.completion, self.inspection):
            with self.subTest(look.__name__):
                look(notebook)

    def an_error(self, notebook):
        notebook.run(ERROR_CELL)
        error = notebook.cell(ERROR_CELL).locator(ERROR)
        expect(error).to_contain_text("mismatched types")
        expect(error).to_contain_text("let text: String = kept;")
        notebook.picture("error", error)

    def progress(self, notebook):
        cell = notebook.cell(PROGRESS_CELL)
        cell.evaluate(WATCH)
        notebook.start(PROGRESS_CELL)
        bar = cell.locator("progress")
        notebook.page.wait_for_function("new Set(window.seen.map(state => state.value)).size > 3")
        notebook.picture("progress", bar)
        (self.lab.folder / "seen").touch()
        expect(cell.locator("code")).to_contain_text("1000/1000")
        seen = notebook.page.evaluate("window.seen")
        values = [state["value"] for state in seen]
        self.assertEqual(values, sorted(values), "a bar never goes back")
        self.assertEqual({(state["bars"], state["outputs"]) for state in seen}, {(1, 1)}, "one bar, in its place")

    def an_interrupt(self, notebook):
        notebook.start(LOOP_CELL)
        expect(notebook.outputs(LOOP_CELL).first).to_contain_text("endless")
        notebook.page.locator('.jp-NotebookPanel-toolbar [data-jp-item-name="interrupt"]').click()
        error = notebook.cell(LOOP_CELL).locator(ERROR)
        expect(error).to_contain_text("interrupted")
        notebook.run(AFTER_CELL)
        expect(notebook.outputs(AFTER_CELL)).to_have_text("42")
        notebook.picture("interrupt", error)

    def completion(self, notebook):
        notebook.cell(EMPTY_CELL).locator(".cm-content").click()
        notebook.page.keyboard.type("weights.")
        notebook.page.keyboard.press("Tab")
        popup = notebook.page.locator(".jp-Completer")
        expect(popup).to_be_visible()
        # JupyterLab fills a long list bit by bit.
        for method in ("matmul", "transpose", "reshape"):
            name = popup.locator(".jp-Completer-match").filter(has_text=re.compile(rf"^{method}\b"))
            expect(name).not_to_have_count(0)
        notebook.picture("completion", popup)
        notebook.page.keyboard.press("Escape")

    def inspection(self, notebook):
        notebook.cell(HELP_CELL).locator(".cm-content").click()
        notebook.page.keyboard.press("End")
        notebook.page.keyboard.press("Shift+Tab")
        tooltip = notebook.page.locator(".jp-Tooltip")
        expect(tooltip).to_contain_text("fn matmul(self, other: Self) -> Self")
        expect(tooltip).to_contain_text("burn-tensor")
        notebook.picture("inspection", tooltip)
        notebook.page.keyboard.press("Escape")
        expect(tooltip).to_have_count(0)
