"""Lines, sentences and evidence to try the guard over a model's words on."""
