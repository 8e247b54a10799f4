"""Evaluations attached to collaborations: worked out here, reviewed, published with their protocol and data."""
