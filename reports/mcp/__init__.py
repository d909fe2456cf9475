"""Tools for language models, by the Model Context Protocol: figures, passages and answers, nothing else."""
