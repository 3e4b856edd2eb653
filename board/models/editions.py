from django.db import models
from django.db.models import F


class Edition(models.Model):
    """What stands around every discussion: sections, cards. Its one row's version rises when any of it changes."""

    version = models.PositiveBigIntegerField(default=1)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.version)

    @classmethod
    def raise_version(cls) -> None:
        cls.objects.update(version=F("version") + 1)
