"""What a word is compared with: whole words, beginnings, ends and parts, each found by one look into a table."""

from __future__ import annotations

from collections.abc import Iterator

from perspectives.moderation.matching.lists import Entry, Form

# An entry, and where in the word it begins and ends.
Found = tuple[Entry, int, int]


class Shapes:
    """Tables of an index: what a word costs depends on its length and on how many lengths are listed."""

    def __init__(self) -> None:
        self.words: dict[str, Entry] = {}
        self.starts: dict[int, dict[str, Entry]] = {}
        self.ends: dict[int, dict[str, Entry]] = {}
        # By their first two characters.
        self.parts: dict[str, dict[int, dict[str, Entry]]] = {}

    def add(self, form: Form, core: str, entry: Entry) -> None:
        """Put an entry where words are compared with `core`; of several the first line counts."""
        if form is Form.START:
            self.starts.setdefault(len(core), {}).setdefault(core, entry)
        elif form is Form.END:
            self.ends.setdefault(len(core), {}).setdefault(core, entry)
        elif form is Form.INSIDE:
            self.parts.setdefault(core[:2], {}).setdefault(len(core), {}).setdefault(core, entry)
        else:
            self.words.setdefault(core, entry)

    def __bool__(self) -> bool:
        return bool(self.words or self.starts or self.ends or self.parts)

    def found_in(self, word: str) -> Iterator[Found]:
        """Return the entries that a word has, and where in it."""
        whole = len(word)
        if word in self.words:
            yield self.words[word], 0, whole
        for size, cores in self.starts.items():
            if word[:size] in cores:
                yield cores[word[:size]], 0, size
        for size, cores in self.ends.items():
            if size <= whole and word[whole - size :] in cores:
                yield cores[word[whole - size :]], whole - size, whole
        if self.parts:
            yield from self._parts_of(word)

    def _parts_of(self, word: str) -> Iterator[Found]:
        for start in range(len(word) - 1):
            for size, cores in self.parts.get(word[start : start + 2], {}).items():
                entry = cores.get(word[start : start + size])
                if entry is not None:
                    yield entry, start, start + size
