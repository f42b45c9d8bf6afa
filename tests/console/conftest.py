"""A demo of its own for each test: DEMO is on, and `var/` is a folder of the test."""

from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def demo_folder(settings: Any, tmp_path: Path) -> Path:
    """Turn the demo on; its generated secrets go into this folder."""
    settings.DEMO = True
    settings.VAR_DIR = tmp_path / "var"
    settings.ARGON2_TIME_COST, settings.ARGON2_MEMORY_COST = 1, 8
    return tmp_path / "var"
