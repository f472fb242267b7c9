"""What Alembic runs: the migrations over the connection that it is given, inside the transaction that is open."""

from __future__ import annotations

from alembic import context

from countersight.desk.tables import metadata

config = getattr(context, "config", None)
if config is not None:  # None where somebody else imports this module, for example to look for examples in it
    connection = config.attributes["connection"]
    context.configure(connection=connection, target_metadata=metadata, render_as_batch=True, transactional_ddl=True)
    context.run_migrations()
