from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters

from accounts import names
from accounts.models import User
from board.actions import staff
from board.admin import member_forms, notes, remits
from board.admin.access import is_administrator, may
from board.admin.addresses import address
from board.admin.sanctions import SanctionsAdmin, offered
from board.models import Comment, LogEntry

Standing = User.Standing
Status = Comment.Status
LAST = 20


@admin.register(User)
class MemberAdmin(SanctionsAdmin, notes.NotesAdmin, remits.RemitsAdmin):
    """Members with their record. Moderators sanction; only administrators change who somebody is and may do."""

    form = member_forms.MemberForm
    change_form_template = "admin/accounts/user/change_form.html"
    list_filter = ("standing", "is_staff", "groups", "joined_at")
    search_fields = ("name",)
    search_note = gettext_lazy(
        "A whole name is found however old the account is, a part of one among the newest."
    )
    ordering = ("-pk",)

    # --- Who may see and change what --------------------------------------------------------------------------------

    def has_view_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Editors choose a story's authors among the members: they see names there, and no more."""
        if request.resolver_match and request.resolver_match.url_name == "autocomplete":
            return may(request, "board.change_article")
        return super().has_view_permission(request, obj)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return is_administrator(request)

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return is_administrator(request)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False

    def get_search_fields(self, request: HttpRequest) -> tuple[str, ...]:
        return (*self.search_fields, "email") if is_administrator(request) else self.search_fields

    def found_by_index(self, request: HttpRequest, words: str) -> QuerySet[User, int]:
        """Whoever has this very name, or a name that is taken for it; for administrators, this address."""
        wanted = Q(name_key=names.key(words))
        if is_administrator(request):
            wanted |= Q(email=words.strip().lower())
        return User.objects.filter(wanted).values_list("pk", flat=True)

    def get_list_display(self, request: HttpRequest) -> tuple[str, ...]:
        email = ("email",) if is_administrator(request) else ()
        return ("name", *email, "standing_words", "joined_at", "published", "removed")

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        record = ("standing_words", "standing_reason", "suspended_until", "joined_at", "published", "removed")
        works = obj is not None and remits.moderates(obj)
        if not is_administrator(request):
            return [(None, {"fields": ("name", *record, *(("moderates",) if works else ()))})]
        link = ("moderates_link",) if works else ()
        return [
            (None, {"fields": ("name", "email", "verified_at", "last_login", "password_link", *record)}),
            (_("Work on the site"), {"fields": ("groups", *link, "is_superuser", "is_active")}),
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return (
            *("email", "verified_at", "last_login", "password_link", "standing_words", "standing_reason"),
            *("suspended_until", "joined_at", "published", "removed", "moderates", "moderates_link"),
        )

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form: Any = super().get_form(request, obj, change, **kwargs)
        form.administrator = request.user
        return form

    # --- What is shown ----------------------------------------------------------------------------------------------

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        def number(status: str) -> Any:
            theirs = Comment.objects.filter(author=OuterRef("pk"), status=status).order_by().values("author")
            return Coalesce(Subquery(theirs.annotate(n=Count("pk")).values("n")), 0)

        counted = {"published_count": number(Status.PUBLISHED), "removed_count": number(Status.REMOVED)}
        return super().get_queryset(request).annotate(**counted)

    @admin.display(description=gettext_lazy("comments published"))
    def published(self, member: Any) -> Any:
        query = f"{address(Comment, 'changelist')}?author__id__exact={member.pk}"
        return format_html('<a href="{}">{}</a>', query, member.published_count)

    @admin.display(description=gettext_lazy("removed"))
    def removed(self, member: Any) -> Any:
        query = f"{address(Comment, 'changelist')}?author__id__exact={member.pk}&status__exact=removed"
        return format_html('<a href="{}">{}</a>', query, member.removed_count)

    @admin.display(description=gettext_lazy("standing"), ordering="standing")
    def standing_words(self, member: User) -> str:
        """As it is now: a suspension that has come to its end is none."""
        if not member.is_active:
            return _("account closed")
        over = member.standing == Standing.SUSPENDED and not member.is_suspended
        return _("good (a suspension has ended)") if over else member.get_standing_display()

    @admin.display(description=gettext_lazy("password"))
    def password_link(self, member: User) -> Any:
        return format_html('<a href="{}">{}</a>', address(User, "password", member.pk), _("Give a new one"))

    def view_on_site(self, member: User) -> str:
        return member.get_absolute_url()

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        member = kwargs["obj"]
        said = remits.within(request, Comment.objects.filter(author=member), "article__section")
        said = said.select_related("article").order_by("-created_at", "-pk")
        acts = LogEntry.objects.filter(member=member).select_related("moderator", "comment")
        facts: dict[str, Any] = {"title": member.name, "subtitle": None}
        facts |= {"said": said[:LAST], "acts": acts[:LAST]}
        if self.has_moderate_permission(request):
            facts |= offered(member, request.user)
            facts |= {"notes": notes.of(member, request), "note_form": notes.NoteForm()}
        return super().render_change_form(request, context | facts, *args, **kwargs)

    # --- What administrators do -------------------------------------------------------------------------------------

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        given = {name: form.cleaned_data[name] for name in ("name", "groups", "is_superuser", "is_active")}
        staff.change_member(obj, request.user, **given)  # type: ignore[arg-type]

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Nothing is left: the verb has stored the groups with the rest."""

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.password_view)
        return [path("<path:pk>/password/", view, name="accounts_user_password"), *super().get_urls()]

    @method_decorator(sensitive_post_parameters("password"))
    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """Opens an account through the same verb as signing up does."""
        if not self.has_add_permission(request):
            raise PermissionDenied(_("You may not do that."))
        form = member_forms.AddMemberForm(request.POST if request.method == "POST" else None)
        if form.is_valid() and (member := form.open()):
            self.log_addition(request, member, [{"added": {}}])
            messages.success(request, _("%(name)s has an account now.") % {"name": member.name})
            return redirect(address(User, "change", member.pk))
        words = {"title": _("Add a member"), "submit": _("Add"), "cancel": address(User, "changelist")}
        return self.ask(request, form, (), action="", **words)

    @method_decorator(sensitive_post_parameters("password"))
    def password_view(self, request: HttpRequest, pk: str) -> HttpResponse:
        member = self.get_object(request, unquote(pk))
        if not self.has_change_permission(request, member):
            raise PermissionDenied(_("You may not do that."))
        if member is None:
            raise Http404(_("There is no such member."))
        form = member_forms.PasswordForm(member, request.POST if request.method == "POST" else None)
        if form.is_valid():
            member.set_password(form.cleaned_data["password"])
            member.save(update_fields=["password"])
            self.log_change(request, member, [{"changed": {"fields": ["password"]}}])
            messages.success(request, _("%(name)s has a new password.") % {"name": member.name})
            return redirect(address(User, "change", member.pk))
        title = _("A new password for %(name)s") % {"name": member.name}
        words = {"title": title, "submit": _("Store"), "cancel": address(User, "change", member.pk)}
        return self.ask(request, form, (), action="", **words)
