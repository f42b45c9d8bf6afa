"""Run every block against a running demo: `python -m examples.seeds [http://localhost:8000 [var/demo.json]]`."""

import json
import sys
from pathlib import Path
from types import ModuleType
from typing import Final

from examples.seeds import api_authentication, authentication, permissions, securing_your_app, todo_api
from examples.seeds.wire import Server

BLOCKS: Final[tuple[ModuleType, ...]] = (
    securing_your_app,
    authentication,
    api_authentication,
    todo_api,
    permissions,
)


def main(arguments: list[str]) -> int:
    """Print a line a call; return 1 where one was answered otherwise than it must be."""
    issuer, written = [*arguments, *("http://localhost:8000", "var/demo.json")[len(arguments) :]]
    server = Server(issuer, json.loads(Path(written).read_text(encoding="utf-8")))
    for block in BLOCKS:
        server.title(block.TITLE)
        block.run(server)
    server.title(f"{server.calls} calls and checks, {server.differences} differences")
    return 1 if server.differences else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
