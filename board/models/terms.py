"""What the search finds texts by: a row for each published comment and each article, apart from the text itself.

The index stands on these tables, see the migration 0007: what votes and reads of comments touch has none of it.
"""

from django.db import models

from board.models.articles import Article
from board.models.comments import Comment


class CommentTerms(models.Model):
    """`terms` by the tokeniser of this `version`, with spaces between; the first one is its article's marker."""

    comment = models.OneToOneField(Comment, models.CASCADE, primary_key=True, related_name="+")
    terms = models.TextField()
    version = models.PositiveSmallIntegerField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"#{self.comment_id}"


class ArticleTerms(models.Model):
    """Of all articles: whether one is published is asked when it is looked for."""

    article = models.OneToOneField(Article, models.CASCADE, primary_key=True, related_name="+")
    terms = models.TextField()
    version = models.PositiveSmallIntegerField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.article_id}"
