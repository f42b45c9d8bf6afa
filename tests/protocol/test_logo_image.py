"""What a logo may be."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from oauth_server.protocol.logo_image import LARGEST, LogoImage, LogoRefused, read
from tests.pictures import gif, jpeg, png, png_of_size, webp

PICTURES = {
    "image/png": png(width=8, height=5),
    "image/gif": gif(8, 5),
    "image/jpeg": jpeg(8, 5),
}


@pytest.mark.parametrize("content_type", PICTURES)
def test_a_picture_is_told_by_its_bytes_and_measured_by_its_header(content_type: str) -> None:
    assert read(PICTURES[content_type]) == LogoImage(content_type, 8, 5)


@pytest.mark.parametrize("form", ["VP8X", "VP8L", "VP8 "])
def test_each_form_of_webp_is_measured(form: str) -> None:
    assert read(webp(form, 300, 5)) == LogoImage("image/webp", 300, 5)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"<html>",
        b"%PDF-1.7",
        png_of_size(2049, 1),
        png_of_size(1, 2**31),
        png_of_size(0, 8),
        b"\x89PNG\r\n\x1a\n" + b"\0" * 30,
        jpeg(8, 0),
        b"\xff\xd8\xff\xe0\x00\x00",
        b"xxxx\0\0\0\0WEBPVP8 ",
        png() + b"\0" * LARGEST,
    ],
    ids=["nothing", "svg", "html", "pdf", "wide", "tall", "empty", "no-header", "flat", "endless", "no-riff", "large"],
)
def test_anything_else_is_refused(content: bytes) -> None:
    with pytest.raises(LogoRefused):
        read(content)


@pytest.mark.parametrize(
    "content",
    [gif(moves=True), webp("VP8X", moves=True), png()[:33] + b"\0\0\0\x08acTL" + b"\0" * 12 + png()[33:]],
    ids=["gif", "webp", "png"],
)
def test_a_picture_that_moves_is_refused(content: bytes) -> None:
    with pytest.raises(LogoRefused, match="moves"):
        read(content)


@given(st.sampled_from([*PICTURES.values(), webp("VP8X")]), st.integers(0, 60), st.binary(max_size=40))
@example(PICTURES["image/jpeg"], 4, b"")
def test_bytes_of_any_kind_are_read_or_refused(picture: bytes, kept: int, rest: bytes) -> None:
    try:
        found = read(picture[:kept] + rest)
    except LogoRefused:
        return
    assert 0 < found.width <= 2048
    assert 0 < found.height <= 2048
