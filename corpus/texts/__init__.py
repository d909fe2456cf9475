"""Texts: documents, passages, glossary."""
