"""What an outline business case says beside the figures of a run: its registers, tests, logs and gaps."""
