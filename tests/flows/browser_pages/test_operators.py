"""What operators ask: is the process alive, is it ready (contract: People)."""

import pytest
from django.db import OperationalError, connection
from django.test import Client

pytestmark = pytest.mark.django_db


def test_a_process_without_its_database_is_alive_and_not_ready(client: Client) -> None:
    def down(*_: object) -> None:
        raise OperationalError

    with connection.execute_wrapper(down):
        assert client.get("/live").status_code == 200
        assert client.get("/ready").status_code == 503
