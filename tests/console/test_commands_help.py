"""`--help`: every command explains itself by an example (contract: Commands)."""

import pytest
from django.core.management import get_commands, load_command_class

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "name",
    [
        "audit",
        "client_secret",
        "demo",
        "doctor",
        "explain",
        "initial_access_token",
        "policy",
        "purge",
        "revoke",
        "rotate_signing_key",
        "seed_demo",
        "serve",
        "service_key",
        "worker",
    ],
)
def test_every_command_explains_itself_by_an_example(name: str) -> None:
    command = load_command_class(get_commands()[name], name)
    assert f"Example: manage.py {name}" in command.create_parser("manage.py", name).format_help().replace("\n", " ")
