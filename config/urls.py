from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("accounts/", include("accounts.urls")),
    path("", include("board.urls")),
]

handler400 = "board.views.errors.bad_request"
handler403 = "board.views.errors.permission_denied"
handler404 = "board.views.errors.not_found"
handler500 = "board.views.errors.server_error"
