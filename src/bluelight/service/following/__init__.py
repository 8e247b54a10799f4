"""Searches of the register that somebody keeps: what is new in them, by page and by weekly email."""
