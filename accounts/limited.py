"""What this site adds to the form pages of allauth: limits before anything is done, and honest status codes."""

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse

from accounts import limits
from accounts.adapters import WANTED_PAGE
from accounts.limits import TooMany

if TYPE_CHECKING:
    from django.views.generic import FormView as Base
else:
    Base = object


class Judged(Base):
    """A form page of allauth that says in its status, too, when it could not take what was sent."""

    def form_invalid(self, form: Any) -> HttpResponse:
        response = super().form_invalid(form)
        if response.status_code == HTTPStatus.OK:
            response.status_code = HTTPStatus.UNPROCESSABLE_ENTITY
        return response


class Limited(Judged):
    """A form page of allauth that spends a limit before its POST does anything.

    Where a limit is reached it answers 429 with the same page, which says how long to wait and keeps what was typed.
    What turned out right (a redirect) is given back where the view says so.
    """

    def spend(self, request: HttpRequest) -> None:
        raise NotImplementedError

    def give_back(self, request: HttpRequest) -> None:
        pass

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        request.answers_too_many = True  # type: ignore[attr-defined]
        try:
            self.spend(request)
            response = super().post(request, *args, **kwargs)
        except TooMany as error:
            return self.refuse(error)
        if response.status_code == HTTPStatus.FOUND:
            self.give_back(request)
        return response

    def refuse(self, error: TooMany) -> HttpResponse:
        """The form comes back unbound: nothing in it is looked at, so that waiting is the only way on."""
        typed = {**self.get_form_kwargs(), "data": None, "files": None}
        typed["initial"] = {**typed.get("initial", {}), **self.request.POST.dict()}
        return self.answer(error, self.get_form_class()(**typed))

    def answer(self, error: TooMany, form: Any) -> HttpResponse:
        context = self.get_context_data(form=form) | {"too_many": str(error)}
        page = self.render_to_response(context, status=HTTPStatus.TOO_MANY_REQUESTS)
        page["Retry-After"] = str(error.retry_after)
        return page


class Entrance(Limited):
    """A page that people come to on their way somewhere: it remembers where, whatever steps lie between."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if wanted := self.get_next_url():  # type: ignore[attr-defined]
            request.session[WANTED_PAGE] = wanted
        else:
            request.session.pop(WANTED_PAGE, None)
        return super().post(request, *args, **kwargs)


class OwnProof(Limited):
    """A page where a member proves with a password or a code that it is them: what is wrong counts."""

    kind = ""

    def spend(self, request: HttpRequest) -> None:
        limits.spend(limits.PROOF, self.kind, str(request.user.pk))

    def give_back(self, request: HttpRequest) -> None:
        limits.give_back(limits.PROOF, self.kind, str(request.user.pk))
