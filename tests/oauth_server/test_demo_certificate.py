"""The certificate of `manage.py demo --tls`."""

import ssl
import stat
from datetime import timedelta
from pathlib import Path

import time_machine
from django.utils import timezone

from oauth_server.demo_certificate import ensure_certificate


def test_a_client_that_trusts_it_can_use_it(tmp_path: Path) -> None:
    certificate, key = ensure_certificate(tmp_path)
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(certificate, key)
    (trusted,) = ssl.create_default_context(cafile=certificate).get_ca_certs()
    assert ("DNS", "localhost") in trusted["subjectAltName"]


def test_the_key_is_for_its_owner_only(tmp_path: Path) -> None:
    _, key = ensure_certificate(tmp_path)
    assert stat.S_IMODE(key.stat().st_mode) == 0o600


def test_it_is_kept_until_it_runs_out(tmp_path: Path) -> None:
    certificate, _ = ensure_certificate(tmp_path)
    first = certificate.read_bytes()
    ensure_certificate(tmp_path)
    assert certificate.read_bytes() == first
    with time_machine.travel(timezone.now() + timedelta(days=90)):
        ensure_certificate(tmp_path)
    assert certificate.read_bytes() != first
