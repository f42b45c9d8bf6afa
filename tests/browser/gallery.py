"""Screenshots of pages: those of the manual, or every page in its four forms to be looked at.

`python -m tests.browser.gallery` makes docs/gallery anew; `python -m tests.browser.gallery FOLDER [NAME ...]` writes
every page, or those named, to a folder.
"""

import os
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import Browser, Error, sync_playwright

from tests.browser.chosen import FOLDER, chosen, page, picture
from tests.browser.pages import PAGES
from tests.browser.shown import CORNERS, FORMS, Form, Shown
from tests.browser.visit import Visit
from tests.live.server import LiveServer


def photograph(
    browser: Browser, server: LiveServer, shown: Shown, folder: Path, *, forms: Sequence[Form], whole: bool
) -> None:
    """Write the pictures of one page; without `whole`, no more of it than a window shows."""
    with browser.new_context(reduced_motion="reduce") as context:
        visit = Visit(context.new_page(), server)
        shown.open(visit)
        for width, scheme in forms:
            visit.page.set_viewport_size({"width": width, "height": 800})
            visit.page.emulate_media(color_scheme=scheme)
            visit.page.evaluate("window.scrollTo(0, 0)")
            visit.page.screenshot(path=folder / picture(shown.name, (width, scheme)), full_page=whole)


def main(arguments: list[str]) -> list[str]:
    """Photograph the manual's pages, or all, or those named, on a server of its own; return what was not reached."""
    missing: list[str] = []
    folder = Path(arguments[0]) if arguments else FOLDER
    manual = folder.resolve() == FOLDER
    names, forms = (chosen(), CORNERS) if manual else (arguments[1:], FORMS)
    folder.mkdir(parents=True, exist_ok=True)
    if manual:
        for old in folder.iterdir():
            old.unlink()
        (folder / "README.md").write_text(page(), encoding="utf-8")
    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    with tempfile.TemporaryDirectory() as temporary, sync_playwright() as playwright:
        server = LiveServer(Path(temporary), worker="gw0")
        server.prepare()
        try:
            server.start()
            browser = playwright.chromium.launch(executable_path=path, args=sandbox)
            for shown in PAGES:
                if not names or shown.name in names:
                    try:
                        photograph(browser, server, shown, folder, forms=forms, whole=not manual)
                    except (Error, AssertionError) as reason:
                        missing.append(f"{shown.name}: {reason}")
            browser.close()
        finally:
            server.discard()
    return missing


if __name__ == "__main__":
    sys.exit("\n".join(main(sys.argv[1:])) or None)
