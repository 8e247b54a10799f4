"""Lessons: what was found out, who is to act on it, what they say they did, and whether that was so."""
