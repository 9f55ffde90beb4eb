"""What people type when they mean no good, or mean no harm and type very much: names, titles, tags, wide texts."""

from __future__ import annotations

NAMES = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "\"><svg onload=alert('name')>",
    "' onmouseover='alert(2)' x='",
    "{{ 7|add:7 }}{% debug %}",
    "</bdi></article><iframe src=//evil.example>",
    "&lt;script&gt;alert(3)&lt;/script&gt;",
    "javascript:alert(4)",
    "W" * 60,
]
TITLES = ["</title><script>alert('title')</script>", "\"><img src=x onerror=alert('series')>"]
TAGS = [
    "<b onclick=alert(1)>",
    '"><img src=x onerror=alert(1)>',
    "' autofocus onfocus=alert(1) '",
    "javascript:alert(1)",
]
QUERIES = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' autofocus onfocus=alert(1) x='",
    "</title><script>alert(1)</script>",
    "{{constructor.constructor('alert(1)')()}}",
]

WIDE = """A wide comment.

    def a_line_of_code_that_is_much_wider_than_any_phone(first, second, third, fourth, fifth, sixth): return first

> https://example.org/a/very/long/address/that/cannot/be/broken/anywhere/because/it/has/no/spaces/at/all/and/goes/on

- one
    - two
        - three
            - four
"""
LONG_WORDS = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft " * 3 + "m" * 300
