"""The manual's gallery is what its one command makes: every page chosen, in its forms, and nothing else."""

import os
import subprocess
import sys
from typing import Final

from tests.browser.chosen import FOLDER, chosen, page, picture
from tests.browser.pages import PAGES
from tests.browser.shown import CORNERS
from tests.live.server import ROOT

MOST: Final = 6 * 1024 * 1024
"""Bytes: a clone carries the gallery along."""


def test_every_page_chosen_is_a_page_and_is_chosen_once() -> None:
    assert set(chosen()) <= {shown.name for shown in PAGES}
    assert len(chosen()) == len(set(chosen()))


def test_the_gallery_holds_the_pictures_of_the_pages_chosen_and_nothing_else() -> None:
    pictures = {picture(name, form) for name in chosen() for form in CORNERS}
    assert {path.name for path in FOLDER.iterdir()} == {"README.md", *pictures}
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < MOST


def test_the_gallerys_page_says_what_each_picture_shows() -> None:
    assert (FOLDER / "README.md").read_text(encoding="utf-8") == page()


def test_the_list_of_pages_is_read_without_settings() -> None:
    """The command that makes the gallery is a plain program beside the server, as a relying party is."""
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    subprocess.run([sys.executable, "-c", "import tests.browser.gallery"], cwd=ROOT, env=environment, check=True)
