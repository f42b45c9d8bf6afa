"""The variables of the tests are those of the settings: none leaks in from the shell, none is forgotten."""

from tests import environment
from tests.architecture.sources import variables_read


def test_the_tests_set_exactly_the_variables_that_the_settings_read() -> None:
    assert set(environment.VARIABLES) == variables_read()


def test_no_variable_of_the_caller_reaches_the_settings_but_the_services() -> None:
    given = {"DEMO": "on", "SECRET_KEY_FILE": "/run/secret", "DATABASE_URL": "postgres://one/two", "PATH": "/bin"}
    result = environment.variables(given)
    assert result["DEMO"] == "off"
    assert "SECRET_KEY_FILE" not in result
    assert (result["DATABASE_URL"], result["PATH"]) == ("postgres://one/two", "/bin")


def test_parallel_workers_count_in_redis_databases_of_their_own() -> None:
    given = {"CACHE_URL": "redis://127.0.0.1:6379/0", "PYTEST_XDIST_WORKER": "gw3"}
    assert environment.variables(given)["CACHE_URL"] == "redis://127.0.0.1:6379/3"
