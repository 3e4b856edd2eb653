"""The crowd's members: nobody can log in as one of them, since none has a password."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import count, islice

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.db import transaction

from accounts import names
from accounts.models import User

ADDRESS = "crowd-{}@example.com"
BATCH = 2000

GIVEN = (
    "Aino Bela Ciara Dario Edda Fumio Greta Hanno Ines Joren Kaede Leona Marek Nadia Oskar Petra Quinn Rosa "
    "Sanae Teodor Una Vera Wanda Xenia Yusuf Zofia Agnes Boris Camille Dagny Enzo Freya Gustav Haruka Ivor Jade "
    "Kenzo Lucia Mabel Noor"
).split()
FAMILY = (
    "Abara Bergman Castro Dupont Ekström Ferrari Garcia Hoffman Ivanova Jansen Kowalski Lindgren Moreau Nakagawa "
    "Okafor Petrov Quayle Romero Sato Thorne Ueda Varga Weber Yamashita Zeman Adeyemi Brandt Cohen Duarte Egede "
    "Fontaine Grieg Hayashi Iqbal Juhl Kimura Larsen Mancini Novak Oduya"
).split()
FAMILY_IN_KANJI = (
    "佐藤 鈴木 高橋 田中 渡辺 伊藤 山本 中村 小林 加藤 吉田 山田 松本 井上 木村 清水 林 斎藤".split()
)
GIVEN_IN_KANJI = "美咲 陽菜 結衣 葵 千尋 健太 大輔 翔太 直樹 拓也 由紀 恵 誠 薫 忍 香織 哲也 修 亮 舞".split()
# What tells namesakes apart: no two of these look alike.
SYLLABLES = "ka ke ko ta te to ra re ro ma me mo na ne no sa se so ba be".split()
# One of so many writes their name in kanji, as long as there are such names.
ONE_IN_KANJI_OF = 7


def gather(count: int, now: datetime) -> list[tuple[int, str]]:
    """(id, name) of the crowd's first `count` members; those that are not there yet are made.

    The first of them is a moderator, since somebody must have removed what is removed.
    """
    wanted = [ADDRESS.format(number) for number in range(1, count + 1)]
    have = _present()
    missing = [address for address in wanted if address not in have]
    free = _free_names()
    for start in range(0, len(missing), BATCH):
        _make(missing[start : start + BATCH], free, now)
    found = _present()
    return [found[address] for address in wanted]


def _present() -> dict[str, tuple[int, str]]:
    rows = User.objects.filter(email__startswith=ADDRESS.partition("{")[0]).values_list("email", "pk", "name")
    return {email: (pk, name) for email, pk, name in rows}


@transaction.atomic
def _make(addresses: list[str], free: Iterator[tuple[str, str, str]], now: datetime) -> None:
    members = []
    for address, (name, key, slug) in zip(addresses, islice(free, len(addresses)), strict=True):
        member = User(email=address, name=name, name_key=key, slug=slug, password=make_password(None))
        member.verified_at = member.joined_at = now - timedelta(days=500)
        member.is_staff = address == ADDRESS.format(1)
        members.append(member)
    members = User.objects.bulk_create(members, batch_size=BATCH)
    EmailAddress.objects.bulk_create(
        [EmailAddress(user=member, email=member.email, primary=True, verified=True) for member in members]
    )
    if members[0].is_staff:
        members[0].groups.set(Group.objects.filter(name="Moderators"))


def _free_names() -> Iterator[tuple[str, str, str]]:
    """(name, its key, its address) of names that nobody has, nor one that looks like it."""
    keys = set(User.objects.values_list("name_key", flat=True))
    slugs = set(User.objects.values_list("slug", flat=True))
    for name in map(name_of, count()):
        key = names.key(name)
        if key in keys:
            continue
        slug = names.free_slug(name, slugs.__contains__)
        keys.add(key)
        slugs.add(slug)
        yield name, key, slug


def name_of(number: int) -> str:
    """A name for each number from 0; no two are the same."""
    kanji, turn = divmod(number, ONE_IN_KANJI_OF)
    if turn == ONE_IN_KANJI_OF - 1 and kanji < len(FAMILY_IN_KANJI) * len(GIVEN_IN_KANJI):
        family, given = divmod(kanji, len(GIVEN_IN_KANJI))
        return FAMILY_IN_KANJI[family] + GIVEN_IN_KANJI[given]
    turn, given = divmod(number, len(GIVEN))
    rest, family = divmod(turn, len(FAMILY))
    family = (family + 7 * given) % len(FAMILY)  # so that neighbours are not one family
    namesake = f" {_syllables(rest).capitalize()}" if rest else ""
    return f"{GIVEN[given]}{namesake} {FAMILY[family]}"


def _syllables(number: int) -> str:
    word = ""
    while number:
        number, digit = divmod(number, len(SYLLABLES))
        word = SYLLABLES[digit] + word
    return word
