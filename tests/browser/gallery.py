"""Screenshots of every page in its four forms, to be looked at: `python -m tests.browser.gallery FOLDER [NAME ...]`."""

import os
import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.browser.pages import FORMS, PAGES, Shown
from tests.browser.visit import Visit
from tests.live.server import LiveServer


def photograph(browser: Browser, server: LiveServer, shown: Shown, folder: Path) -> None:
    """Write one page's four pictures."""
    with browser.new_context(reduced_motion="reduce") as context:
        visit = Visit(context.new_page(), server)
        shown.open(visit)
        for width, scheme in FORMS:
            visit.page.set_viewport_size({"width": width, "height": 800})
            visit.page.emulate_media(color_scheme=scheme)
            visit.page.screenshot(path=folder / f"{shown.name}-{width}-{scheme}.png", full_page=True)


def main(arguments: list[str]) -> None:
    """Start a server of its own and photograph the pages named, or all."""
    folder, names = Path(arguments[0]), set(arguments[1:])
    folder.mkdir(parents=True, exist_ok=True)
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
                    photograph(browser, server, shown, folder)
            browser.close()
        finally:
            server.discard()


if __name__ == "__main__":
    main(sys.argv[1:])
