from django.urls import include, path

from bench import views
from config.urls import handler400, handler403, handler404, handler500

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

urlpatterns = [
    path("", include("bench.floors")),
    path("bench/write/", views.write),
    path("bench/change/<int:pk>/", views.change),
    path("", include("config.urls")),
]
