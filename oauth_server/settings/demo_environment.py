"""Write the demo's `.env` before the settings are read; standard library only."""

import argparse
import os
import secrets
from collections.abc import Sequence
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent.parent


def write_demo_environment(arguments: Sequence[str]) -> None:
    """Create `.env` (mode 600) with DEMO, ISSUER and fresh secrets where there is none.

    With `--port N` an issuer of an earlier demo is moved to that port; secrets are kept.
    """
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument("--port", type=int, default=8000)
    port = parser.parse_known_args(list(arguments))[0].port
    path = CHECKOUT / ".env"
    lines = path.read_text().splitlines() if path.exists() else _fresh_lines()
    if "DEMO=on" not in lines:
        return
    lines = [f"ISSUER=http://localhost:{port}" if line.startswith("ISSUER=") else line for line in lines]
    (CHECKOUT / "var").mkdir(mode=0o700, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write("\n".join(lines) + "\n")


def _fresh_lines() -> list[str]:
    return [
        "DEMO=on",
        "ISSUER=http://localhost:8000",
        f"SECRET_KEY={secrets.token_urlsafe(48)}",
        f"SIGNING_KEYS_SECRET={secrets.token_urlsafe(48)}",
        "ALLOWED_HOSTS=localhost,127.0.0.1",
        "LOG_FORMAT=console",
    ]
