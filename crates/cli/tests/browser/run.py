"""Runs the tests in one browser. Exit code 77: no browser could be started, and the last line says why."""

import os
import sys
import unittest
from pathlib import Path

CANNOT_BE_DRIVEN = 77
# The browser's own traffic is of no use here; a container has neither a sandbox nor a graphics card.
FLAGS = """--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking
    --disable-component-update --disable-sync""".split()


def launch(playwright):
    return playwright.chromium.launch(executable_path=os.environ["NOISEBOOK_BROWSER"], args=FLAGS, timeout=120_000)


def main():
    try:
        from playwright.sync_api import sync_playwright

        playwright = sync_playwright().start()
        browser = launch(playwright)
    except Exception as error:  # whatever keeps it from starting
        print(str(error).strip().splitlines()[0])
        return CANNOT_BE_DRIVEN
    import student_tests

    student_tests.BROWSER = browser
    student_tests.PICTURES = Path(sys.argv[1])
    suite = unittest.defaultTestLoader.loadTestsFromModule(student_tests)
    result = unittest.TextTestRunner(stream=sys.stdout, verbosity=2).run(suite)
    browser.close()
    playwright.stop()
    return 0 if result.wasSuccessful() else 1


sys.exit(main())
