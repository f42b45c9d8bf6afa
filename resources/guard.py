"""The guard: reads the policy table; no row, no access.

Django REST framework imports this module while it defines APIView, so nothing here may import APIView.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final, cast

from django.conf import settings
from django.db.models import QuerySet
from rest_framework import status
from rest_framework.exceptions import APIException, MethodNotAllowed
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from resources.decision import decide
from resources.denial import Denial, Denied
from resources.policy import Rule, rule_of
from resources.policy.rule import SAFE
from resources.principal import Principal
from resources.steps import Step

PRIVATE: Final = {"Cache-Control": "no-store", "Vary": f"Authorization, {settings.API_KEY_HEADER}, Cookie"}
"""On every guarded answer: no cache may give one caller's answer to another."""


class PolicyPermission(BasePermission):
    """The default permission of every DRF view, those of people too: the row of its class decides."""

    def has_permission(self, request: Request, view: Any) -> bool:
        """Return True, or raise what refuses: Denied, or MethodNotAllowed for a caller whom the row lets in."""
        view.headers.update(PRIVATE)
        rule = rule_of(type(view))
        if rule is not None:
            view.headers["Allow"] = ", ".join(rule.methods)
        if rule is None or not isinstance(request.auth, Principal):
            raise Denied(_without_rule(type(view)))
        method = request.method or ""
        if denial := decide(request.auth, rule.demand(method)):
            raise Denied(denial)
        if not rule.offers(method):
            raise MethodNotAllowed(method)
        if rule.fields and method not in SAFE:
            _hold_fields(request, request.auth, rule)
        return True


def _hold_fields(request: Request, principal: Principal, rule: Rule) -> None:
    """Refuse a body with a field that asks more of its writer than the row does."""
    try:
        body = request.data
    except APIException as unreadable:
        unreadable.step = Step.FIELDS  # type: ignore[attr-defined] # - the object rule was not asked yet
        raise
    sent = body if isinstance(body, Mapping) else {}
    for demand in rule.demands_of_fields(request.method or "", sent):
        if denial := decide(principal, demand):
            raise Denied(replace(denial, step=Step.FIELDS))


def _without_rule(view: type) -> Denial:
    reason = f"no row for {view.__qualname__}"
    return Denial(status.HTTP_403_FORBIDDEN, "No rule lets anybody in here.", step=Step.ROLE, reason=reason)


class GuardedView:
    """What the views of the resources share: the principal, their row, and only the rows of the table that it shows."""

    request: Any
    queryset: QuerySet[Any] | None

    @property
    def principal(self) -> Principal:
        """Who is asking."""
        return cast("Principal", self.request.auth)

    @property
    def rule(self) -> Rule:
        """The row of the policy table; the guard has refused a view that has none."""
        return cast("Rule", rule_of(type(self)))

    def get_queryset(self) -> QuerySet[Any]:
        """Return what the object rule shows of the table; nothing where the row has no such rule."""
        rows = cast("QuerySet[Any]", self.queryset).all()
        return self.rule.objects(rows, self.principal) if self.rule.objects else rows.none()
