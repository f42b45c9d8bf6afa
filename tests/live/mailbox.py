"""The mail that a live server sent: one file a message, by Django's file backend."""

import re
from email import message_from_string
from email.message import EmailMessage
from email.policy import EmailPolicy
from pathlib import Path
from typing import Final

LINK: Final = re.compile(r"https?://\S+")
CODE: Final = re.compile(r"^ {4}([A-Z]{4}-[A-Z]{4})$", re.MULTILINE)
POLICY: Final = EmailPolicy(message_factory=EmailMessage)


def newest(wanted: re.Pattern[str], folder: Path, address: str) -> str:
    """Return what `wanted` finds in the text of the newest mail to an address that holds it."""
    for path in sorted(folder.glob("*"), key=lambda path: path.stat().st_mtime_ns, reverse=True):
        mail = message_from_string(path.read_text(), policy=POLICY)
        body = mail.get_body(("plain",))
        found = wanted.findall(body.get_content()) if body is not None and mail["To"] == address else []
        if found:
            return str(found[0])
    raise AssertionError(f"nothing of the kind was mailed to {address}")
