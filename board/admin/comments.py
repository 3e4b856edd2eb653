from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from board.actions import moderation
from board.admin import cleaning, comment_page, notes, quoters, record, removal, seen
from board.admin.access import may
from board.admin.addresses import link
from board.admin.comment_list import CommentListAdmin
from board.admin.redacting import RedactingAdmin
from board.models import Comment, Quote
from board.rules import markup


@admin.register(Comment)
class CommentAdmin(CommentListAdmin, cleaning.CleaningAdmin, RedactingAdmin):
    """Comments are read and moderated here; nobody writes, changes or deletes those of others."""

    change_form_template = "admin/board/comment/change_form.html"
    actions = ("approve", "remove", "restore")

    def get_fields(self, request: HttpRequest, obj: Comment | None = None) -> tuple[str, ...]:
        """Editors see who wrote it; a member's record is for those who moderate members."""
        author = ("author_link", "author_record") if may(request, "accounts.view_user") else ("author_name",)
        parent = "parent_link" if self.has_moderate_permission(request) else "readable_parent"
        place = ("article_link", *author, parent)
        return (*place, "created_at", "edited_at", "tally", "status", "reason", "reply_count")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Comment | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Comment | None = None) -> bool:
        return False

    def view_on_site(self, comment: Comment) -> str | None:
        return comment.get_absolute_url() if comment.is_published else None

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        comment = kwargs["obj"]
        facts = comment_page.facts(comment) | {"title": removal.name(comment), "subtitle": None}
        if self.has_moderate_permission(request):
            facts |= comment_page.actions(comment, request.user)
            facts["notes"] = notes.of(comment.author, request)
        else:
            facts |= comment_page.as_readers_see(comment)
        return super().render_change_form(request, context | facts, *args, **kwargs)

    # --- What is shown ----------------------------------------------------------------------------------------------

    @admin.display(description=gettext_lazy("article"))
    def article_link(self, comment: Comment) -> Any:
        return link(comment.article)

    @admin.display(description=gettext_lazy("author"))
    def author_link(self, comment: Comment) -> Any:
        return link(comment.author)

    @admin.display(description=gettext_lazy("author"))
    def author_name(self, comment: Comment) -> str:
        return comment.author.name

    @admin.display(description=gettext_lazy("author's record"))
    def author_record(self, comment: Comment) -> str:
        return record.of(comment.author)

    @admin.display(description=gettext_lazy("in reply to"))
    def parent_link(self, comment: Comment) -> Any:
        if comment.parent is None:
            return _("the article")
        parent = link(comment.parent, removal.name(comment.parent))
        return format_html("{}: {}", parent, markup.excerpt(comment.parent.body))

    @admin.display(description=gettext_lazy("in reply to"))
    def readable_parent(self, comment: Comment) -> Any:
        """For those who do not moderate."""
        if comment.parent and not comment.parent.is_published:
            return removal.name(comment.parent)
        return self.parent_link(comment)

    # --- What is done -----------------------------------------------------------------------------------------------

    @admin.action(description=gettext_lazy("Approve"), permissions=["moderate"])
    def approve(self, request: HttpRequest, queryset: QuerySet[Comment]) -> HttpResponse | None:
        def done(n: int) -> str:
            return ngettext("%(n)d comment approved.", "%(n)d comments approved.", n) % {"n": n}

        def verb(comment: Comment) -> Comment:
            return moderation.approve(comment, request.user, seen=seen.told(request, comment.pk))

        return self.act(request, queryset, verb, done, removal.name)

    @admin.action(description=gettext_lazy("Remove …"), permissions=["moderate"])
    def remove(self, request: HttpRequest, queryset: QuerySet[Comment]) -> HttpResponse | None:
        """Asks why first, what is done with those who quote it, and whether more of the author's is to go."""
        chosen = [comment.pk for comment in queryset]
        authors = {comment.author_id for comment in queryset}
        form = removal.RemovalForm(request.POST if "answered" in request.POST else None)
        quoting = list(Quote.objects.quoters(chosen)[: quoters.MOST])
        form.fields |= quoters.fields(quoting, Quote.objects.quoters(chosen).count())
        form.fields |= cleaning.field(request, authors, leave_out=chosen)
        if not form.is_valid():
            known = seen.on_page(request, [*chosen, *(comment.pk for comment in quoting)])
            words = {"title": _("Remove comments"), "submit": _("Remove"), "is_grave": True}
            words |= {"hidden": seen.sent_along(known)}
            return self.ask(request, form, removal.rows(queryset), action="remove", **words)
        given = form.cleaned_data

        def done(n: int) -> str:
            return ngettext("%(n)d comment removed.", "%(n)d comments removed.", n) % {"n": n}

        def verb(comment: Comment) -> Comment:
            known = seen.told(request, comment.pk)
            return moderation.remove(
                comment, request.user, rule=given["rule"], reason=given["words"], seen=known
            )

        back = self.act(request, queryset, verb, done, removal.name)
        quoters.treat(request, given, chosen)
        return cleaning.go_on(form, authors) or back

    @admin.action(description=gettext_lazy("Restore"), permissions=["moderate"])
    def restore(self, request: HttpRequest, queryset: QuerySet[Comment]) -> HttpResponse | None:
        def done(n: int) -> str:
            return ngettext("%(n)d comment restored.", "%(n)d comments restored.", n) % {"n": n}

        def verb(comment: Comment) -> Comment:
            return moderation.restore(comment, request.user, seen=seen.told(request, comment.pk))

        return self.act(request, queryset, verb, done, removal.name)
