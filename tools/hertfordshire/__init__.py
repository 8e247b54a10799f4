"""Turns the facts about Hertfordshire into an area pack, a module for each kind of table."""
