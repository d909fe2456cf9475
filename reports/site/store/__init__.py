"""The store: questions, answers, users and what was done, in SQLite or PostgreSQL."""
