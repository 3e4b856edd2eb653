"""A visitor signs up through Facebook, on a site that has its keys. Only Facebook itself is played.

Started by test_social.py as a process of its own, since the keys must be there when Django starts.
"""

import json
import re
from typing import Any
from unittest.mock import patch
from urllib.parse import parse_qs, urlsplit

import django
import requests

django.setup()

from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402

from accounts import actions  # noqa: E402
from accounts.models import Mail, User  # noqa: E402
from tests.factories import ArticleFactory  # noqa: E402

WANTED = "/category/harbour/ferry/#comment-12"


def visitor() -> Client:
    return Client(SERVER_NAME="localhost")


def facebook(session: requests.Session, method: str, url: str, **options: Any) -> requests.Response:
    answers: dict[str, Any] = {
        "/oauth/access_token": {"access_token": "token", "token_type": "bearer"},
        "/me": {"id": "4711", "email": "fiona@example.com", "name": "Fiona Real-Name"},
    }
    path = next(path for path in answers if urlsplit(url).path.endswith(path))
    response = requests.Response()
    response.status_code, response._content = 200, json.dumps(answers[path]).encode()
    response.headers["Content-Type"] = "application/json"
    return response


def come_back(client: Client) -> Any:
    """From the button over Facebook to this site again."""
    page = client.get(reverse("account_login"), {"next": WANTED})
    action = re.search(r'action="(/accounts/facebook/login/[^"]+)"', page.content.decode())
    assert action and "<button" in page.content.decode()
    assert client.get(action[1].replace("&amp;", "&")).status_code == 200
    answer = client.post(action[1].replace("&amp;", "&"))
    leaving = urlsplit(answer.headers["Location"])
    assert leaving.hostname == "www.facebook.com", answer.headers
    assert "https://www.facebook.com" in answer.headers["Content-Security-Policy"]
    state = parse_qs(leaving.query)["state"][0]
    with patch.object(requests.Session, "request", facebook):
        return client.get("/accounts/facebook/login/callback/", {"code": "x", "state": state})


def signing_up() -> None:
    actions.open_account("alice@example.com", "Alice Tanaka", None)
    client, form = visitor(), reverse("socialaccount_signup")
    assert come_back(client).headers["Location"] == form
    html = client.get(form).content.decode()
    assert "You come from Facebook." in html and "Real-Name" not in html and "fiona@example.com" in html
    assert "placeholder" not in html.partition("<main")[2]
    assert " style=" not in html and "| Hiroba</title>" in html
    answer = client.post(form, {"email": "fiona@example.com", "username": "AIice Tanaka"})
    assert answer.status_code == 422 and "Another member has this name" in answer.content.decode()
    answer = client.post(form, {"email": "fiona@example.com", "username": "Fiona"})
    assert answer.headers["Location"] == reverse("account_email_verification_sent")
    fiona = User.objects.get(name="Fiona")
    assert (fiona.slug, fiona.has_usable_password(), fiona.is_verified) == ("fiona", False, False)
    code = re.search(r"^\d{6}$", Mail.objects.get(to="fiona@example.com").body, re.MULTILINE)
    answer = client.post(answer.headers["Location"], {"code": code[0] if code else ""})
    assert answer.headers["Location"] == WANTED
    fiona.refresh_from_db()
    assert fiona.is_verified and client.session["_auth_user_id"] == str(fiona.pk)


def logging_in_again() -> None:
    client = visitor()
    assert come_back(client).headers["Location"] == WANTED
    html = client.get(reverse("socialaccount_connections")).content.decode()
    assert "You can log in here with these:" in html and "Disconnect" in html
    account = User.objects.get(name="Fiona").socialaccount_set.get()
    answer = client.post(reverse("socialaccount_connections"), {"account": account.pk})
    assert answer.status_code == 422 and "First choose a password" in answer.content.decode()


def an_address_with_an_account() -> None:
    User.objects.get(name="Fiona").socialaccount_set.all().delete()
    client, form = visitor(), reverse("socialaccount_signup")
    come_back(client)
    answer = client.post(form, {"email": "fiona@example.com", "username": "Gina"})
    assert answer.headers["Location"] == reverse("account_email_verification_sent")
    assert "_auth_user_id" not in client.session and not User.objects.filter(name="Gina").exists()


def cancelling() -> None:
    client = visitor()
    page = client.get(reverse("account_login")).content.decode()
    action = re.search(r'action="(/accounts/facebook/login/[^"]+)"', page)
    state = parse_qs(urlsplit(client.post(action[1] if action else "").headers["Location"]).query)["state"][0]
    denied = {"error": "access_denied", "state": state}
    answer = client.get("/accounts/facebook/login/callback/", denied, follow=True)
    assert "You cancelled it at the other site." in answer.content.decode()
    answer = client.get("/accounts/facebook/login/callback/", {"code": "x", "state": "made up"})
    assert answer.status_code == 401 and "could not tell us who you are" in answer.content.decode()


def from_below_an_article() -> None:
    story = ArticleFactory().get_absolute_url()
    page = visitor().get(story).content.decode()
    button = re.search(r'<a class="button facebook" href="([^"]+)">Facebook Connect</a>', page)
    assert "Facebook users" in page and "Use your Facebook account to log in or register with" in page
    assert button and button[1] == f"/accounts/facebook/login/?next={story}%23respond"
    assert visitor().get(button[1]).status_code == 200


if __name__ == "__main__":
    for step in (from_below_an_article, signing_up, logging_in_again, an_address_with_an_account, cancelling):
        step()
        print(step.__name__)
