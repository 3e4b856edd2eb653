from django.http import HttpRequest


def may(request: HttpRequest, permission: str) -> bool:
    """Whether who asks has the permission, such as `board.moderate_comment`."""
    return request.user.has_perm(permission)


def is_administrator(request: HttpRequest) -> bool:
    return bool(request.user.is_active and request.user.is_superuser)
