"""Fixed SQL for the hot paths: one text a statement, with the tables and the database's own words put in once."""

from collections.abc import Mapping
from functools import cache
from typing import Any, Final

from django.apps import apps
from django.conf import settings
from django.db import connection

from accounts.roles import ACT_FOR_PERSON
from oauth_server.protocol.models.client import COLUMNS
from oauth_server.vocabulary import Scope

MODELS: Final = {
    "access_token": "OAUTH2_PROVIDER_ACCESS_TOKEN_MODEL",
    "application": "OAUTH2_PROVIDER_APPLICATION_MODEL",
    "grant": "OAUTH2_PROVIDER_GRANT_MODEL",
    "refresh_token": "OAUTH2_PROVIDER_REFRESH_TOKEN_MODEL",
    "user": "AUTH_USER_MODEL",
}
WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "postgresql": {
        "json_object": "json_build_object",
        "json_list": "json_agg",
        "microseconds": "1000000 * extract(epoch from",
        "for_update_of_r": "for update of r",
        "clients_kept": "jsonb_each_text(t.chain -> 'clients')",
        "clients_claimed": "jsonb_each_text(cast(%s as jsonb) -> 'clients')",
        "tokens_kept": "jsonb_array_elements_text(t.chain -> 'tokens') e(value)",
        "tokens_claimed": "jsonb_array_elements_text(cast(%s as jsonb) -> 'tokens') e(value)",
        "identifier": "cast(e.value as uuid)",
        "position": "strpos",
    },
    "sqlite": {
        "json_object": "json_object",
        "json_list": "json_group_array",
        "microseconds": "1 * (",
        "for_update_of_r": "",
        "clients_kept": "json_each(t.chain, '$.clients')",
        "clients_claimed": "json_each(%s, '$.clients')",
        "tokens_kept": "json_each(t.chain, '$.tokens') e",
        "tokens_claimed": "json_each(%s, '$.tokens') e",
        "identifier": "e.value",
        "position": "instr",
    },
}
_CLAIMED: Final = """exists(select 1 from {revoked_token} r where r.jti = %s),
exists(select 1 from {signing_key} k where k.kid = %s and k.withdrawn_at is not null)"""
_CLIENTS: Final = """c.client_id, c.name, c.preset, c.enabled, c.token_epoch, o.enabled, c.subject_type, c.sector,
c.scopes, c.userinfo_signed_response_alg, c.cap_scopes, c.cap_roles, g.id"""
_FAMILY: Final = """{json_object}(
    'grant', g.id, 'application', g.application_id, 'scope', g.scope, 'audience', g.audience, 'nonce', g.nonce,
    'redirect_uri', g.redirect_uri, 'code_challenge', g.code_challenge, 'offline', g.offline,
    'jkt', g.jkt, 'claims', g.claims, 'actor', g.actor, 'actor_grant', g.actor_grant, 'actor_stands', {actor_stands},
    'epoch', g.credential_epoch, 'expires', g.expires, 'revoked_at', g.revoked_at,
    'cap_scopes', (select p.cap_scopes from {application} p where p.id = g.application_id),
    'cap_roles', (select p.cap_roles from {application} p where p.id = g.application_id),
    'sid', g.sid, 'auth_time', g.auth_time, 'acr', g.acr, 'amr', g.amr,
    'session', s.id, 'ended_at', s.ended_at,
    'id', u.id, 'subject', u.subject, 'username', u.username, 'email', u.email, 'first_name', u.first_name,
    'last_name', u.last_name, 'is_active', u.is_active, 'is_staff', u.is_staff, 'is_superuser', u.is_superuser,
    'credential_epoch', u.credential_epoch, 'audit_key', u.audit_key,
    'locale', u.locale, 'theme', u.theme, 'phone_number', u.phone_number, 'postal_address', u.postal_address,
    'updated', u.updated,
    'email_verified', exists(select 1 from {email_address} e
                             where e.user_id = u.id and e.verified and e.email = lower(u.email)),
    'roles', (select {json_list}(r.name) from {group} r join {user_groups} m on m.group_id = r.id
              where m.user_id = u.id),
    'lifetime', (select {microseconds} p.access_token_lifetime) from {protected_resource} p
                 where p.identifier = g.audience),
    'token_format', (select p.token_format from {protected_resource} p where p.identifier = g.audience))"""
