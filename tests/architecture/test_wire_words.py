"""Wire words come from the vocabulary, so that a scope or an error word is spelled in one place."""

import ast
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Final

from oauth_server import vocabulary
from tests.architecture.sources import PACKAGES, modules, shown, tree

ORDINARY: Final = frozenset(
    {
        # Names of fields, columns, URLs and settings as well as wire words: the same letters mean something else there.
        "JWT",  # also the `typ` of first-party tokens
        "address",
        "agent",
        "anonymous",
        "basic",
        "consent",
        "create",
        "device",
        "drf_token",
        "email",
        "jwt",
        "login",
        "machine",
        "native",
        "none",
        "oauth2",  # also a type of security scheme (OpenAPI 3.1)
        "opaque",
        "phone",
        "profile",
        "public",
        "query",
        "roles",
        "session",
        "web",
        # Members of a token response and form parameters (RFC 6749 sections 5.1 and 6).
        "access_token",
        "refresh_token",
        # Numbers as well as levels of a sign-in.
        "1",
        "2",
        # Columns, events of the log and words for why something was ended, beside why a credential is refused.
        "epoch",
        "revoked",
        "session_ended",
        "user_disabled",
    }
)


def words() -> set[str]:
    enums = [item for item in vars(vocabulary).values() if isinstance(item, type) and issubclass(item, StrEnum)]
    return {str(member) for enum in enums if enum is not StrEnum for member in enum}


def literals(path: Path) -> Iterator[ast.Constant]:
    return (node for node in ast.walk(tree(path)) if isinstance(node, ast.Constant) and isinstance(node.value, str))


def test_no_module_types_a_wire_word_of_the_vocabulary() -> None:
    typed = [
        f"{shown(path)}:{literal.lineno} {literal.value!r}"
        for path in modules(*PACKAGES)
        if path.name != "vocabulary.py"
        for literal in literals(path)
        if literal.value in words() - ORDINARY
    ]
    assert not typed


def test_an_exception_to_the_rule_lives_no_longer_than_its_word() -> None:
    assert words() >= ORDINARY
