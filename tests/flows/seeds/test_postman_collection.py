"""The Postman collection does what the five documents show, and every request says what it must be answered with."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pytest

from accounts.models import User
from accounts.roles import Role
from accounts.services.roles import grant_role
from oauth_server.protocol.models import Application
from oauth_server.vocabulary import GrantType, Scope
from tests.flows.conftest import PASSWORD
from tests.flows.oauth import RelyingParty
from tests.flows.seeds.collection import NotUnderstood, Run

FOLDER: Final = Path(__file__).parents[3] / "docs/postman"
COLLECTION: Final[dict[str, Any]] = json.loads((FOLDER / "oauth-server.postman_collection.json").read_text())
ENVIRONMENT: Final[dict[str, Any]] = json.loads((FOLDER / "demo.postman_environment.json").read_text())
PEOPLE: Final = {"alice": None, "mona": Role.MANAGER, "hana": Role.HR, "adam": Role.ADMIN}


@pytest.fixture
def variables(db: None, register: Callable[..., RelyingParty]) -> dict[str, str]:
    """The environment, filled in for people and a machine like those of the demo."""
    for name, role in PEOPLE.items():
        person = User.objects.create_user(name, f"{name}@example.org", PASSWORD)
        if role:
            grant_role(user=person, role=role)
    fields: dict[str, Any] = {
        "redirect_uris": "",
        "authorization_grant_type": Application.GRANT_CLIENT_CREDENTIALS,
        "grant_types": GrantType.CLIENT_CREDENTIALS,
        "scopes": Scope.REPORTS_READ,
    }
    machine = register(**fields)
    filled = {f"{name}_password": PASSWORD for name in PEOPLE}
    filled |= {"base_url": "", "machine_id": machine.client_id, "machine_secret": machine.secret}
    given = {one["key"]: one["value"] for one in ENVIRONMENT["values"]}
    assert set(filled) < set(given)
    return given | filled


def test_every_request_is_answered_as_its_script_says(variables: dict[str, str]) -> None:
    answers = list(Run(variables).run(COLLECTION))
    assert [(name, seen) for name, _, seen in answers] == [(name, expected) for name, expected, _ in answers]
    assert len(COLLECTION["item"]) == 5


def test_a_script_that_is_not_understood_is_refused(variables: dict[str, str]) -> None:
    event = {"listen": "test", "script": {"exec": ["pm.test('anything', () => true);"]}}
    request = {"method": "GET", "header": [], "url": {"raw": "{{base_url}}/api/status/"}}
    with pytest.raises(NotUnderstood):
        list(Run(variables).run({"item": [{"name": "one", "event": [event], "request": request}]}))


def test_the_environment_holds_no_secret() -> None:
    secrets = [one for one in ENVIRONMENT["values"] if one["key"].endswith(("_password", "_secret"))]
    assert {one["key"] for one in secrets if one["value"]} == {"reader_password"}
