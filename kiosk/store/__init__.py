"""The journal and everything derived from it, on SQLite through peewee."""
