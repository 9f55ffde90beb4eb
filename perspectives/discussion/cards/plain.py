"""Whether a template only places what a card says: read off its nodes, for no trial of texts finds every exception.

A filter that cuts after a thousand characters, or a question whether a name is in a list, changes nothing in texts
made up to try it. So each node of a template must be one of those known here to place, to loop over tags or to ask
whether something is empty; any other makes the template one that is rendered for each comment.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import fields
from typing import Any

from django.template import Engine, Node, Template
from django.template.base import TextNode, Variable, VariableNode
from django.template.defaultfilters import default, yesno
from django.template.defaulttags import CommentNode, ForNode, IfNode, LoadNode, TemplateLiteral, URLNode, WithNode
from django.template.loader_tags import IncludeNode
from django.templatetags.i18n import BlockTranslateNode, TranslateNode
from django.templatetags.static import StaticNode

from perspectives.discussion.cards.card import Answered, Card, TagLink

# What may be looked up in something: a field, or what a loop knows. A method, a letter or the second tag is more.
LOOP = {"counter", "counter0", "revcounter", "revcounter0", "first", "last", "parentloop"}
ENTRY = {"name", "uses", "query", "chosen"}
FIELDS = LOOP | ENTRY | {field.name for kind in (Card, Answered, TagLink) for field in fields(kind)}


def only_places(template: Any) -> bool:
    """Whether `template`, a compiled one, makes of equally filled cards the same HTML but for the texts in it."""
    return isinstance(template, Template) and _Reading(template.engine).plain(template.nodelist)


class _Reading:
    """A walk through the nodes of a template and of those it includes."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.seen: set[str] = set()

    def plain(self, nodes: Iterable[Node]) -> bool:
        """Whether all nodes are of a known kind and do no more than place."""
        return all(type(node) in KINDS and KINDS[type(node)](self, node) for node in nodes)

    def _if(self, node: Any) -> bool:
        parts = node.conditions_nodelists
        return all((asked is None or _asks(asked)) and self.plain(nodes) for asked, nodes in parts)

    def _for(self, node: Any) -> bool:
        over = node.sequence.var
        tags = isinstance(over, Variable) and over.lookups == ("card", "tags") and not node.sequence.filters
        return tags and self.plain(node.nodelist_loop) and self.plain(node.nodelist_empty)

    def _with(self, node: Any) -> bool:
        return all(map(_places, node.extra_context.values())) and self.plain(node.nodelist)

    def _include(self, node: Any) -> bool:
        name = node.template.var
        if not isinstance(name, str) or node.template.filters or not all(map(_places, node.extra_context.values())):
            return False
        if name in self.seen:
            return True
        self.seen.add(name)
        return self.plain(self.engine.get_template(name).nodelist)


def _places(value: Any) -> bool:
    """Whether an expression is a constant or a field, through no filter but those that ask whether it is empty."""
    return _is_field(value.var) and all(_asks_whether_empty(*used) for used in value.filters)


def _asks_whether_empty(used: Any, arguments: list[tuple[bool, Any]]) -> bool:
    """Whether a filter asks no more: `yesno` takes its words apart, so they must be written out."""
    looked_up = [given for is_variable, given in arguments if is_variable]
    return (used is default and all(map(_is_field, looked_up))) or (used is yesno and not looked_up)


def _is_field(value: Any) -> bool:
    """Whether a value is a constant, a name, or a field of something that has a name."""
    names = value.lookups if isinstance(value, Variable) else None
    return names is None or FIELDS.issuperset(names[1:])


def _is_constant(value: Any) -> bool:
    """Whether an expression is written out in the template."""
    return not value.filters and (not isinstance(value.var, Variable) or value.var.lookups is None)


def _asks(condition: Any) -> bool:
    """Whether a condition asks only whether something is empty."""
    if isinstance(condition, TemplateLiteral):
        return _places(condition.value)
    operands = [operand for operand in (condition.first, condition.second) if operand is not None]
    return condition.id in ("and", "or", "not") and all(map(_asks, operands))


def _phrase(_reading: _Reading, node: Any) -> bool:
    """Whether a `blocktranslate` only places: its plural would ask how many."""
    words = node.message_context is None or _is_constant(node.message_context)
    return words and not node.plural and all(map(_places, node.extra_context.values()))


def _word(_reading: _Reading, node: Any) -> bool:
    words = node.message_context is None or _is_constant(node.message_context)
    return words and _is_constant(node.filter_expression)


def _address(_reading: _Reading, node: Any) -> bool:
    return all(map(_is_constant, [node.view_name, *node.args, *node.kwargs.values()]))


def _always(_reading: _Reading, _node: Any) -> bool:
    return True


KINDS: dict[type[Node], Callable[[_Reading, Any], bool]] = {
    TextNode: _always,
    CommentNode: _always,
    LoadNode: _always,
    VariableNode: lambda _reading, node: _places(node.filter_expression),
    IfNode: _Reading._if,
    ForNode: _Reading._for,
    WithNode: _Reading._with,
    IncludeNode: _Reading._include,
    BlockTranslateNode: _phrase,
    TranslateNode: _word,
    URLNode: _address,
    StaticNode: lambda _reading, node: _is_constant(node.path),
}
