"""An address below /api/ that is none: a problem whose decision the log knows by its digest (RFC 9457)."""

import hashlib

import pytest
from django.test import Client
from structlog.testing import capture_logs


@pytest.mark.parametrize("method", ["get", "post", "delete"])
def test_the_log_keeps_the_refusal_under_its_id(client: Client, method: str) -> None:
    with capture_logs() as logged:
        answer = getattr(client, method)("/api/nowhere/")
    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"
    logged_as = hashlib.sha256(answer.json()["decision"].encode()).hexdigest()[:16]
    assert [entry["decision"] for entry in logged if entry["event"] == "refused"] == [logged_as]


@pytest.mark.parametrize("path", ["/api/no%0Awhere/", "/api/v1/todo/%0A/", "/api/nowhere%0A/"])
def test_a_line_feed_in_an_address_makes_it_no_page(client: Client, path: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")
