"""The index over the words: keywords, vectors, ranking."""
