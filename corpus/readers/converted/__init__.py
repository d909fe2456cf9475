"""Converters, each for a kind of file; they are imported in a process apart and nowhere else."""
