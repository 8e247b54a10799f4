"""Estimators: one file per family, arrays in, an estimate with its spread out."""
