"""The web service (Django): register, areas, studies, and the commands that run it."""
