"""Django and nothing else: what the app server can send at all on this machine, the floor of every page."""

SECRET_KEY = "nothing is signed here"  # noqa: S105
ALLOWED_HOSTS = ["127.0.0.1"]
MIDDLEWARE: list[str] = []
INSTALLED_APPS: list[str] = []
ROOT_URLCONF = "bench.floors"
USE_TZ = True
