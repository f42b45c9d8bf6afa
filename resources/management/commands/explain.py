"""`explain ID`, `explain [--token-file F] METHOD ADDRESS`: why a request was refused, or what would happen to one."""

import json
import re
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from oauth_server.vocabulary import TokenType
from resources.explain.explanation import Explanation, Unexplained, explain
from resources.explain.trial import Untried, try_request

EXAMPLE: Final = "Example: manage.py explain --token-file token.txt GET /api/v1/todo/"
DRF_TOKEN: Final = re.compile(r"[0-9a-f]{40}")
WORDS_OF_A_REQUEST: Final = 2


class Command(BaseCommand):
    """Explain a decision by its id, or say what would happen to a request, which is not made."""

    help = (
        "Explain a refusal by the decision that its answer carried, or say what would happen to a request and why; the "
        f"request is not made and leaves no trace. Ends with 1 where it would be refused. {EXAMPLE}"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take an id, or a method and an address with the credential in a file: a command line is no place for it."""
        parser.add_argument("words", nargs="+", metavar="WORD", help="a decision; or a method and an address")
        source = parser.add_mutually_exclusive_group()
        source.add_argument("--token-file", metavar="F", help="file with a bearer or DRF token; - is standard input")
        source.add_argument("--api-key-file", metavar="F", help="file with an API key; - is standard input")
        parser.add_argument("--field", action="append", default=[], metavar="NAME", help="a field that the body has")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the chain, the first step that failed and what would mend it."""
        words = options["words"]
        if len(words) == 1:
            self._print(_explained(words[0]), as_json=options["json"])
            return
        if len(words) != WORDS_OF_A_REQUEST:
            raise CommandError(f"Name a decision, or a method and an address. {EXAMPLE}")
        headers = _headers(options["token_file"], options["api_key_file"])
        try:
            tried = try_request(*words, headers=headers, fields=options["field"])
        except Untried as outside:
            raise CommandError(str(outside)) from outside
        self._print(tried, as_json=options["json"])
        if tried.facts.step:
            sys.exit(1)

    def _print(self, explanation: Explanation, *, as_json: bool) -> None:
        lines = [json.dumps(explanation.as_json())] if as_json else explanation.lines()
        for line in lines:
            self.stdout.write(line)


def _explained(decision: str) -> Explanation:
    try:
        return explain(decision)
    except Unexplained as unexplained:
        raise CommandError(str(unexplained)) from unexplained


def _headers(token_file: str | None, api_key_file: str | None) -> dict[str, str]:
    if api_key_file:
        return {settings.API_KEY_HEADER: _read(api_key_file)}
    if not token_file:
        return {}
    token = _read(token_file)
    if " " in token:
        return {"Authorization": token}
    scheme = "Token" if DRF_TOKEN.fullmatch(token) else str(TokenType.BEARER)
    return {"Authorization": f"{scheme} {token}"}


def _read(name: str) -> str:
    """Return the first line of a file."""
    try:
        text = sys.stdin.readline() if name == "-" else Path(name).read_text(encoding="utf-8").partition("\n")[0]
    except (OSError, UnicodeDecodeError) as unreadable:
        raise CommandError(f"{name} cannot be read.") from unreadable
    return text.strip()
