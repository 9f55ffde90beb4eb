"""Addresses that a reader recognises in plain words, though nothing links to them: "www.example.com/buy", "t.me/x".

Counted are: what begins with http://, https:// or ftp://; what begins with www.; a host under a country's top-level
domain, or one of SEVERAL generic ones, with a slash behind it; and a host that stands alone under one of the few
domains in ALONE. Names of domains are those of IANA's root zone database (https://www.iana.org/domains/root/db), the
countries those that ISO 3166-1 gives two letters; ALONE has the generic and country domains with most registrations
(the Domain Name Industry Brief, https://www.dnib.com) that are no word of English: a full stop without a space behind
it ("it ends.In") makes no address, nor do "e.g.", "U.S.", "3.5", "Node.js" or "file.py".
"""

from __future__ import annotations

import re

_ALONE = "com org net info biz edu gov xyz icu vip cn de uk ru nl br eu fr au ua pl"
_SEVERAL = "mil int app blog click club dev fun life link live news online pro shop site space store tech top website"
# Without md, py, rs and sh, which end the names of files far more often: "src/main.py/".
_COUNTRIES = """
ac ad ae af ag ai al am ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bm bn bo br bs bt bw by bz ca cc cd cf cg
ch ci ck cl cm cn co cr cu cv cw cx cy cz de dj dk dm do dz ec ee eg er es et eu fi fj fk fm fo fr ga gd ge gf gg gh gi
gl gm gn gp gq gr gs gt gu gw gy hk hm hn hr ht hu id ie il im in io iq ir is it je jm jo jp ke kg kh ki km kn kp kr kw
ky kz la lb lc li lk lr ls lt lu lv ly ma mc me mg mh mk ml mm mn mo mp mq mr ms mt mu mv mw mx my mz na nc ne nf ng ni
nl no np nr nu nz om pa pe pf pg ph pk pl pm pn pr ps pt pw qa re ro ru rw sa sb sc sd se sg si sk sl sm sn so sr ss st
su sv sx sy sz tc td tf tg th tj tk tl tm tn to tr tt tv tw tz ua ug uk us uy uz va vc ve vg vi vn vu wf ws ye yt za zm
zw
"""
ALONE, SEVERAL, COUNTRIES = (frozenset(names.split()) for names in (_ALONE, _SEVERAL, _COUNTRIES))
PATHED = ALONE | SEVERAL | COUNTRIES
SCHEMES = ("http://", "https://", "ftp://")
# Letters, digits, dots and hyphens; scripts that put no spaces between words are no part of it, and end a host.
_RUN = re.compile(r"(?:[^\W_\u2e80-\uffff]|[.-])+")
# "example[.]com" and "example (dot) com"; each bracket with one space at most, so that time stays linear.
_HIDDEN = re.compile(r"\s?[\[({]\s?(?:\.|dot|DOT)\s?[\])}]\s?")
# Before a host these make it a part of something else: an address of mail, a path, a query.
_PART = frozenset("@/?=&#%+~_\\")
# As the standard of the Domain Name System has it (RFC 1035, 2.3.4).
LONGEST_HOST, LONGEST_LABEL = 253, 63


def hosts_in(text: str) -> list[str]:
    """Return the host of each address in plain `text`, in order, in lower case; time grows with its length alone."""
    shown = _HIDDEN.sub(".", text)
    found = (_host(shown, run.start(), run.end()) for run in _RUN.finditer(shown))
    return [host for host in found if host]


def _host(text: str, start: int, end: int) -> str:
    """Return the host that the run from `start` to `end` is, "" for none."""
    before, run = text[max(0, start - len("https://")) : start].lower(), text[start:end]
    host = run.strip(".-")
    if before.endswith("://"):
        return host.lower()[:LONGEST_HOST] if host and before.endswith(SCHEMES) else ""
    behind = text[end : end + 1] if run.endswith(host) else ""
    if not host or before[-1:] in _PART or behind == "@" or len(host) > LONGEST_HOST:
        return ""
    return host.lower() if _is_one(host.split("."), pathed=behind == "/") else ""


def _is_one(labels: list[str], *, pathed: bool) -> bool:
    """Whether labels make a host that a reader recognises; `pathed` says that a slash follows."""
    if len(labels) < 2 or not all(0 < len(label) <= LONGEST_LABEL for label in labels):
        return False
    last = labels[-1].lower()
    if labels[0].lower() == "www":
        return len(last) > 1
    if pathed:
        return last in PATHED
    # "ASP.NET" is no address, and "EXAMPLE.COM" is one.
    return last in ALONE and (labels[-1].islower() or last == "com")
