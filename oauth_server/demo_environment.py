"""Write the demo's `.env`: standard library only, outside the settings, which cannot be imported before it is there."""

import argparse
import os
import secrets
from collections.abc import Sequence
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent


def write_demo_environment(arguments: Sequence[str], checkout: Path = CHECKOUT) -> None:
    """Create `.env` (mode 600) with DEMO, ISSUER and fresh secrets where there is none.

    The issuer of an earlier demo is moved to `--port` (8000), to https with `--tls`; secrets are kept. A `.env` that
    is no demo's is left as it is. `var/` is made, for its owner only.
    """
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--tls", action="store_true")
    asked = parser.parse_known_args(list(arguments))[0]
    issuer = f"{'https' if asked.tls else 'http'}://localhost:{asked.port}"
    path, folder = checkout / ".env", checkout / "var"
    before = path.read_text().splitlines() if path.exists() else []
    lines = before or _fresh_lines()
    if "DEMO=on" not in lines:
        return
    folder.mkdir(exist_ok=True)
    folder.chmod(0o700)
    lines = [f"ISSUER={issuer}" if line.startswith("ISSUER=") else line for line in lines]
    if lines != before:
        _write(path, lines)


def _write(path: Path, lines: Sequence[str]) -> None:
    fresh = path.with_name(".env.fresh")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write("\n".join(lines) + "\n")
    fresh.replace(path)


def _fresh_lines() -> list[str]:
    return [
        "DEMO=on",
        "ISSUER=http://localhost:8000",
        f"SECRET_KEY={secrets.token_urlsafe(48)}",
        f"SIGNING_KEYS_SECRET={secrets.token_urlsafe(48)}",
        "ALLOWED_HOSTS=localhost,127.0.0.1",
        "LOG_FORMAT=console",
    ]
