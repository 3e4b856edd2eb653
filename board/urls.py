from django.urls import path, register_converter
from django.urls.converters import StringConverter

from board.views import (
    appealing,
    articles,
    changing,
    comments,
    front,
    log_feed,
    machines,
    members,
    moderation,
    muting,
    notifications,
    reporting,
    searching,
    sections,
    votes,
    warnings,
    writing,
)


class NameConverter(StringConverter):
    """A part of an address in any script; without NUL, which no database is asked for."""

    regex = "[^/\0]+"


register_converter(NameConverter, "name")

urlpatterns = [
    path("", front.front, name="front"),
    path("category/<name:category>/", sections.section, name="section"),
    path("category/<name:category>/<name:slug>/", articles.subsection_or_article, name="article"),
    path("category/<name:category>/<name:slug>/", articles.subsection_or_article, name="subsection"),
    path("articles/<int:pk>/comments/", writing.post_comment, name="post_comment"),
    path("articles/<int:pk>/quote/", writing.quote_article, name="quote_article"),
    path("articles/<int:pk>/new/", articles.new_comments, name="new_comments"),
    path("comments/<int:pk>/", comments.permalink, name="comment"),
    path("comments/<int:pk>/thread/", comments.thread, name="thread"),
    path("comments/<int:pk>/history/", comments.history, name="history"),
    path("comments/<int:pk>/reply/", writing.reply, name="reply"),
    path("comments/<int:pk>/quote/", writing.quote, name="quote"),
    path("comments/<int:pk>/edit/", changing.edit, name="edit"),
    path("comments/<int:pk>/delete/", changing.delete, name="delete"),
    path("comments/<int:pk>/report/", reporting.report, name="report"),
    path("comments/<int:pk>/report/take-back/", reporting.take_back, name="take_back"),
    path("comments/<int:pk>/mute/", muting.mute_author, name="mute_author"),
    path("comments/<int:pk>/vote/", votes.vote, name="vote"),
    path("search/", searching.search_site, name="search"),
    path("member/<name:slug>/", members.member, name="member"),
    path("member/<name:slug>/mute/", muting.mute_member, name="mute_member"),
    path("accounts/muted/", muting.muted, name="muted"),
    path("accounts/picture/", members.picture, name="picture"),
    path("accounts/notifications/", notifications.notifications, name="notifications"),
    path("accounts/notifications/<int:pk>/appeal/", appealing.appeal, name="appeal"),
    path("accounts/warning/", warnings.acknowledge, name="acknowledge"),
    path("moderation-policy/", moderation.policy, name="policy"),
    path("moderation-log/", moderation.log, name="log"),
    path("moderation-log/feed/", log_feed.log_feed, name="log_feed"),
    path("robots.txt", machines.robots, name="robots"),
    path("healthz", machines.healthz, name="healthz"),
    path("media/<path:path>", machines.media, name="media"),
]
