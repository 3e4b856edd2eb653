"""Readers, voters and commenters at the doors of two web machines, and a record of every answer that they got."""

import http.client
import itertools
import random
import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

TOKEN = "t" * 32  # a form's token is right if it is the cookie's
PAUSE = 0.05  # seconds between two requests of one person
REFUSED = "refused"  # nobody listened at the port
BROKEN = "broken"  # the connection ended without an answer
SLOW = "slow"
LOGGED_OUT = "logged out"
TIMEOUT = 30


@dataclass(frozen=True)
class Answer:
    """`status` of HTTP, or one of the words above; `at` and `took` in seconds."""

    who: str
    port: int
    status: int | str
    at: float
    took: float
    body: bytes = field(repr=False, default=b"")


@dataclass
class Crowd:
    ports: list[int]
    cast: dict[str, Any]
    answers: list[Answer] = field(default_factory=list)
    # (member, comment) → the value of the last vote that was answered with success; None where that is not known.
    votes: dict[tuple[int, int], int | None] = field(default_factory=dict)
    # What was typed → whether it was answered with success.
    comments: dict[str, bool] = field(default_factory=dict)
    # Addresses to which a mail was promised.
    mails: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.over = threading.Event()
        self.numbers = itertools.count()
        half = len(self.cast["members"]) // 2
        voters, commenters = self.cast["members"][:half], self.cast["members"][half:]
        people: list[tuple[Callable[[Any], None], Any]] = [
            *((self.read, None) for _ in range(3)),
            (self.read, voters[0]),
            *((self.vote, voters[n::2]) for n in range(2)),
            *((self.comment, commenters[n::2]) for n in range(2)),
            (self.forget_password, commenters),
        ]
        self.threads = [threading.Thread(target=self.live, args=person, daemon=True) for person in people]

    def start(self) -> None:
        for thread in self.threads:
            thread.start()

    def stop(self) -> None:
        self.over.set()
        for thread in self.threads:
            thread.join(2 * TIMEOUT)
            assert not thread.is_alive()

    def live(self, act: Callable[[Any], None], who: Any) -> None:
        while not self.over.wait(PAUSE):
            act(who)

    # --- What they do -------------------------------------------------------------------------------------------

    def read(self, member: dict[str, Any] | None) -> None:
        self.ask("reader", "GET", self.cast["address"], member)

    def vote(self, voters: list[dict[str, Any]]) -> None:
        member, comment = random.choice(voters), random.choice(self.cast["comments"])
        value = random.choice([1, -1, 0])
        answer = self.ask("voter", "POST", f"/comments/{comment}/vote/", member, value=value)
        self.votes[member["pk"], comment] = value if answer.status == 302 else None

    def comment(self, commenters: list[dict[str, Any]]) -> None:
        """Sends the same form again for as long as it is not taken, as the page asks people to do."""
        member, body = random.choice(commenters), f"Words {next(self.numbers)}."
        form = {"body": body, "submission": uuid.uuid4()}
        self.comments[body] = False
        address = f"/articles/{self.cast['article']}/comments/"
        for _ in range(20):
            if self.ask("commenter", "POST", address, member, **form).status == 302:
                self.comments[body] = True
                return
            if self.over.wait(0.5):
                return

    def forget_password(self, members: list[dict[str, Any]]) -> None:
        member = random.choice(members)
        answer = self.ask("forgetful", "POST", "/accounts/password/reset/", None, email=member["email"])
        if answer.status == 302:
            self.mails.append(member["email"])
        self.over.wait(0.4)

    def ask(self, who: str, method: str, address: str, member: dict[str, Any] | None, **form: Any) -> Answer:
        port = random.choice(self.ports)
        cookies = f"csrftoken={TOKEN}" + (f"; sessionid={member['session']}" if member else "")
        headers = {
            "Cookie": cookies,
            "Content-Type": "application/x-www-form-urlencoded",
            "Connection": "close",
        }
        sent = urlencode({**form, "csrfmiddlewaretoken": TOKEN}) if method == "POST" else None
        began = time.monotonic()
        status, body = request(port, method, address, sent, headers if member or sent else {})
        answer = Answer(who, port, status, began, time.monotonic() - began, body if status == 503 else b"")
        self.answers.append(answer)
        return answer

    def since(self, moment: float) -> list[Answer]:
        return [answer for answer in self.answers if answer.at >= moment]


def request(
    port: int, method: str, address: str, body: str | None, headers: dict[str, str]
) -> tuple[int | str, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT)
    try:
        connection.request(method, address, body, headers)
        answer = connection.getresponse()
        if answer.status == 302 and answer.headers["Location"].startswith("/accounts/login/"):
            return LOGGED_OUT, b""
        return answer.status, answer.read()
    except ConnectionRefusedError:
        return REFUSED, b""
    except TimeoutError:
        return SLOW, b""
    except (OSError, http.client.HTTPException):
        return BROKEN, b""
    finally:
        connection.close()
