"""`var/demo.json` and `var/fapi2-key.json`: what the demo generated, written once, readable by its owner only."""

import json
import os
from pathlib import Path
from typing import Any

from django.conf import settings

from oauth_server.protocol.keys.client_key import new_client_key


def demo_file() -> Path:
    """Return where the passwords and client secrets lie."""
    path: Path = settings.VAR_DIR / "demo.json"
    return path


def client_key_file() -> Path:
    """Return where the private key of the client without a secret lies: beside the secrets of the others."""
    return demo_file().with_name("fapi2-key.json")


def read_demo_file() -> dict[str, Any]:
    """Return what the file says; an empty object where there is none."""
    return _read(demo_file())


def write_demo_file(content: dict[str, Any]) -> None:
    """Replace the file as a whole (mode 600), unless it says the same already."""
    _write(demo_file(), content)


def client_key() -> dict[str, Any]:
    """Return the private JSON Web Key of the client without a secret; it is made where there is none yet."""
    key = _read(client_key_file()) or new_client_key()
    _write(client_key_file(), key)
    return key


def _read(path: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return content


def _write(path: Path, content: dict[str, Any]) -> None:
    if content == _read(path):
        return
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = path.with_suffix(".fresh")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(json.dumps(content, indent=2) + "\n")
    fresh.replace(path)
