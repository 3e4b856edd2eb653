"""The least that an answer can cost: a body that was made before, and none."""

from functools import lru_cache

from django.http import HttpRequest, HttpResponse
from django.urls import path


@lru_cache(maxsize=64)
def body(size: int) -> bytes:
    return b"x" * size


def floor(request: HttpRequest, size: int) -> HttpResponse:
    """A body of so many bytes."""
    return HttpResponse(body(size))


def empty(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


urlpatterns = [path("bench/floor/<int:size>/", floor), path("bench/empty/", empty)]
