"""Evaluation: how a desk's own questions are read and answered, and what its answers cite."""
