"""schemathesis over the whole schema with each kind of credential: `python -m tests.flows.openapi.campaign [MINUTES]`.

A live server of its own; every kind gets its share of the time. Ends with 1 where a check failed or a server error was
seen. Left out are the doors at which a caller ends its own credential: the rest of the run would see 401 alone.
"""

import os
import subprocess
import sys
import tempfile
from importlib import import_module
from pathlib import Path
from typing import Any, Final

import django

from tests.environment import variables
from tests.live.server import LiveServer

CHECKS_HERE: Final = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
)
CHECKS: Final = (
    *CHECKS_HERE,
    "unsupported_method",
    "allow_header_conformance",
    "missing_required_header",
    "use_after_free",
)
"""Left out are `positive_data_acceptance` and `negative_data_rejection`: a form's values are all text, a user name may
be taken, and what a body holds beyond its fields has no effect."""
NARROWED: Final = ("api_key", "service_key", "oauth2", "oauth2_machine")
"""These the doors refuse for their kind (403) before they speak of a method (405)."""
SETTINGS: Final = """
[generation]
with-security-parameters = false

[[operations]]
include-path = "/api/v1/users/{{id}}/"
parameters = {{ "path.id" = {victim} }}
"""
"""The credential is the one that is given: a second one beside it is refused before anything else is looked at. And
the person who is disabled and deleted is nobody's credential."""
ENDINGS: Final = ("/api/logout/", "/api/password/change/")


def main(arguments: list[str]) -> int:
    """Run for the minutes given (10) and return the exit status."""
    seconds = int(float(arguments[0] if arguments else "10") * 60)
    callers = _callers()
    with tempfile.TemporaryDirectory() as folder:
        server = LiveServer(Path(folder), worker="gw0")
        server.prepare()
        try:
            server.start()
            kinds = arguments[1:] or list(callers.credentials(server))
            share = max(1, seconds // len(kinds))
            failed = [kind for kind in kinds if _run(server, callers, kind, share, Path(folder))]
        finally:
            server.discard()
    print("Failed with:", ", ".join(failed) or "none")  # noqa: T201 - a command's answer
    return 1 if failed else 0


def _callers() -> Any:
    """Return the module of the credentials, which reads models: here no runner of tests has set Django up."""
    os.environ.update(variables(os.environ) | {"DJANGO_SETTINGS_MODULE": "oauth_server.settings"})
    django.setup()
    return import_module("tests.flows.openapi.credentials")


def _run(server: LiveServer, callers: Any, kind: str, seconds: int, folder: Path) -> int:
    headers = callers.credentials(server)[kind]()
    sent = [part for name, value in headers.items() for part in ("-H", f"{name}: {value}")]
    settings = folder / "schemathesis.toml"
    settings.write_text(SETTINGS.format(victim=callers.victim(server)))
    checks = [check for check in CHECKS if kind not in NARROWED or check != "unsupported_method"]
    left_out = [part for path in ENDINGS for part in ("--exclude-path", path)]
    command = [
        str(Path(sys.executable).parent / "schemathesis"), "--config-file", str(settings),
        "run", f"{server.issuer}/api/schema/",
        "--checks", ",".join(checks), "--max-time", str(seconds), "--continue-on-failure", "--seed", "1",
        "--report", "ndjson", "--report-dir", str(folder), *sent, *left_out,
    ]  # fmt: skip
    print(f"== {kind}", flush=True)  # noqa: T201 - a command's answer
    return subprocess.run(command, cwd=folder, env=server.environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
