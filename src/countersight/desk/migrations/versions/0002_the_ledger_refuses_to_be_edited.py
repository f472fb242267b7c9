"""The ledger refuses to be edited: the database itself lets nobody change or remove an entry but by taking its payload away.

Who may drop a trigger gets around it, and the chain shows that; it is for slips of ours, and of a hand in the wrong window.
"""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_SAID = "the ledger is appended to, never edited"
_KEPT = ("tenant", "seq", "at", "actor", "kind", "subject", "payload_sha256", "prev", "hash")


def upgrade() -> None:
    """Up."""
    same = " AND ".join(f"NEW.{name} = OLD.{name}" for name in _KEPT)
    allowed = f"NEW.payload IS NULL AND {same}"
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            f"CREATE TRIGGER ledger_change BEFORE UPDATE ON ledger WHEN NOT ({allowed}) BEGIN SELECT RAISE(ABORT, '{_SAID}'); END"
        )
        op.execute(f"CREATE TRIGGER ledger_removal BEFORE DELETE ON ledger BEGIN SELECT RAISE(ABORT, '{_SAID}'); END")
        return
    op.execute(
        f"CREATE FUNCTION ledger_refuses() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '{_SAID}'; END $$"
    )
    op.execute(
        f"CREATE TRIGGER ledger_change BEFORE UPDATE ON ledger FOR EACH ROW WHEN (NOT ({allowed})) EXECUTE FUNCTION ledger_refuses()"
    )
    op.execute("CREATE TRIGGER ledger_removal BEFORE DELETE ON ledger FOR EACH ROW EXECUTE FUNCTION ledger_refuses()")


def downgrade() -> None:
    """Down."""
    table = "" if op.get_bind().dialect.name == "sqlite" else " ON ledger"
    op.execute(f"DROP TRIGGER ledger_change{table}")
    op.execute(f"DROP TRIGGER ledger_removal{table}")
    if table:
        op.execute("DROP FUNCTION ledger_refuses()")
