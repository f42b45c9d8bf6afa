"""`--help`: every command explains itself by an example (contract: Commands)."""

import pytest
from django.core.management.base import BaseCommand

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["demo", "seed_demo", "serve", "worker", "purge", "revoke", "doctor"])
def test_every_command_explains_itself_by_an_example(name: str) -> None:
    module = __import__(f"oauth_server.console.management.commands.{name}", fromlist=["Command"])
    command: BaseCommand = module.Command()
    assert f"Example: manage.py {name}" in command.create_parser("manage.py", name).format_help().replace("\n", " ")
