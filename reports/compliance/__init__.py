"""Compliance: rules as data, held against finished reports."""
