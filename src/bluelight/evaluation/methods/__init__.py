"""The methods an evaluation may choose: one file each, a case in, findings out."""
