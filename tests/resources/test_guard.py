"""No row, no access; and what refuses to start without one."""

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.checks import CheckMessage
from django.http import HttpRequest
from django.test import RequestFactory
from django.urls import include, path
from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.sessions import SessionStore
from oauth_server.vocabulary import CredentialKind
from resources import checks
from resources.checks import check_policy
from resources.demand import Callers
from resources.denial import Denial, Denied
from resources.explain.explanation import explain
from resources.explain.mending import NO_ROW
from resources.guard import GuardedView, PolicyPermission
from resources.models import Todo
from resources.policy import Rule, rule_of
from resources.policy.rule import ANY_ROLE, FIRST_PARTY, FieldRule
from resources.principal import SIGNED_IN, Principal
from resources.steps import Step
from resources.views.protected import ProtectedView
from resources.views.status import StatusView


class Forgotten(APIView):
    """A view that nobody wrote a row for."""

    def get(self, request: Request) -> Response:
        """Never reached."""
        return Response()


class SelfGuarded(Forgotten):
    """A view that trusts itself."""

    permission_classes = [AllowAny]


class Unauthenticated(StatusView):
    """A view that lets DRF recognise nobody."""

    authentication_classes = []


urlpatterns = [
    path("forgotten/", Forgotten.as_view()),
    path("deep/", include([path("self/", SelfGuarded.as_view())])),
    path("status/", StatusView.as_view(permission_classes=[AllowAny])),
]


def messages(settings: Any, urlconf: str) -> list[CheckMessage]:
    settings.ROOT_URLCONF = urlconf
    return check_policy()


def ask(view: type[APIView], method: str = "GET") -> Any:
    request: HttpRequest = RequestFactory().generic(method, "/")
    request.session = SessionStore()
    return view.as_view()(request)


def test_the_urlconf_and_the_policy_agree(settings: Any) -> None:
    assert messages(settings, "tests.resources.urls") == []


def test_a_view_without_a_row_is_a_check_error(settings: Any) -> None:
    found = [message.id for message in messages(settings, __name__)]
    assert found.count("resources.E001") == 2


def test_a_view_with_a_guard_of_its_own_is_a_check_error(settings: Any) -> None:
    found = [message.obj for message in messages(settings, __name__) if message.id == "resources.E002"]
    assert found == [SelfGuarded, StatusView]


@pytest.mark.parametrize(
    ("rule", "error"),
    [
        (Rule("x/", "resources.views.nowhere.View", roles=ANY_ROLE), "resources.E003"),
        (Rule("x/", "resources.views.status.StatusView", roles=ANY_ROLE, methods=("GET", "POST")), "resources.E004"),
        (Rule("x/", "resources.views.todo.TodoListView", roles=ANY_ROLE), "resources.E004"),
    ],
)
def test_a_row_that_its_view_does_not_keep_is_a_check_error(
    settings: Any, monkeypatch: pytest.MonkeyPatch, rule: Rule, error: str
) -> None:
    monkeypatch.setattr(checks, "TABLE", (rule,))
    assert [message.id for message in messages(settings, "tests.resources.urls")] == [error]


@pytest.mark.parametrize("view", [Forgotten, Unauthenticated])
def test_a_view_without_a_row_or_a_principal_lets_nobody_in(view: type[APIView]) -> None:
    answer = ask(view)
    assert (answer.status_code, answer.data["detail"]) == (403, "No rule lets anybody in here.")
    assert explain(answer.data["decision"]).mend == NO_ROW
    asked = view()
    asked.headers = {}
    with pytest.raises(Denied) as refused:
        PolicyPermission().has_permission(Request(HttpRequest()), asked)
    reason = f"no row for {view.__qualname__}"
    assert refused.value.denial == Denial(403, "No rule lets anybody in here.", step=Step.ROLE, reason=reason)


def test_a_method_that_the_row_has_not_is_405_with_those_it_has() -> None:
    response = ask(StatusView, "DELETE")
    assert (response.status_code, response["Allow"]) == (405, "GET")
    assert response.data["detail"] == 'Method "DELETE" not allowed.'


FIELDS = (FieldRule("roles", kinds=SIGNED_IN),)
HELD = Rule("x/", "a.View", roles=ANY_ROLE, methods=("GET", "POST"), writers=Callers.ANYONE, fields=FIELDS)


def hold(monkeypatch: pytest.MonkeyPatch, rule: Rule, body: str, method: str = "POST") -> bool:
    """Ask the guard about a body that a script sends."""
    monkeypatch.setattr("resources.guard.rule_of", lambda _: rule)
    http = RequestFactory().generic(method, "/", body, content_type="application/json")
    request, view = Request(http, parsers=[JSONParser()]), APIView()
    request.auth = Principal(CredentialKind.DRF_TOKEN, SimpleNamespace(is_superuser=False))
    view.headers = {}
    return PolicyPermission().has_permission(request, view)


def test_a_field_that_asks_more_refuses_the_body_at_its_own_step(monkeypatch: pytest.MonkeyPatch) -> None:
    detail, reason = "This kind of credential is not accepted here.", "drf_token is not taken"
    with pytest.raises(Denied) as refused:
        hold(monkeypatch, HELD, '{"roles": []}')
    assert refused.value.denial == Denial(403, detail, step=Step.FIELDS, reason=reason)
    for rule, body, method in (
        (HELD, '{"title": ""}', "POST"),
        (HELD, '["roles"]', "POST"),
        (HELD, '{"roles": []}', "GET"),
        (replace(HELD, fields=()), "{", "POST"),
    ):
        assert hold(monkeypatch, rule, body, method)


def test_a_field_is_held_by_what_its_method_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Denied) as refused:
        hold(monkeypatch, replace(HELD, roles=Callers.STAFF, fields=FIELDS), '{"roles": []}')
    assert refused.value.denial.reason == "drf_token is not taken"
    for_anybody = replace(HELD, roles=Callers.STAFF, fields=(FieldRule("roles", kinds=FIRST_PARTY),))
    assert hold(monkeypatch, for_anybody, '{"roles": []}')


def test_a_body_that_cannot_be_read_fails_before_the_object_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ParseError) as refused:
        hold(monkeypatch, HELD, "{")
    assert refused.value.step is Step.FIELDS  # type: ignore[attr-defined] # - what the guard notes on it


def test_who_is_let_in_nowhere_learns_nothing_of_the_methods() -> None:
    assert ask(ProtectedView, "DELETE").status_code == 401


def test_a_table_without_an_object_rule_shows_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    class Entries(GuardedView):
        queryset = Todo.objects.all()
        request = type("Asked", (), {"auth": Principal(CredentialKind.SESSION, object())})()

    monkeypatch.setattr("resources.guard.rule_of", lambda _: Rule("x/", "a.View", roles=ANY_ROLE))
    assert Entries().get_queryset().query.is_empty()


def test_the_rule_of_a_view_is_the_row_that_names_it() -> None:
    assert rule_of(ProtectedView) is not None
    assert rule_of(Forgotten) is None
