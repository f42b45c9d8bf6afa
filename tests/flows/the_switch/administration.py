"""What an administrator does to a client in its pages."""

from typing import Any

from django.test import Client

from tests.flows.oauth import RelyingParty


def edit(root: Client, party: RelyingParty, **changes: str) -> None:
    """Send the administration's form of a client back, changed."""
    path = f"/admin/oauth_server/application/{party.application.pk}/change/"
    form = root.get(path).context["adminform"].form
    values: dict[str, Any] = {name: form[name].value() for name in form.fields} | changes
    sent = {name: value for name, value in values.items() if value not in (None, False, "", "null")}
    response = root.post(path, sent)
    assert response.status_code == 302, response.context["adminform"].form.errors
