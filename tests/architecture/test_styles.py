"""Every rule and token of our stylesheets is used."""

import re
from typing import Final

from tests.architecture.sources import PRODUCT, ROOT

COMMENT: Final = re.compile(r"/\*.*?\*/", re.DOTALL)
CLASS: Final = re.compile(r"\.([a-z][\w-]*)(?=[\s,.:>{\[)+~])")
TOKEN: Final = re.compile(r"(--(?!pico-)[a-z0-9-]+):")
OF_THE_STOCK_ADMINISTRATION: Final = {
    "addlink",
    "changelink",
    "checkbox-row",
    "messagelist",
    "object-tools",
    "related-widget-wrapper",
    "related-widget-wrapper-link",
    "sortoptions",
    "viewlink",
}
"""Classes that Django's templates write."""


def styles() -> str:
    """Return all our stylesheets, without comments."""
    found = sorted((ROOT / "static/css").glob("*.css"))
    return COMMENT.sub("", "".join(path.read_text(encoding="utf-8") for path in found))


def sources() -> str:
    """Return everything that writes a class: templates, scripts, modules."""
    folders = [ROOT / name for name in ("templates", "static/js", "static/docs", *PRODUCT)]
    files = (path for folder in folders for path in folder.rglob("*") if path.suffix in {".html", ".js", ".py"})
    return "".join(path.read_text(encoding="utf-8") for path in files)


def test_every_class_that_is_styled_is_written_somewhere() -> None:
    written = set(re.findall(r"[a-z][\w-]*", sources()))
    assert set(CLASS.findall(styles())) - written == OF_THE_STOCK_ADMINISTRATION


def test_every_token_is_used() -> None:
    assert {name for name in TOKEN.findall(styles()) if f"var({name})" not in styles()} == set()
