"""Refusals as callers meet them over HTTP, and what the commands then say of them."""

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

Explain = Callable[..., dict[str, Any]]


@pytest.fixture
def explain() -> Explain:
    """Return a function that runs `manage.py explain ... --json`; `code` is what the command ended with."""

    def run(*words: str, **options: Any) -> dict[str, Any]:
        out, code = io.StringIO(), 0
        try:
            call_command("explain", *words, json=True, stdout=out, **options)
        except SystemExit as ended:
            code = int(ended.code or 0)
        return {**json.loads(out.getvalue()), "code": code}

    return run


@pytest.fixture
def in_file(tmp_path: Path) -> Callable[[str], str]:
    """Return a function that writes a credential into a file and returns its name."""

    def write(credential: str) -> str:
        path = tmp_path / "credential.txt"
        path.write_text(f"{credential}\n", encoding="utf-8")
        return str(path)

    return write


def outcomes(explanation: dict[str, Any]) -> dict[str, str]:
    """Return the outcome of every step."""
    return {link["step"]: link["outcome"] for link in explanation["chain"]}
