"""The national overview of a register: an edition of its facts, the document that tells it, and tables beside it."""
