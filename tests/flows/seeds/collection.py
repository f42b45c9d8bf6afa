"""Runs a Postman collection (v2.1) against the test server, and refuses whatever of it this does not understand."""

import base64
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlencode
from uuid import uuid4

from django.test import Client

STATUS: Final = re.compile(r'pm\.test\("[^"]+", \(\) => pm\.response\.to\.have\.status\((\d{3})\)\);')
KEEP: Final = re.compile(r'pm\.collectionVariables\.set\("(\w+)", pm\.response\.json\(\)\.(\w+)\);')
COOKIE: Final = re.compile(r'pm\.collectionVariables\.set\("(\w+)", pm\.cookies\.get\("(\w+)"\)\);')
FRESH: Final = re.compile(
    r'pm\.collectionVariables\.set\("(\w+)", "([\w-]*)" \+ pm\.variables\.replaceIn\("\{\{\$randomUUID\}\}"\)\);'
)
FORM: Final = "application/x-www-form-urlencoded"


class NotUnderstood(Exception):
    """The collection says something that this runner does not carry out."""


@dataclass
class Run:
    """One run: a browser's cookies, and the variables of the environment and the collection."""

    variables: dict[str, str]
    client: Client = field(default_factory=lambda: Client(enforce_csrf_checks=True, SERVER_NAME="localhost"))

    def run(self, folder: dict[str, Any]) -> Iterator[tuple[str, int, int]]:
        """Send each request in order; yield its name, the status that its script asks for, and the one that came."""
        for item in folder["item"]:
            if "item" in item:
                yield from self.run(item)
                continue
            self._prepare(_script(item, "prerequest"))
            answer = self._send(item["request"])
            yield item["name"], self._hold(_script(item, "test"), answer), answer.status_code

    def _prepare(self, lines: list[str]) -> None:
        for line in lines:
            if not (found := FRESH.fullmatch(line)):
                raise NotUnderstood(line)
            self.variables[found[1]] = f"{found[2]}{uuid4()}"

    def _hold(self, lines: list[str], answer: Any) -> int:
        expected = 0
        for line in lines:
            if found := STATUS.fullmatch(line):
                expected = int(found[1])
            elif found := KEEP.fullmatch(line):
                self.variables[found[1]] = str(answer.json().get(found[2], ""))
            elif found := COOKIE.fullmatch(line):
                self.variables[found[1]] = self.client.cookies[found[2]].value
            else:
                raise NotUnderstood(line)
        return expected

    def _send(self, request: dict[str, Any]) -> Any:
        headers = {one["key"]: self._filled(one["value"]) for one in request["header"]}
        if "auth" in request:
            headers["Authorization"] = self._basic(request["auth"])
        content, kind = self._body(request.get("body"))
        kind = headers.pop("Content-Type", kind)
        path = self._filled(request["url"]["raw"])
        return self.client.generic(request["method"], path, content, content_type=kind, headers=headers)

    def _body(self, body: dict[str, Any] | None) -> tuple[str, str]:
        match body:
            case None:
                return "", "application/octet-stream"
            case {"mode": "raw", "raw": str(text)}:
                return self._filled(text), "text/plain"
            case {"mode": "urlencoded", "urlencoded": fields}:
                return urlencode({one["key"]: self._filled(one["value"]) for one in fields}), FORM
        raise NotUnderstood(json.dumps(body))

    def _basic(self, auth: dict[str, Any]) -> str:
        if auth["type"] != "basic":
            raise NotUnderstood(auth["type"])
        given = {one["key"]: self._filled(one["value"]) for one in auth["basic"]}
        return "Basic " + base64.b64encode(f"{given['username']}:{given['password']}".encode()).decode()

    def _filled(self, text: str) -> str:
        """Return the text with its variables; one that has no value is a fault of the collection."""
        return re.sub(r"\{\{(\w+)\}\}", lambda found: self.variables[found[1]], text)


def _script(item: dict[str, Any], listen: str) -> list[str]:
    return [line for event in item["event"] if event["listen"] == listen for line in event["script"]["exec"]]
