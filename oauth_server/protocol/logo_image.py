"""What a logo may be: a still picture of four formats, told by its first bytes and measured by its header."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

LARGEST: Final = 256 * 1024
"""Bytes."""
LONGEST_SIDE: Final = 2048
"""Pixels: what a browser unpacks stays small, however well it is packed."""
SIZE_IN_FRAME: Final = frozenset({*range(0xC0, 0xC4), *range(0xC5, 0xC8), *range(0xC9, 0xCC), *range(0xCD, 0xD0)})
"""The markers of JPEG whose segment begins with the size."""


class LogoRefused(Exception):
    """A picture is none that is shown; the message says why, and may be shown."""


@dataclass(frozen=True, slots=True)
class LogoImage:
    """What the header of a picture says; the sides are in pixels."""

    content_type: str
    width: int
    height: int


def read(content: bytes) -> LogoImage:
    """Return what a picture is; raise LogoRefused for too large a one, one that moves, and anything else."""
    if len(content) > LARGEST:
        raise LogoRefused(_("The picture is larger than 256 KiB."))
    found = next((kind for (at, magic), kind in FORMATS.items() if content[at : at + len(magic)] == magic), None)
    if found is None:
        raise LogoRefused(_("The picture is none of PNG, JPEG, WebP and GIF."))
    content_type, measure = found
    width, height = measure(content)
    if not (0 < width <= LONGEST_SIDE and 0 < height <= LONGEST_SIDE):
        raise LogoRefused(_("A side of the picture is longer than 2048 pixels, or it has no size."))
    return LogoImage(content_type, width, height)


def _png(content: bytes) -> tuple[int, int]:
    if content[12:16] != b"IHDR":
        return 0, 0
    _hold_still(b"acTL" in content[: content.find(b"IDAT")])
    return int.from_bytes(content[16:20]), int.from_bytes(content[20:24])


def _gif(content: bytes) -> tuple[int, int]:
    _hold_still(b"NETSCAPE2.0" in content or b"ANIMEXTS1.0" in content)
    return int.from_bytes(content[6:8], "little"), int.from_bytes(content[8:10], "little")


def _webp(content: bytes) -> tuple[int, int]:
    if content[:4] != b"RIFF":
        return 0, 0
    form, body = content[12:16], content[20:30]
    if form == b"VP8X":
        _hold_still(bool(body[:1] and body[0] & 0x02))
        return 1 + int.from_bytes(body[4:7], "little"), 1 + int.from_bytes(body[7:10], "little")
    if form == b"VP8L" and body[:1] == b"\x2f":
        bits = int.from_bytes(body[1:5], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    if form == b"VP8 " and body[3:6] == b"\x9d\x01\x2a":
        return int.from_bytes(body[6:8], "little") & 0x3FFF, int.from_bytes(body[8:10], "little") & 0x3FFF
    return 0, 0


def _jpeg(content: bytes) -> tuple[int, int]:
    """Return the size of the first frame: segment by segment, each tells how long it is."""
    position = 2
    while content[position : position + 1] == b"\xff":
        marker, length = content[position + 1 : position + 2], int.from_bytes(content[position + 2 : position + 4])
        if marker and marker[0] in SIZE_IN_FRAME:
            size = content[position + 5 : position + 9]
            return int.from_bytes(size[2:4]), int.from_bytes(size[0:2])
        position += 2 + length if length >= 2 else len(content)
    return 0, 0


def _hold_still(moves: bool) -> None:
    if moves:
        raise LogoRefused(_("The picture moves: a logo is one that stands still."))


Measure = Callable[[bytes], tuple[int, int]]
FORMATS: Final[Mapping[tuple[int, bytes], tuple[str, Measure]]] = {
    (0, b"\x89PNG\r\n\x1a\n"): ("image/png", _png),
    (0, b"\xff\xd8\xff"): ("image/jpeg", _jpeg),
    (0, b"GIF87a"): ("image/gif", _gif),
    (0, b"GIF89a"): ("image/gif", _gif),
    (8, b"WEBP"): ("image/webp", _webp),
}
"""Where the bytes stand that tell a format, its media type, and what measures it. No SVG: that is a document, which
may hold scripts."""
