"""A process of its own whose threads all want the same page: `python -m tests.board.discussions.reading_process FILE`.

Whoever makes the page writes a line to FILE. It prints the digests of what its readers got, a word for each.
"""

import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor

os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"

import django

django.setup()

READERS = 8


def main(path: str) -> None:
    from board.discussions.kept import keep
    from board.discussions.pages import Said
    from board.models import Article

    def make(article: Article) -> tuple[str, dict[int, Said]]:
        time.sleep(0.1)  # long enough for everybody to come
        with open(path, "a") as file:
            file.write(f"{article.version}\n")
        return f"<p>{article.version}</p>", {}

    def read(_reader: int) -> str:
        article = Article.objects.with_edition().get()
        return keep(("page",), article, make).tag

    with ThreadPoolExecutor(READERS) as readers:
        print(*readers.map(read, range(READERS)))


main(sys.argv[1])
