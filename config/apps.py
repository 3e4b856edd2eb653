from django.contrib import admin
from django.contrib.admin.apps import AdminConfig

# Their pages would show keys and codes, or change an address past the check that it is somebody's own.
WITHOUT_PAGES = {"account", "mfa", "socialaccount", "usersessions"}


class SiteAdminConfig(AdminConfig):
    default_site = "config.admin.Site"

    def ready(self) -> None:
        super().ready()
        for model in list(admin.site._registry):
            if model._meta.app_label in WITHOUT_PAGES:
                admin.site.unregister(model)
