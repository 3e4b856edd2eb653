"""While comments are posted, edited, removed and restored, the search is made anew: nobody waits in a circle, and it
holds what it should in the end.
"""

from tests.board.actions.at_once import said, start
from tests.forking import Forking

MODULE = "tests.board.actions.indexing_process"


def test_the_search_is_set_right_while_the_site_runs(site: Forking) -> None:
    moderator, member, *stories = said(start(site, MODULE, "make")).split()
    acts = [
        ("change", moderator, member, *stories),
        ("change", moderator, member, *reversed(stories)),
        ("reindex",),
    ]
    for process in [start(site, MODULE, *act) for act in acts]:
        said(process)
    assert said(start(site, MODULE, "check")) == ""


def test_what_is_lost_while_it_is_set_right_is_there_after_the_next_time(site: Forking) -> None:
    moderator, member, *stories = said(start(site, MODULE, "make")).split()
    acts = [("forget", stories[0]), ("change", moderator, member, stories[0]), ("reindex",)]
    for process in [start(site, MODULE, *act) for act in acts]:
        said(process)
    said(start(site, MODULE, "reindex"))
    assert said(start(site, MODULE, "check")) == ""
