"""What docs/third-party.md says of libraries is run as it stands there."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.flows.javascript_client.node import FOLDER
from tests.live.person import Person
from tests.live.server import ROOT, LiveServer

PAGE = ROOT / "docs" / "third-party.md"


def block(language: str) -> str:
    """Return the page's one block in a language."""
    (found,) = re.findall(rf"^```{language}\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    return str(found)


@pytest.mark.node
def test_the_lines_of_openid_client_sign_somebody_in(flow: Callable[..., Any], tmp_path: Path) -> None:
    (tmp_path / "node_modules").symlink_to(FOLDER / "node_modules")
    module = tmp_path / "documented.mjs"
    module.write_text(block("js"))
    assert flow("documented", "web", module=module.as_uri())["client"]["name"] == "JavaScript web"


def test_the_lines_of_authlib_sign_somebody_in(
    strict: LiveServer, clients: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(strict.verify))
    known: dict[str, Any] = {}
    exec(block("python"), known)  # noqa: S102 - the page is ours
    web = clients["web"]
    with Person(strict) as person:
        visit = person.sign_up().authorize
        told = known["sign_in"](strict.issuer, web["client_id"], web["client_secret"], web["redirect_uris"][0], visit)
    assert (told["username"], told["client"]["name"]) == (person.username, "JavaScript web")
