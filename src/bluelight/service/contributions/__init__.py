"""Adding to the register and changing it: what contributors write, reviewers check, and what came of it."""
