"""Every step stands in the chain once, in the order of the code, with the outcome that it had for this caller."""

import pytest

from oauth_server.vocabulary import CredentialKind, RefusalReason
from resources.explain.chain import Outcome, chain_of
from resources.explain.facts import Facts
from resources.steps import ORDER, STEP_OF, Step
from tests.resources.explain.conftest import facts


def outcomes(of: Facts) -> dict[Step, Outcome]:
    return {link.step: link.outcome for link in chain_of(of)}


@pytest.mark.parametrize("step", ORDER)
def test_one_step_fails_those_before_did_not_and_those_after_were_not_reached(step: Step) -> None:
    chain = chain_of(facts(step=step, reason="because"))
    assert [link.step for link in chain] == list(ORDER)
    position = ORDER.index(step)
    assert {link.outcome for link in chain[:position]} <= {Outcome.PASSED, Outcome.NOT_NEEDED}
    assert (chain[position].outcome, chain[position].reason) == (Outcome.FAILED, "because")
    assert {link.outcome for link in chain[position + 1 :]} <= {Outcome.NOT_REACHED}
    assert not [link for link in chain if link.reason and link.step is not step]


def test_nothing_fails_where_nothing_refused() -> None:
    chain = chain_of(facts(step=None), reached=Step.OBJECT)
    assert Outcome.FAILED not in {link.outcome for link in chain}
    assert [link.step for link in chain if link.outcome is Outcome.NOT_REACHED] == [
        Step.BODY,
        Step.LIMITS,
        Step.OPERATION,
    ]


def test_nobody_passes_no_step_of_credentials() -> None:
    found = outcomes(facts(kind=CredentialKind.ANONYMOUS, step=Step.ROLE))
    assert {found[step] for step in ORDER[2:9]} == {Outcome.NOT_NEEDED}


def test_a_credential_that_was_refused_passed_what_came_before() -> None:
    found = outcomes(facts(kind=CredentialKind.OAUTH2, step=STEP_OF[RefusalReason.SESSION_ENDED]))
    names = (Step.RECOGNISED, Step.VERIFIED, Step.CLIENT, Step.USER)
    assert {found[step] for step in names} == {Outcome.PASSED}


@pytest.mark.parametrize(
    ("kind", "asked"),
    [
        (CredentialKind.SESSION, {Step.USER, Step.SESSION}),
        (CredentialKind.JWT, {Step.USER, Step.SESSION, Step.AUDIENCE}),
        (CredentialKind.DRF_TOKEN, {Step.USER, Step.SESSION}),
        (CredentialKind.BASIC, {Step.USER}),
        (CredentialKind.API_KEY, {Step.USER, Step.SESSION, Step.SCOPE}),
        (CredentialKind.SERVICE_KEY, {Step.MACHINE, Step.SCOPE}),
        (CredentialKind.OAUTH2, {Step.CLIENT, Step.USER, Step.SESSION, Step.AUDIENCE, Step.SCOPE}),
        (CredentialKind.OAUTH2_MACHINE, {Step.CLIENT, Step.AUDIENCE, Step.MACHINE, Step.SCOPE}),
    ],
)
def test_each_kind_of_credential_is_asked_its_own_steps(kind: CredentialKind, asked: set[Step]) -> None:
    found = outcomes(facts(kind=kind, step=Step.OBJECT))
    own = {Step.CLIENT, Step.USER, Step.SESSION, Step.AUDIENCE, Step.CSRF, Step.MACHINE, Step.SCOPE}
    assert {step for step in own if found[step] is Outcome.PASSED} == asked


def test_only_what_a_browser_sends_along_needs_the_csrf_token_and_only_to_write() -> None:
    asked = {
        (ambient, method)
        for ambient in (True, False)
        for method in ("GET", "HEAD", "POST", "DELETE")
        if outcomes(facts(ambient=ambient, method=method, step=Step.OBJECT))[Step.CSRF] is Outcome.PASSED
    }
    assert asked == {(True, "POST"), (True, "DELETE")}


@pytest.mark.parametrize(
    ("path", "method", "step", "needed"),
    [
        ("/api/status/", "GET", Step.ROLE, False),
        ("/api/whoami/", "GET", Step.ROLE, True),
        ("/api/whoami/", "GET", Step.OBJECT, False),
        ("/api/v1/todo/", "GET", Step.OBJECT, True),
        ("/api/v1/todo/", "POST", Step.BODY, True),
        ("/api/v1/todo/", "GET", Step.BODY, False),
        ("/api/v1/todo/", "POST", Step.STEP_UP, False),
        ("/api/keys/", "POST", Step.STEP_UP, True),
        ("/api/v1/users/{id}/", "PATCH", Step.FIELDS, True),
        ("/api/v1/users/{id}/", "GET", Step.FIELDS, False),
    ],
)
def test_what_a_row_asks_is_needed_and_what_it_does_not_ask_is_not(
    path: str, method: str, step: Step, needed: bool
) -> None:
    found = outcomes(facts(path=path, method=method, step=Step.OPERATION))
    assert (found[step] is Outcome.PASSED) is needed
