"""Facts of refusals, and the people whom they concern."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from oauth_server.vocabulary import CredentialKind
from resources.explain.facts import Facts
from resources.principal import Principal
from resources.steps import Step


def facts(**changes: Any) -> Facts:
    """Return the facts of a JWT's refusal at the to-do list, changed as told."""
    plain = Facts(timezone.now(), "GET", "/api/v1/todo/", 403, Step.ROLE, "holds none of HR", CredentialKind.JWT)
    return replace(plain, **changes)


@pytest.fixture
def caller(db: None) -> User:
    """A person."""
    return User.objects.create_user("alice")


@pytest.fixture
def of(caller: User) -> Callable[..., tuple[Facts, Principal]]:
    """Return a function that makes the facts and the principal of a refusal of this person."""

    def make(**changes: Any) -> tuple[Facts, Principal]:
        return facts(user=str(caller.subject), **changes), Principal(CredentialKind.JWT, caller)

    return make
