"""How passwords are kept."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2Hasher(Argon2PasswordHasher):
    """Argon2id at the first setting that OWASP's Password Storage Cheat Sheet names: 19 MiB, two passes, one lane.

    Django's own setting takes 100 MiB for each log-in, which a small machine does not have for several at once.
    """

    time_cost = 2
    memory_cost = 19 * 1024  # KiB
    parallelism = 1
