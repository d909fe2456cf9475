"""The language model: the only room that knows a client of one."""
