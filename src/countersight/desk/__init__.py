"""The database of an office: tables, migrations, a hash chain, backup. SQLite, or PostgreSQL when there are several."""
