"""Panels out of published tables: one file per publication, a file in, the rows of a panel out."""
