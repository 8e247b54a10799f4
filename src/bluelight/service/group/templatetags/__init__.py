"""Template filters of the working group."""
