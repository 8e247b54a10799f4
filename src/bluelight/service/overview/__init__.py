"""The national overview: counts of the register as it is, and frozen editions of it to cite and to compare."""
