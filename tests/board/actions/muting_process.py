"""A process of its own that mutes: `python -m tests.board.actions.muting_process MOST TIMES`.

A member who may mute MOST others mutes eight others at the same moment, each of them TIMES times; how many are muted
then is printed.
"""

import os
import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"

import django

django.setup()


def mute(member: Any, other: Any, barrier: Barrier) -> None:
    """Whoever has muted as many as may be is refused."""
    from django.db import connection

    from board.actions import mutes
    from board.actions.refusals import Refused

    barrier.wait(20)
    try:
        mutes.mute(member, other)
    except Refused as refusal:
        assert refusal.conflict, refusal
    finally:
        connection.close()


def main(most: int, times: int) -> None:
    from board.actions import mutes
    from board.models import Mute
    from tests.factories import MemberFactory

    mutes.MOST = most
    member, *others = [MemberFactory() for _ in range(9)]
    pressed = [other for other in others for _ in range(times)]
    barrier = Barrier(len(pressed))
    with ThreadPoolExecutor(len(pressed)) as pool:
        for done in [pool.submit(mute, member, other, barrier) for other in pressed]:
            done.result(30)
    print(Mute.objects.filter(member=member).count())


main(*map(int, sys.argv[1:]))
