from datetime import timedelta
from typing import Any

from django.utils import timezone

from board.models import Article, Visit

# A member who comes back within this time is still on the same visit: what was new stays marked.
PAUSE = timedelta(minutes=30)
# While somebody reads on, the row is not written again before this time unless comments were added.
REST = timedelta(minutes=5)


def note_visit(member: Any, article: Article) -> int | None:
    """Notes that the member looks at the discussion; the last comment number seen on earlier visits.

    None on the first visit: then nothing is new. Costs one read, and one write where there is something to note.
    """
    now = timezone.now()
    visit = Visit.objects.of(member, article)
    if visit is None:
        row = Visit(member=member, article=article, seen=article.last_number, latest=article.last_number)
        Visit.objects.bulk_create([row], ignore_conflicts=True)
        return None
    seen = visit.latest if now - visit.visited_at > PAUSE else visit.seen
    if (seen, article.last_number) != (visit.seen, visit.latest) or now - visit.visited_at > REST:
        Visit.objects.filter(pk=visit.pk).update(seen=seen, latest=article.last_number, visited_at=now)
    return seen
