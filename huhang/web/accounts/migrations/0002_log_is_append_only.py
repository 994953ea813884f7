"""The database itself refuses to change or delete entries of the log."""

from typing import Any, ClassVar

from django.db import migrations

_SQLITE = [
    f"CREATE TRIGGER log_no_{verb.lower()} BEFORE {verb} ON accounts_logentry "
    "BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END"
    for verb in ("UPDATE", "DELETE")
]
_POSTGRESQL = [
    "CREATE FUNCTION log_append_only() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'the log is append-only'; END $$",
    "CREATE TRIGGER log_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON accounts_logentry "
    "FOR EACH STATEMENT EXECUTE FUNCTION log_append_only()",
]


def _guard(apps: Any, editor: Any) -> None:
    for statement in _SQLITE if editor.connection.vendor == "sqlite" else _POSTGRESQL:
        editor.execute(statement)


class Migration(migrations.Migration):
    """Triggers on the log."""

    dependencies: ClassVar = [("accounts", "0001_initial")]
    operations: ClassVar = [migrations.RunPython(_guard, elidable=False)]
