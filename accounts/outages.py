"""A server that did not answer is left alone for a moment, instead of every request waiting for it anew."""

import logging
import time
from threading import Lock

logger = logging.getLogger(__name__)

TRIAL = (
    10.0  # seconds after which somebody who tried and never told what came of it is not waited for any more
)


class Outage:
    """What this process knows of one server: well, or away and when to try it again.

    Ask `allows()` before a call and tell `begin()` or `end()` what came of it. While the server is away, every
    `pause` seconds one caller is let through to try it; all others are told at once that it is away.
    """

    def __init__(self, server: str, *, pause: float) -> None:
        self.server, self.pause = server, pause
        self._lock = Lock()
        self._closed_until = 0.0  # 0: it is well

    @property
    def lasts(self) -> bool:
        return bool(self._closed_until)

    def allows(self) -> bool:
        if not self._closed_until:
            return True
        with self._lock:
            now = time.monotonic()
            if now < self._closed_until:
                return False
            self._closed_until = now + TRIAL
            return True

    def begin(self, error: Exception) -> None:
        """The server did not answer."""
        with self._lock:
            if not self._closed_until:
                logger.warning("%s does not answer and is tried again soon: %s", self.server, error)
            self._closed_until = time.monotonic() + self.pause

    def end(self) -> None:
        """The server answered."""
        if self._closed_until:
            with self._lock:
                self._closed_until = 0.0
            logger.warning("%s answers again.", self.server)


REDIS = Outage("Redis", pause=5)
