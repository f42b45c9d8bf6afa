"""`var/demo.json`: the demo's generated passwords and client secrets, written once, readable by their owner only."""

import json
import os
from pathlib import Path
from typing import Any

from django.conf import settings


def demo_file() -> Path:
    """Return where the file lies."""
    path: Path = settings.VAR_DIR / "demo.json"
    return path


def read_demo_file() -> dict[str, Any]:
    """Return what the file says; an empty object where there is none."""
    path = demo_file()
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return content


def write_demo_file(content: dict[str, Any]) -> None:
    """Replace the file as a whole (mode 600), unless it says the same already."""
    if content == read_demo_file():
        return
    path = demo_file()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = path.with_suffix(".fresh")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(json.dumps(content, indent=2) + "\n")
    fresh.replace(path)
