"""The site as it is, with a few addresses more to measure it against: see bench/urls.py."""

from config.settings import *  # noqa: F403

ROOT_URLCONF = "bench.urls"
