"""The demo's certificate for `--tls`: made on the spot, for this machine's own names, signed by itself (RFC 5280)."""

import ipaddress
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

LIFETIME: Final = timedelta(days=90)
NAME: Final = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])


def ensure_certificate(folder: Path) -> tuple[Path, Path]:
    """Return the paths of the certificate and of its key (mode 600); both are made anew where the old one runs out."""
    certificate, key = folder / "tls.crt", folder / "tls.key"
    if not (certificate.exists() and key.exists() and _is_good(certificate)):
        private = ec.generate_private_key(ec.SECP256R1())
        pkcs8 = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        _write(key, private.private_bytes(*pkcs8))
        _write(certificate, _signed(private).public_bytes(serialization.Encoding.PEM))
    return certificate, key


def _signed(private: ec.EllipticCurvePrivateKey) -> x509.Certificate:
    now = datetime.now(UTC)
    addresses = [x509.IPAddress(ipaddress.ip_address(address)) for address in ("127.0.0.1", "::1")]
    builder = x509.CertificateBuilder(subject_name=NAME, issuer_name=NAME, public_key=private.public_key())
    builder = builder.serial_number(x509.random_serial_number())
    builder = builder.not_valid_before(now - timedelta(hours=1)).not_valid_after(now + LIFETIME)
    builder = builder.add_extension(
        x509.SubjectAlternativeName([x509.DNSName("localhost"), *addresses]), critical=False
    )
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    return builder.sign(private, hashes.SHA256())


def _is_good(certificate: Path) -> bool:
    ends = x509.load_pem_x509_certificate(certificate.read_bytes()).not_valid_after_utc
    return ends - datetime.now(UTC) > timedelta(days=1)


def _write(path: Path, content: bytes) -> None:
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