FRAGMENTS: Final[Mapping[str, str]] = {
    "client": COLUMNS,
    "of_grant": "{grant} g join {user} u on u.id = g.user_id left join {session} s on s.id = g.session_id",
    "actor_stands": """exists(select 1 from {grant} y join {application} d on d.id = y.application_id and d.enabled
    join {user} v on v.id = y.user_id and v.is_active and v.credential_epoch = y.credential_epoch
    left join {session} w on w.id = y.session_id where y.id = g.actor_grant and y.revoked_at is null
    and (y.offline or (w.id is not null and w.ended_at is null))
    and not u.is_superuser and (v.is_staff or not u.is_staff)
    and not exists(select 1 from {user_groups} m where m.user_id = u.id
                   and m.group_id not in (select n.group_id from {user_groups} n where n.user_id = v.id))
    and (v.is_superuser or not exists(
        select 1 from {user_permissions} q where q.user_id = u.id
        and not exists(select 1 from {user_permissions} h where h.user_id = v.id and h.permission_id = q.permission_id)
        and not exists(select 1 from {group_permissions} h join {user_groups} m on m.group_id = h.group_id
                       where m.user_id = v.id and h.permission_id = q.permission_id)))
    and (d.cap_scopes = '' or {position}(' ' || d.cap_scopes || ' ', ' {act_scope} ') > 0)
    and (v.is_superuser and d.cap_roles = '' or exists(
        select 1 from {permission} p join {content_type} k on k.id = p.content_type_id
        where k.app_label = '{app_label}' and p.codename = '{codename}'
        and (d.cap_roles = '' and exists(
                 select 1 from {user_permissions} h where h.user_id = v.id and h.permission_id = p.id)
             or exists(select 1 from {group_permissions} h join {user_groups} m on m.group_id = h.group_id
                       join {group} r on r.id = m.group_id where m.user_id = v.id and h.permission_id = p.id
                       and (d.cap_roles = ''
                            or {position}(' ' || d.cap_roles || ' ', ' ' || r.name || ' ') > 0))))))""",
    "family": _FAMILY.replace("{actor_stands}", "false"),
    "family_acted_for": _FAMILY.replace(
        "{actor_stands}", "case when g.actor_grant is null then false else {actor_stands} end"
    ),
    "behind": f"{_CLIENTS}, {{family}}",
    "behind_acting": f"{_CLIENTS}, {{family_acted_for}}",
    "of_anchor": """left join {application} o on o.id = g.application_id left join {user} u on u.id = g.user_id
left join {session} s on s.id = g.session_id""",
    "of_token": """left join {application} c on c.id = t.application_id left join {grant} g on g.id = t.grant_id
{of_anchor}""",
    "clients_standing": """join {application} x on x.client_id = e.key and x.enabled
and x.token_epoch = cast(e.value as integer)""",
    "caps": "{json_list}({json_object}('scopes', x.cap_scopes, 'roles', x.cap_roles))",
    "chain_kept": """t.chain, (select count(*) from {clients_kept} e {clients_standing}),
exists(select 1 from {tokens_kept} join {revoked_token} q on q.jti = {identifier}),
(select {caps} from {clients_kept} e {clients_standing} where x.cap_scopes <> '' or x.cap_roles <> '')""",
    "chain_claimed": """(select count(*) from {clients_claimed} e {clients_standing}),
exists(select 1 from {tokens_claimed} join {revoked_token} q on q.jti = {identifier}),
(select {caps} from {clients_claimed} e {clients_standing} where x.cap_scopes <> '' or x.cap_roles <> '')""",
    "kept_access": """t.scope, t.audience, t.created, t.expires, t.jti,
t.revoked_at is not null or exists(select 1 from {revoked_token} q where q.jti = t.jti), t.jkt, t.actor,
{chain_kept}, {behind_acting}""",
    "kept_refresh": """t.scope, g.audience, t.created, t.expires, null, t.revoked is not null, g.jkt, g.actor, null, 0,
false, null, {behind}""",
    "claimed": f"{_CLAIMED}, {{behind}}",
    "claimed_acting": f"{_CLAIMED}, {{behind_acting}}",
}
"""Select lists over the aliases a (application), g (grant), u (user) and s (session); `client` is for `Client.read`,
`family` one JSON value for `Family.read`, which takes a grant under which somebody acts for dead: only
`family_acted_for` asks whether they may. `behind` is what stands behind a token t: its client c, the anchor g with the
client o that it was made for, the person and the sign-in. A fragment may hold those above it."""


