"""The demo's people, clients and rows (contract: Commands), made once and kept as they are."""

import secrets
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.db.models import Q

from accounts.models import User
from accounts.services.registration import create_account
from accounts.services.roles import grant_role
from oauth_server.console.demo_clients import registrations
from oauth_server.console.demo_file import read_demo_file, write_demo_file
from oauth_server.console.demo_people import PEOPLE, DemoPerson
from oauth_server.console.demo_rows import seed_rows
from oauth_server.protocol.models import Application, DeveloperPolicy
from oauth_server.protocol.models.application import SECRET_METHODS
from oauth_server.protocol.services.client_secrets import rotate_secret
from oauth_server.protocol.services.clients import Registration, amend_client, register_client


@transaction.atomic
def seed() -> dict[str, Any]:
    """Make what is missing, leave what is there, and return the demo's data in the contract's form.

    A password or secret that is not in `var/demo.json` any more is made anew.
    """
    known = read_demo_file()
    content = {
        "issuer": settings.ISSUER,
        "users": [_person(person, known) for person in PEOPLE],
        "clients": [_client(registration, known) for registration in registrations(settings.ISSUER)],
    }
    seed_rows()
    policy = {"who": DeveloperPolicy.Who.EVERYBODY, "waits": DeveloperPolicy.Waits.NONE}
    DeveloperPolicy.objects.get_or_create(pk=1, defaults=policy)
    write_demo_file(content)
    return content


def _person(person: DemoPerson, known: dict[str, Any]) -> dict[str, Any]:
    password = _remembered(known, "users", "username", person.username).get("password")
    user = User.objects.filter(username=person.username).first()
    if user is None:
        password = password or secrets.token_urlsafe(12)
        user = create_account(username=person.username, email=person.email, password=password)
        profile = person.profile()
        for column, value in profile.items():
            setattr(user, column, value)
        user.save(update_fields=profile)
        addresses = apps.get_model("account", "EmailAddress")._default_manager
        addresses.create(user=user, email=user.email, primary=True, verified=True)
    elif password is None:
        password = secrets.token_urlsafe(12)
        user.set_password(password)
        user.save(update_fields=["password"])
    held = set(user.groups.values_list("name", flat=True))
    for role in person.roles:
        if role not in held:
            grant_role(user=user, role=role)
    roles = [str(role) for role in person.roles]
    return {"username": person.username, "email": user.email, "password": password, "roles": roles}


def _client(registration: Registration, known: dict[str, Any]) -> dict[str, Any]:
    entry = _remembered(known, "clients", "name", registration.name)
    client_id, secret = entry.get("client_id", ""), entry.get("client_secret") or None
    there = Application.objects.filter(Q(client_id=client_id) | Q(name=registration.name)).first()
    if there is None:
        there, secret = register_client(registration, client_id=client_id, client_secret=secret or "")
    else:
        amend_client(registration, client_id=there.client_id)
        if secret is None and there.token_endpoint_auth_method in SECRET_METHODS:
            secret = rotate_secret(client_id=there.client_id)
    return {
        "name": registration.name,
        "client_id": there.client_id,
        "client_secret": secret,
        "client_type": "public" if registration.public else "confidential",
        "grant_types": [str(grant) for grant in registration.grant_types],
        "redirect_uris": list(registration.redirect_uris),
        "post_logout_redirect_uris": list(registration.post_logout_redirect_uris),
        "allowed_origins": list(registration.allowed_origins),
        "scopes": [str(scope) for scope in registration.scopes],
    }


def _remembered(known: dict[str, Any], kind: str, field: str, value: str) -> dict[str, Any]:
    entries = (entry for entry in known.get(kind, []) if entry[field] == value)
    return next(entries, {})
