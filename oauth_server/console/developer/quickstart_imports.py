"""What the programs of the quickstarts import and install: only what each one uses."""

from typing import Final

from oauth_server.console.developer.quickstart_facts import FLOWS, Facts
from oauth_server.vocabulary import GrantType, SigningAlgorithm

CODE, DEVICE = FLOWS[GrantType.AUTHORIZATION_CODE], FLOWS[GrantType.DEVICE_CODE]
KEY_CLASSES: Final = {
    SigningAlgorithm.RS256: "RSAKey",
    SigningAlgorithm.PS256: "RSAKey",
    SigningAlgorithm.ES256: "ECKey",
    SigningAlgorithm.EDDSA: "OKPKey",
}
"""Of joserfc."""


def by_hand(facts: Facts) -> bool:
    """Return whether the Python program speaks for itself: Authlib knows no DPoP, no devices and no signed requests."""
    return facts.is_bound or facts.flow == DEVICE or facts.signs_request


def python(facts: Facts) -> list[str]:
    """Return the lines that a Python program begins with, standard library first."""
    hand, code = by_hand(facts), facts.flow == CODE
    keyed = hand and (facts.is_bound or facts.has_key)
    verifies = code and facts.is_openid
    parts = ["parse_qsl", *(["urlencode"] if hand or _pushes(facts) else []), "urlsplit"]
    keys = {KEY_CLASSES[facts.algorithm]} if facts.has_key else set()
    keys |= ({"ECKey"} if facts.is_bound else set()) | ({"KeySet"} if verifies else set())
    wanted = (
        (facts.is_bound, "import hashlib"),
        (facts.has_key or facts.has_secret, "import os"),
        (keyed or (hand and code), "import secrets"),
        (keyed or facts.flow == DEVICE, "import time"),
        (facts.loopback_path, "import webbrowser"),
        (facts.is_bound, "from base64 import urlsafe_b64encode"),
        (facts.loopback_path, "from http.server import BaseHTTPRequestHandler, HTTPServer"),
        (facts.has_key, "from pathlib import Path"),
        (code, f"from urllib.parse import {', '.join(parts)}"),
        (True, ""),
        (True, "import requests"),
        (code and not hand, "from authlib.common.security import generate_token"),
        (not hand, "from authlib.integrations.requests_client import OAuth2Session"),
        (facts.signs and not hand, "from authlib.oauth2.rfc7523 import PrivateKeyJWT"),
        (code and hand, "from authlib.oauth2.rfc7636 import create_s256_code_challenge"),
        (keyed or verifies, "from joserfc import jwt"),
        (keys, f"from joserfc.jwk import {', '.join(sorted(keys))}"),
    )
    return [line for needed, line in wanted if needed]


def packages(facts: Facts) -> str:
    """Return what a Python program needs installed, by the names of the packages."""
    used = "\n".join(python(facts))
    return " ".join(package for package in ("authlib", "joserfc", "requests") if f" {package}" in used)


def installs(facts: Facts, language: str) -> str:
    """Return the command that installs what the program of a language uses; none for the shell, whose tools are there
    or come with the system."""
    return {"python": f"pip install {packages(facts)}", "javascript": "npm install openid-client"}.get(language, "")


def javascript(facts: Facts) -> list[str]:
    """Return the lines that a program for Node begins with."""
    code, listens = facts.flow == CODE, bool(facts.loopback_path)
    wanted = (
        (facts.has_key, 'import { createPrivateKey } from "node:crypto";'),
        (listens, 'import { on, once } from "node:events";'),
        (facts.has_key, 'import { readFile } from "node:fs/promises";'),
        (listens, 'import { createServer } from "node:http";'),
        (code and not listens, 'import { createInterface } from "node:readline/promises";'),
        (True, 'import * as client from "openid-client";'),
    )
    return [line for needed, line in wanted if needed]


def _pushes(facts: Facts) -> bool:
    return bool(facts.application.require_pushed_authorization_requests)
