"""Small pictures, made here: a PNG that browsers show, and headers of the other formats."""

import struct
import zlib


def png(red: int = 20, green: int = 90, blue: int = 160, *, width: int = 8, height: int = 8) -> bytes:
    """Return a picture of one colour."""
    rows = (b"\0" + bytes((red, green, blue)) * width) * height
    parts = ((b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)), (b"IDAT", zlib.compress(rows)))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*part) for part in (*parts, (b"IEND", b"")))


def png_of_size(width: int, height: int) -> bytes:
    """Return the header alone of a picture of any size."""
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))


def gif(width: int = 8, height: int = 8, *, moves: bool = False) -> bytes:
    """Return the header of a GIF, with the mark of one that repeats."""
    header = b"GIF89a" + struct.pack("<HH", width, height) + b"\0\0\0"
    return header + (b"\x21\xff\x0bNETSCAPE2.0\x03\x01\0\0\0" if moves else b"")


def jpeg(width: int = 8, height: int = 8) -> bytes:
    """Return the first segments of a JPEG."""
    size = struct.pack(">BHH", 8, height, width)
    return b"\xff\xd8\xff\xe0\x00\x04ab" + b"\xff\xc2\x00\x0b" + size + b"\x01\x01\x11\x00"


def webp(form: str, width: int = 8, height: int = 8, *, moves: bool = False) -> bytes:
    """Return the header of a WebP of one of the three forms."""
    bodies = {
        "VP8X": bytes([2 * moves, 0, 0, 0]) + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little"),
        "VP8L": b"\x2f" + (width - 1 | (height - 1) << 14).to_bytes(4, "little"),
        "VP8 ": b"\0\0\0\x9d\x01\x2a" + struct.pack("<HH", width, height),
    }
    body = bodies[form]
    return b"RIFF" + struct.pack("<I", len(body) + 12) + b"WEBP" + form.encode() + struct.pack("<I", len(body)) + body


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
