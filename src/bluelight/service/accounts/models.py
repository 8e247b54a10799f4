"""The user. Ours from the first migration, because Django cannot swap it later; nobody signs in yet."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser


class User(AbstractUser):
    """Someone who may sign in; the history of the register names them."""
