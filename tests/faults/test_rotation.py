"""Keys rotate under load, and nobody who keeps the key set as long as the header allows meets an unknown key."""

from pathlib import Path
from typing import Final

import pytest

from tests.faults.rotation import ALGORITHMS, failures, under_load

SECONDS: Final = 20.0
"""Enough for one rotation to run its whole course on a busy machine; `python -m tests.faults.rotation 60` sees more."""


@pytest.mark.spec("OpenID Connect Core section 10.1.1")
def test_keys_rotate_under_load_without_one_failed_verification(tmp_path: Path, worker_id: str) -> None:
    figures = under_load(tmp_path, SECONDS, worker="gw0" if worker_id == "master" else worker_id)
    assert failures(figures) == {}
    assert figures["outcomes"]["new token verified"] > 20
    assert all(figures["keys_that_signed"][algorithm] >= 2 for algorithm in ALGORITHMS)
