"""A notebook in the browser, in the words of a reader: cells, outputs, themes. Every wait is for something to be seen."""

import json
import re

from playwright.sync_api import expect

# For what never takes that long, however busy the machine.
PATIENCE_MS = 300_000
RUNNING = "[*]:"
ERROR = '[data-mime-type="application/vnd.jupyter.stderr"]'
expect.set_options(timeout=PATIENCE_MS)


class Notebook:
    def __init__(self, context, lab, name, pictures):
        self.file = lab.folder / name
        self.name, self.pictures = name.removesuffix(".ipynb"), pictures
        self.page = context.new_page()
        self.page.set_default_timeout(PATIENCE_MS)
        self.page.goto(lab.url(name), wait_until="domcontentloaded")
        self.cells = self.page.locator(".jp-Notebook .jp-CodeCell")
        self.wait_idle()

    def close(self):
        self.page.close(run_before_unload=False)

    def wait_idle(self):
        """The kernel answers and has nothing to do."""
        # In the status bar: the notebook's own indicator is idle already while there is no kernel yet.
        expect(self.page.get_by_text("Rust (Noisebook) | Idle", exact=True)).to_be_visible()

    def cell(self, index):
        return self.cells.nth(index)

    def outputs(self, index):
        return self.cell(index).locator(".jp-OutputArea-output")

    def prompts(self):
        return self.cells.locator(".jp-InputPrompt").all_text_contents()

    def menu(self, *names):
        bar, *items = names
        self.page.locator(".lm-MenuBar-item", has=self.page.get_by_text(bar, exact=True)).click()
        for name in items:
            self.page.locator(".lm-Menu-item", has=self.page.get_by_text(name, exact=True)).click()

    def run_all(self):
        self.menu("Run", "Run All Cells")
        self.page.wait_for_function(
            """running => {
                const prompts = [...document.querySelectorAll('.jp-CodeCell .jp-InputPrompt')].map(p => p.textContent);
                return prompts.some(p => /\\d/.test(p)) && !prompts.includes(running);
            }""",
            arg=RUNNING,
        )
        self.wait_idle()

    def start(self, index):
        """Runs a cell and does not wait for its end."""
        self.cell(index).locator(".cm-content").click()
        self.page.keyboard.press("Control+Enter")

    def run(self, index):
        """Runs a cell to its end."""
        self.start(index)
        expect(self.cell(index).locator(".jp-InputPrompt")).to_have_text(re.compile(r"\[\d+\]:"))

    def theme(self, name):
        self.menu("Settings", "Theme", f"JupyterLab {name}")
        light = "true" if name == "Light" else "false"
        expect(self.page.locator(f'body[data-jp-theme-light="{light}"]')).to_have_count(1)

    def picture(self, name, at=None):
        """A screenshot, with `at` in the middle of it."""
        if at is not None:
            self.show(at)
        self.page.screenshot(path=self.pictures / f"{self.name}-{name}.png")

    def show(self, at):
        """Scrolls until `at` stays in view: JupyterLab scrolls too after a run, and what is far away has no height yet."""
        in_view = 0
        for _ in range(30):
            at.evaluate("element => element.scrollIntoView({block: 'center'})")
            try:
                expect(at).to_be_in_viewport(timeout=1000)
                in_view += 1
            except AssertionError:
                in_view = 0
            if in_view == 3:
                return
        print(f"{self.name}: a picture may not show what it should", flush=True)

    def images(self, at_least):
        """Waits until all images are drawn, and there are so many; gives the width on the page and in pixels of each."""
        script = """least => {
            const images = [...document.querySelectorAll('.jp-Notebook .jp-CodeCell .jp-OutputArea-output img')];
            if (images.length < least || !images.every(i => i.complete && i.width > 0)) return null;
            return images.map(i => ({shown: i.width, pixels: i.naturalWidth}));
        }"""
        return self.page.wait_for_function(script, arg=at_least).json_value()

    def save(self):
        """Saves the notebook and reads it back."""
        with self.page.expect_response(lambda r: r.request.method == "PUT" and "/api/contents/" in r.url):
            self.page.keyboard.press("Control+s")
        return json.loads(self.file.read_text())
