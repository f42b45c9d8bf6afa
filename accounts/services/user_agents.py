"""What a User-Agent header says of its device, in words; it is the sender's own claim (RFC 9110 section 10.1.5)."""

import re
from typing import Final

from django.utils.translation import gettext as _

BROWSERS: Final = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
"""In this order, for most browsers name others as well."""
SYSTEMS: Final = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("CrOS", "ChromeOS"),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("Tizen", "Tizen"),
    ("Web0S", "webOS"),
    ("Linux", "Linux"),
)
_PRODUCT: Final = re.compile(r"[A-Za-z][\w .+-]{0,39}", re.ASCII)


def in_words(header: str) -> str:
    """Return "Firefox on Windows", the product's name where it is no browser ("curl"), or "" where it tells nothing."""
    system = next((name for word, name in SYSTEMS if word in header), "")
    browser = next((name for word, name in BROWSERS if f"{word}/" in header), "")
    product = _PRODUCT.match(header.partition("/")[0])
    program = browser or (product[0].strip() if product and product[0] != "Mozilla" else "")
    if program and system:
        return _("%(program)s on %(system)s") % {"program": program, "system": system}
    return program or system
