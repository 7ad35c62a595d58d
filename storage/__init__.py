"""Campaigns at rest: tables, engine, queries, migrations, and the catalog reader."""
