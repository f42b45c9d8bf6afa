"""Every step that can fail says what would mend it; every reason of a credential says it in words of its own."""

import pytest

from oauth_server.vocabulary import CredentialKind, RefusalReason, Scope
from resources.demand import Custom
from resources.explain import chain, mending
from resources.explain.mending import NO_ROW, OF_REASON, mend
from resources.policy import Rule
from resources.steps import ORDER, STEP_OF, Step
from tests.resources.explain.conftest import facts

OF_CREDENTIALS_ALONE = {Step.CLIENT, Step.USER, Step.SESSION, Step.AUDIENCE}
"""They fail for a reason of the credential only, each of which has words of its own."""


@pytest.mark.parametrize("step", [step for step in ORDER if step not in OF_CREDENTIALS_ALONE])
def test_every_step_that_fails_says_what_would_mend_it(step: Step) -> None:
    said = mend(facts(step=step, path="/api/v1/users/{id}/", method="PATCH"))
    assert said
    assert said != NO_ROW


@pytest.mark.parametrize("reason", list(RefusalReason))
def test_every_reason_of_a_credential_has_its_words(reason: RefusalReason) -> None:
    assert mend(facts(step=STEP_OF[reason], reason=str(reason))) == OF_REASON[reason]


def test_nothing_is_to_mend_where_nothing_refused() -> None:
    assert mend(facts(step=None)) == ""


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"path": "/api/hr-content/"}, "Needs the role HR: an Admin gives it"),
        ({"path": "/api/admin-content/"}, "Needs the role Admin or superuser"),
        ({"path": "/api/v1/users/"}, "Needs the role Admin, which makes staff"),
        (
            {"path": "/api/v1/reports/"},
            "Needs the permission resources.view_report: a role that comes with it",
        ),
        ({"step": Step.METHOD}, "Use one of GET, POST."),
        ({"step": Step.KIND, "path": "/api/keys/"}, "this address takes: first-party."),
        ({"step": Step.STEP_UP, "path": "/api/keys/", "method": "POST"}, "at most 15 min ago"),
        (
            {"step": Step.STEP_UP, "path": "/api/keys/", "method": "POST", "kind": CredentialKind.OAUTH2},
            "at most 15 min ago: by max_age and acr_values.",
        ),
        ({"step": Step.SCOPE, "path": "/api/v1/users/"}, "No scope opens this"),
        ({"step": Step.SCOPE, "kind": CredentialKind.API_KEY}, "scope todo:read at POST /api/keys/"),
        (
            {"step": Step.FIELDS, "path": "/api/v1/users/{id}/", "method": "PATCH"},
            "roles: session, jwt, at most 15 min ago",
        ),
        ({"step": Step.ROLE, "path": "/gone/"}, NO_ROW),
    ],
)
def test_what_the_row_asks_stands_in_the_words(changes: dict[str, object], said: str) -> None:
    assert said in mend(facts(**changes))


def test_a_rule_of_its_own_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    rule = Rule("own/", "a.View", roles=Custom("the owner", lambda _: False))
    monkeypatch.setattr(chain, "TABLE", (rule,))
    assert "only for the owner" in mend(facts(path="/api/own/"))


@pytest.mark.parametrize(
    ("scopes", "said"),
    [
        (None, "no such application"),
        (frozenset(), "not registered for"),
        (frozenset({Scope.TODO_READ}), "is registered for it"),
    ],
)
def test_the_scope_of_an_application_depends_on_its_registration(
    monkeypatch: pytest.MonkeyPatch, scopes: frozenset[str] | None, said: str
) -> None:
    monkeypatch.setattr(mending, "_registered", lambda _: scopes)
    assert said in mend(facts(step=Step.SCOPE, kind=CredentialKind.OAUTH2, client_id="a-client"))