@cache
def statement(text: str) -> str:
    """Return SQL from a text with tables, words and fragments in braces; parameters stay `%s`.

    Tables go by the keys of MODELS and of `tables` below.
    """
    models = {name: apps.get_model(getattr(settings, setting)) for name, setting in MODELS.items()}
    tables = {name: model._meta.db_table for name, model in models.items()}
    through: Any = models["user"]._meta.get_field("groups").remote_field.through
    tables |= {
        "session": models["grant"]._meta.get_field("session").related_model._meta.db_table,
        "revoked_token": apps.get_model("oauth_server.RevokedToken")._meta.db_table,
        "signing_key": apps.get_model("oauth_server.SigningKey")._meta.db_table,
        "initial_access_token": apps.get_model("oauth_server.InitialAccessToken")._meta.db_table,
        "logout_delivery": apps.get_model("oauth_server.LogoutDelivery")._meta.db_table,
        "used_identifier": apps.get_model("oauth_server.UsedIdentifier")._meta.db_table,
        "device_grant": apps.get_model("oauth_server.DeviceGrant")._meta.db_table,
        "authorization_request": apps.get_model("oauth_server.AuthorizationRequest")._meta.db_table,
        "protected_resource": apps.get_model("oauth_server.ProtectedResource")._meta.db_table,
        "user_groups": through._meta.db_table,
        "email_address": models["user"]._meta.get_field("emailaddress").related_model._meta.db_table,
        "group": apps.get_model("auth.Group")._meta.db_table,
        "permission": apps.get_model("auth.Permission")._meta.db_table,
        "content_type": apps.get_model("contenttypes.ContentType")._meta.db_table,
    }
    tables |= _tables_of_permissions(models["user"])
    names = {name: connection.ops.quote_name(table) for name, table in tables.items()} | dict(WORDS[connection.vendor])
    names["act_scope"] = str(Scope.ADMIN_ACT)
    names["app_label"], _, names["codename"] = ACT_FOR_PERSON.partition(".")
    for name, fragment in FRAGMENTS.items():
        names[name] = fragment.format_map(names)
    return text.format_map(names)


def _tables_of_permissions(user: Any) -> dict[str, str]:
    """Return the tables that join people and groups with their permissions."""
    group: Any = apps.get_model("auth.Group")
    return {
        "user_permissions": user._meta.get_field("user_permissions").remote_field.through._meta.db_table,
        "group_permissions": group.permissions.through._meta.db_table,
    }


def one_row(text: str, parameters: tuple[Any, ...]) -> tuple[Any, ...] | None:
    """Run one statement and return its first row, or None."""
    with connection.cursor() as cursor:
        cursor.execute(statement(text), parameters)
        row: tuple[Any, ...] | None = cursor.fetchone()
    return row


def write(text: str, parameters: tuple[Any, ...]) -> int:
    """Run one statement and return how many rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(statement(text), parameters)
        return int(cursor.rowcount)
