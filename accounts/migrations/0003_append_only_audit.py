"""The database refuses to change an audit event ever, and to delete one within a year (OWASP ASVS 5.0 16.4.2)."""

from django.db import migrations

EVENTS, SEALS, DAYS = "accounts_auditevent", "accounts_auditseal", 365

SQLITE = [
    f"""create trigger {EVENTS}_unchanged before update on {EVENTS}
    begin select raise(abort, 'audit events are never changed'); end""",
    f"""create trigger {EVENTS}_kept before delete on {EVENTS} when old.at > datetime('now', '-{DAYS} days')
    begin select raise(abort, 'audit events are kept for a year'); end""",
    f"""create trigger {SEALS}_unchanged before update on {SEALS}
    begin select raise(abort, 'audit seals are never changed'); end""",
    f"""create trigger {SEALS}_kept before delete on {SEALS} when old.at > datetime('now', '-{DAYS} days')
    begin select raise(abort, 'audit seals are kept for a year'); end""",
]
POSTGRESQL = [
    f"""create function accounts_audit_unchanged() returns trigger language plpgsql as $body$
    begin
        if tg_op = 'DELETE' then
            if old.at <= now() - interval '{DAYS} days' then
                return old;
            end if;
        end if;
        raise exception 'the audit trail is append-only' using errcode = 'restrict_violation';
    end $body$""",
    *(
        f"""create trigger {table}_unchanged before update or delete on {table}
        for each row execute function accounts_audit_unchanged()"""
        for table in (EVENTS, SEALS)
    ),
    *(
        f"""create trigger {table}_kept before truncate on {table}
        for each statement execute function accounts_audit_unchanged()"""
        for table in (EVENTS, SEALS)
    ),
]


def guard(apps, schema_editor):
    """Make the triggers."""
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(statement)


def unguard(apps, schema_editor):
    """Drop the triggers."""
    for table in (EVENTS, SEALS):
        for name in ("unchanged", "kept"):
            on = "" if schema_editor.connection.vendor == "sqlite" else f" on {table}"
            schema_editor.execute(f"drop trigger {table}_{name}{on}")
    if schema_editor.connection.vendor != "sqlite":
        schema_editor.execute("drop function accounts_audit_unchanged()")


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_keys_challenges_audit")]

    operations = [migrations.RunPython(guard, unguard)]
