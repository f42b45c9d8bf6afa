"""Ports for servers of the tests, below those that the system hands to clients: a hundred rivals take those."""

import os
import random
import socket
from typing import Final

FIRST: Final = 20_000
EACH: Final = 1_000
"""Ports of one worker of a parallel run, so that no two look at the same one."""


def free_ports() -> int:
    """Return a port that is free and whose successor is too."""
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    first = FIRST + EACH * worker
    candidates = range(first, first + EACH, 2)
    for port in random.sample(candidates, len(candidates)):
        if _is_free(port) and _is_free(port + 1):
            return port
    raise RuntimeError("No two ports are free.")


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
