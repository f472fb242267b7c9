"""Steps between versions of the tables; Alembic runs them."""
