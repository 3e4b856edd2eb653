from django.contrib import admin
from django.urls import include, path

from board.admin import desk

urlpatterns = [
    # The desk is no model's page, and stands beside theirs.
    path("admin/", ([*desk.urls, *admin.site.get_urls()], "admin", admin.site.name)),
    path("accounts/", include("accounts.urls")),
    path("", include("board.urls")),
]

handler400 = "board.views.errors.bad_request"
handler403 = "board.views.errors.permission_denied"
handler404 = "board.views.errors.not_found"
handler500 = "board.views.errors.server_error"
