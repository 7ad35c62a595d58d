"""Persistence: tables, engine, queries, migrations, and the catalog reader."""
