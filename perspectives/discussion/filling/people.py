"""The made-up people of made-up discussions: members with a name and no account, the same ones every time."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import datetime
from itertools import islice

from django.db import transaction

from perspectives.discussion.filling.bulk import write_rows
from perspectives.members.models import Member
from perspectives.text.names import skeleton

FIRST_NAMES = """
Ada Adam Agnes Aidan Alan Albert Alena Alice Alma Amara Amos Andrea Anton Arthur Asha Astrid Audrey August Barbara
Basil Beatrice Bela Benedict Bernard Bertha Bogdan Boris Brian Bridget Bruno Calvin Camilla Carla Cecil Cedric Chiara
Claire Clara Clement Colin Conrad Cora Cyril Dagmar Daria Deborah Denis Diana Dorothy Duncan Edgar Edith Edmund
Eleanor Elena Elias Emeka Emil Enid Erika Ernest Esther Eugene Fatima Felix Fiona Flora Florian Frances Frida Gavin
Georgia Gerald Gideon Gloria Gordon Greta Gustav Habib Hannah Harriet Hector Hedwig Helga Henry Hilda Hugo Ibrahim
Ignatius Ingrid Irene Isaac Isabel Ivan Jacob Janet Jasper Joan Jonas Josef Judith Julia Karim Karla Katarina Keith
Kenji Kira Konrad Lars Laura Leila Leon Leopold Lidia Linus Lionel Louise Lucia Luther Lydia Magnus Malcolm Marcus
Margit Marina Martin Matilda Maurice Mehmet Mina Miriam Mira Nadia Naomi Natalia Neville Nicholas Nigel Nina Norbert
Olga Oliver Oscar Otto Patrick Paula Peter Petra Philip Piotr Quentin Rachel Ralph Ramon Regina Renata Robert Rosa
Rufus Ruben Sabine Samuel Sergei Silvia Simon Sofia Stefan Susan Sylvia Tadeusz Tamara Thea Theodor Thomas Timothy
Ulrich Ursula Valentin Vera Victor Viola Walter Wanda Yusuf Yvonne Zara Zoltan
"""
LAST_NAMES = """
Abbott Ackermann Adeyemi Ahlberg Alvarez Amsel Anderson Antonov Archer Ashford Atwood Bakker Baldwin Bartok Bauer
Beaumont Becker Belov Bennett Berger Bianchi Blackwood Blum Bondarenko Bowman Brandt Brennan Brooks Burke Calloway
Carver Castell Chandra Chen Clarke Costa Crane Dahl Dalton Danilov Darby Decker Delgado Dembele Dietrich Dimitrov
Donovan Drake Dubois Eastman Eklund Ellery Engel Eriksen Esposito Falk Farrell Faulkner Fischer Fleming Forster
Fournier Fraser Galloway Garcia Gibbons Gruber Haddad Hale Hartmann Hawkins Henning Hoffman Holm Horvath Hughes
Ivanova Jansen Jarvis Kaminski Karlsen Keller Kendall Kessler Kimura Kovacs Kramer Kurtz Lambert Larkin Leclerc
Lehmann Lindqvist Lorenz Lowell Lukas Maddox Malik Marchetti Marlowe Mbeki Meier Mercer Moreau Moser Nakamura Navarro
Nilsson Novak Oakley Okafor Olsen Orlov Osborne Palmer Pavlov Pereira Petrov Pickering Quinn Radcliffe Ramirez
Reinhardt Richter Rossi Ruiz Sadler Salazar Sandberg Schmidt Sharma Sinclair Sokolov Stratton Svensson Tanaka Thorne
Tolstov Underhill Vasiliev Vogel Walsh Weber Whitaker Winter Yilmaz Zeller
"""
# One in so many has a name in another script.
ELSEWHERE_EVERY = 40
FIRST, LAST = FIRST_NAMES.split(), LAST_NAMES.split()
ELSEWHERE = [
    f"{first} {last}"
    for firsts, lasts in (
        ("Анна Борис Вера Глеб Дарья Егор Зоя Игорь Лидия Нина", "Лебедь Жуков Зимина Чайка Шевченко Щукин"),
        ("مريم يوسف ليلى سمير هدى كريم", "الخطيب حداد منصور النجار"),
        ("נועה דוד תמר איתן", "לוי שחר ברק אלון"),
        ("明 华 静 伟", "王 李 张 陈"),
        ("अनिता विजय मीरा रवि", "शर्मा गुप्ता जोशी"),
        ("Ελένη Νίκος Μαρία Γιώργος", "Παππάς Δήμου Λάμπρου"),
    )
    for last in lasts.split()
    for first in firsts.split()
]
MOST = 20_000
# Looked up at once.
CHUNK = 500


def names() -> Iterator[tuple[str, str]]:
    """Yield names, each with what it looks like: no two alike, always in the same order, more than MOST of them."""
    seen: set[str] = set()
    elsewhere = iter(ELSEWHERE)
    for place in range(len(FIRST) * len(LAST)):
        first, turn = place % len(FIRST), place // len(FIRST)
        name = f"{FIRST[first]} {LAST[(turn + first) % len(LAST)]}"
        stranger = next(elsewhere, None) if place % ELSEWHERE_EVERY == 7 else None
        for one in filter(None, (stranger, name)):
            look = skeleton(one)
            if look not in seen:
                seen.add(look)
                yield one, look


def key_of(name: str) -> str:
    """Return the public id of the made-up member `name`: by it the member is known again."""
    return hashlib.sha256(f"fill_discussion {name}".encode()).hexdigest()[:16]


def make_members(count: int, joined: datetime) -> list[int]:
    """Return the primary keys of `count` made-up members, made where they are missing, having joined at `joined`.

    A name that somebody else in the database has, or one too like it, is passed over.
    """
    found: list[int] = []
    stock = names()
    while len(found) < count and (chunk := list(islice(stock, CHUNK))):
        found += _chunk(chunk[: count - len(found)], joined)
    return found[:count]


def _chunk(chunk: list[tuple[str, str]], joined: datetime) -> list[int]:
    """Return the members named in `chunk` that are ours, in order."""
    keys = [key_of(name) for name, _look in chunk]
    with transaction.atomic():
        looks = [look for _name, look in chunk]
        taken = set(Member.objects.filter(name_skeleton__in=looks).values_list("name_skeleton", flat=True))
        known = set(Member.objects.filter(key__in=keys).values_list("key", flat=True))
        rows = [
            (key, name, look, joined)
            for key, (name, look) in zip(keys, chunk, strict=True)
            if key not in known and look not in taken
        ]
        write_rows(Member, ("key", "name", "name_skeleton", "created_at"), rows)
    ours = dict(Member.objects.filter(key__in=keys, erased_at=None).values_list("key", "pk"))
    return [ours[key] for key in keys if key in ours]
