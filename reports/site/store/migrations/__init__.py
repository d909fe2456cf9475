"""Migrations of the store, one file a schema that was released."""
