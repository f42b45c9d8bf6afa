"""Everything that can act as one person, got as a client gets it, and for each thing how to see whether it is good.

A probe changes nothing that another one looks at: it may spend what it probes, and no more.
"""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.core import mail
from django.test import Client

from accounts.models import User
from accounts.services.api_keys import create_service_key
from oauth_server.protocol.tokens.digest import digest
from tests.flows.conftest import PASSWORD, sign_in
from tests.flows.guarded_api.callers import Caller, nobody, with_header
from tests.flows.mailbox import mailed_code
from tests.flows.oauth import RelyingParty, allow
from tests.flows.rfc8628.device import begin, decide
from tests.flows.rfc8693.exchange import API, exchanged
from tests.flows.second_factor.enrolment import confirm
from tests.proofs import Prover, ProvingClient

ONLINE: Final = "openid account:read"
OFFLINE: Final = "openid account:read offline_access"
WHOAMI: Final = "/api/whoami/"
Probe = Callable[[], list[bool]]
"""Tries a credential everywhere that takes it; the answers have to agree."""


@dataclass
class Holdings:
    """A person, the two browsers they are signed in with, their clients, and the probe of each credential."""

    user: User
    own: Client
    other: Client
    web: RelyingParty
    elsewhere: RelyingParty
    machine: RelyingParty
    server: RelyingParty
    probes: dict[str, Probe] = field(default_factory=dict)
    values: dict[str, str] = field(default_factory=dict)
    secrets: list[str] = field(default_factory=list)
    """Everything that was handed out, none of which the database may hold."""

    def is_good(self, name: str) -> bool:
        """Whether a credential is good, at every place that takes it alike."""
        answers = self.probes[name]()
        assert len(set(answers)) == 1, (name, answers)
        return answers[0]

    def collect(self) -> None:
        """Get everything."""
        for of_browser in (self._of_own_browser, self._of_other_browser, self._of_applications, self._of_programs):
            of_browser()
        self._links()
        self._challenge()

    def _of_own_browser(self) -> None:
        sign_in(self.own, "alice")
        self.probes["own_session"] = lambda: _session(self.own)
        self._grant("own_online", self.own, self.web, ONLINE)
        self._device_tokens("own_device_access")
        self._code("own_code", self.own, ONLINE)
        self._code("offline_code", self.own, OFFLINE)
        self._device("own_device_code", ONLINE)
        self._device("offline_device_code", OFFLINE)
        waiting = begin(self.web, scope=ONLINE)
        self.secrets += [waiting.answer["device_code"], waiting.user_code, waiting.user_code.replace("-", "")]
        self.probes["waiting_device_code"] = lambda: [waiting.poll().json()["error"] == "authorization_pending"]
        page = self.own.get("/o/authorize/", self.web.request(prompt="consent"))["Location"]
        (request_uri,) = parse_qs(urlsplit(page).query)["request_uri"]
        self.secrets += [request_uri.rpartition(":")[2], self.own.cookies["sessionid"].value]
        form = {"request_uri": request_uri, "scope": ONLINE.split(), "decision": "allow"}
        decided = self.own.post("/consent/", form)["Location"]
        self.probes["own_decision"] = lambda: ["code=" in self.own.get(decided).get("Location", "")]

    def _of_other_browser(self) -> None:
        credentials = {"username": "alice", "password": PASSWORD}
        answer = self.other.post("/api/login/", credentials, content_type="application/json")
        assert answer.status_code == 200, answer.content
        cookies = {name: morsel.value for name, morsel in self.other.cookies.items()}
        self.secrets += [*cookies.values(), *answer.json().values()]
        headers = {"x-csrftoken": cookies["csrftoken"]}
        self.values["other_sid"] = self.other.session["sid"]
        self.probes["other_session"] = lambda: _session(_browser(sessionid=cookies["sessionid"]))
        self.probes["other_access_cookie"] = lambda: [_browser(access=cookies["access"]).get(WHOAMI).status_code == 200]
        rotating = _browser(refresh=cookies["refresh"], csrftoken=cookies["csrftoken"])
        refresh = "/api/jwt/token/refresh/"
        self.probes["other_refresh_cookie"] = lambda: [
            rotating.generic("POST", refresh, headers=headers).status_code == 200
        ]
        self._grant("other_online", self.other, self.web, ONLINE)
        self._code("other_code", self.other, ONLINE)

    def _of_applications(self) -> None:
        self._grant("offline", self.own, self.web, OFFLINE)
        self._grant("elsewhere", self.own, self.elsewhere, OFFLINE)
        self._opaque()
        self._bound()
        for subject in ("own_online", "offline"):
            self._exchanged(subject)
        self._of_the_client()
        token = self.machine.token(Client(), grant_type="client_credentials", scope="reports:read").json()
        bearer = with_header(f"Bearer {token['access_token']}")
        self.secrets += [token["access_token"], self.machine.secret, self.web.secret, self.server.secret]
        self.probes["machine_token"] = lambda: [
            bearer.get("/api/v1/reports/").status_code == 200,
            self._is_active(token["access_token"]),
        ]

    def _of_programs(self) -> None:
        credentials = {"username": "alice", "password": PASSWORD}
        pair = nobody().post("/api/jwt/token/", credentials).json()
        sliding = nobody().post("/api/jwt/sliding/", credentials).json()["token"]
        drf_token = nobody().post("/api/token/", credentials).json()["token"]
        scopes = {"name": "A script", "scopes": ["account:read"]}
        made = with_header(f"Bearer {pair['access']}").post("/api/keys/", scopes).json()
        service = create_service_key(name="A service", scopes=["reports:read"], by=None)[1]
        self.values |= {"jwt": pair["access"], "drf_token": drf_token, "key": str(made["id"])}
        self.secrets += [*pair.values(), sliding, drf_token, made["key"], service]
        self.probes["jwt_access"] = lambda: [_opens(f"Bearer {pair['access']}")]
        self.probes["jwt_refresh"] = lambda: [_posts("/api/jwt/token/refresh/", refresh=pair["refresh"])]
        self.probes["sliding"] = lambda: [
            _opens(f"Bearer {sliding}"),
            _posts("/api/jwt/sliding/refresh/", token=sliding),
        ]
        self.probes["drf_token"] = lambda: [_opens(f"Token {drf_token}")]
        self.probes["personal_key"] = lambda: [nobody().get(WHOAMI, x_api_key=made["key"]).status_code == 200]
        self.probes["service_key"] = lambda: [nobody().get("/api/v1/reports/", x_api_key=service).status_code == 200]

    def _links(self) -> None:
        adding = Client()
        sign_in(adding, "alice")
        confirm(adding)
        assert _posts("/api/password/reset/", email="alice@example.org")
        uid, token = _link("/accounts/password/reset/key/").rstrip("/").rpartition("/")[2].split("-", 1)
        link = {"uid": uid, "token": token}
        self.values |= link
        self.secrets.append(token)
        unfit = {**link, "new_password": "x"}
        reset = "/api/password/reset/confirm/"
        self.probes["reset_link"] = lambda: [nobody().post(reset, unfit).status_code == 400]
        self._address_code(adding)

    def _address_code(self, adding: Client) -> None:
        """Tried after the reset link, which an address more ends."""
        added = adding.post("/accounts/email/", {"action_add": "", "email": "second@example.org"})
        assert added["Location"] == "/accounts/confirm-email/", (added["Location"], added.content)
        code = mailed_code()
        self.probes["address_code"] = lambda: [
            adding.post("/accounts/confirm-email/", {"code": code}).headers.get("Location") == "/accounts/email/"
        ]
        self.secrets.append(code)

    def _challenge(self) -> None:
        """A sign-in that waits for its second factor. The app's row is put there, for enrolling throws the switch."""
        secret = generate_totp_secret()
        TOTP.activate(self.user, secret)
        asked = nobody().post("/api/jwt/token/", {"username": "alice", "password": PASSWORD}).json()
        code = str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))
        self.secrets += [secret, asked["challenge"]]
        self.probes["door_challenge"] = lambda: [_posts("/api/mfa/", challenge=asked["challenge"], code=code)]

    def _grant(self, name: str, browser: Client, party: RelyingParty, scope: str) -> None:
        tokens = party.tokens(browser, scope=scope)
        access, refresh = tokens["access_token"], tokens["refresh_token"]
        self.values |= {f"{name}_access": access, f"{name}_refresh": refresh, f"{name}_id_token": tokens["id_token"]}
        self.secrets += [access, refresh, *refresh.split("."), tokens["id_token"], party.verifier]
        bearer = with_header(f"Bearer {access}")
        self.probes[f"{name}_access"] = lambda: [
            bearer.get(WHOAMI).status_code == 200,
            bearer.get("/o/userinfo/").status_code == 200,
            self._is_active(access),
        ]
        self.probes[f"{name}_refresh"] = lambda: [
            self._is_active(refresh, token_type_hint="refresh_token"),
            party.refresh(Client(), refresh).status_code == 200,
        ]

    def _opaque(self) -> None:
        """A pair of the other form: the token is a row, and not a JWT."""
        self.web.application.token_format = "opaque"
        self.web.application.save()
        self._grant("opaque", self.own, self.web, OFFLINE)
        self.web.application.token_format = ""
        self.web.application.save()

    def _bound(self) -> None:
        """A token that is good with a proof of its key only."""
        prover = Prover()
        code = allow(self.own, self.own.get("/o/authorize/", self.web.request(scope=OFFLINE)))["code"]
        tokens = self.web.exchange(ProvingClient(prover), code).json()
        access, refresh = tokens["access_token"], tokens["refresh_token"]
        assert tokens["token_type"] == "DPoP"
        self.secrets += [access, refresh, *refresh.split("."), tokens["id_token"]]
        self.probes["bound_access"] = lambda: (
            [
                Client().get(path, headers=prover.presenting(access, "GET", path)).status_code == 200
                for path in (WHOAMI, "/o/userinfo/")
            ]
            + [self._is_active(access)]
        )
        self.probes["bound_refresh"] = lambda: [self.web.refresh(ProvingClient(prover), refresh).status_code == 200]

    def _exchanged(self, subject: str) -> None:
        """What the resource server got for a token that it was sent."""
        token = exchanged(self.server, self.values[f"{subject}_access"], resource=API)["access_token"]
        self.secrets.append(token)
        self.probes[f"{subject}_exchanged"] = lambda: [_opens(f"Bearer {token}"), self._is_active(token)]

    def _of_the_client(self) -> None:
        """What is the client's alone: a request that it pushed, and the token by which it manages its registration."""
        pushed = self.web.pushed(Client())
        self.secrets.append(parse_qs(urlsplit(pushed).query)["request_uri"][0].rpartition(":")[2])
        self.probes["pushed_request"] = lambda: [Client().get(pushed).status_code == 302]
        token = "registration-access-token"
        self.web.application.registration_token = digest(token)
        self.web.application.save()
        self.secrets.append(token)
        path, bearer = f"/o/register/{self.web.client_id}/", with_header(f"Bearer {token}")
        self.probes["registration_token"] = lambda: [bearer.get(path).status_code == 200]

    def _code(self, name: str, browser: Client, scope: str) -> None:
        code = allow(browser, browser.get("/o/authorize/", self.web.request(scope=scope)))["code"]
        self.secrets.append(code)
        self.probes[name] = lambda: [self.web.exchange(Client(), code).status_code == 200]

    def _device(self, name: str, scope: str) -> None:
        device = begin(self.web, scope=scope)
        decide(self.own, device)
        self.secrets += [device.answer["device_code"], device.user_code, device.user_code.replace("-", "")]
        self.probes[name] = lambda: [device.poll().status_code == 200]

    def _device_tokens(self, name: str) -> None:
        """What a device fetched."""
        device = begin(self.web, scope=ONLINE)
        decide(self.own, device)
        answer = device.poll().json()
        self.secrets += [answer["access_token"], answer["refresh_token"]]
        self.probes[name] = lambda: [
            _opens(f"Bearer {answer['access_token']}"),
            self._is_active(answer["access_token"]),
        ]

    def _is_active(self, token: str, **hint: str) -> bool:
        return bool(self.server.post(Client(), "/o/introspect/", token=token, **hint).json()["active"])


def _browser(**cookies: str) -> Client:
    """Return a browser that has these cookies and no other."""
    client = Client(enforce_csrf_checks=True)
    for name, value in cookies.items():
        client.cookies[name] = value
    return client


def _session(browser: Client) -> list[bool]:
    return [browser.get(path).status_code == 200 for path in (WHOAMI, "/accounts/email/")]


def _opens(authorization: str) -> bool:
    return bool(with_header(authorization).get(WHOAMI).status_code == 200)


def _posts(path: str, **body: Any) -> bool:
    return bool(Caller().post(path, body).status_code == 200)


def _link(path: str) -> str:
    found = re.search(rf"http://localhost:8000({path}\S+)", str(mail.outbox[-1].body))
    assert found is not None, mail.outbox[-1].body
    return found[1]
