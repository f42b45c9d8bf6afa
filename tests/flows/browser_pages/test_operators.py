"""What operators ask: is the process alive, is it ready (contract: People)."""

import pytest
from django.db import InterfaceError, OperationalError, connection
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("fault", [OperationalError, InterfaceError])
def test_a_process_without_its_database_is_alive_and_not_ready(client: Client, fault: type[Exception]) -> None:
    def down(*_: object) -> None:
        raise fault

    with connection.execute_wrapper(down):
        assert client.get("/live").status_code == 200
        assert client.get("/ready").status_code == 503
