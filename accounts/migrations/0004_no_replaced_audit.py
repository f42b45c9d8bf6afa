"""SQLite's `insert or replace` fires no trigger of update or delete: refuse to insert what is there (ASVS 5.0 16.4.2)."""

from django.db import migrations

TAKEN = {"accounts_auditevent": "id = new.id", "accounts_auditseal": "id = new.id or last_event = new.last_event"}


def guard(apps, schema_editor):
    """Make the triggers; PostgreSQL's `on conflict do update` fires those of update."""
    if schema_editor.connection.vendor == "sqlite":
        for table, taken in TAKEN.items():
            schema_editor.execute(f"""create trigger {table}_replaced before insert on {table}
            when exists (select 1 from {table} where {taken})
            begin select raise(abort, 'the audit trail is append-only'); end""")  # noqa: S608 - the names of our own tables


def unguard(apps, schema_editor):
    """Drop the triggers."""
    if schema_editor.connection.vendor == "sqlite":
        for table in TAKEN:
            schema_editor.execute(f"drop trigger {table}_replaced")


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_append_only_audit")]

    operations = [migrations.RunPython(guard, unguard)]
