"""What the in-memory table makes of an expression, without taking it to pieces each time.

Of the same text there come the same tokens. And it goes over what an update says ten times, asking
of every part what kind of part it is; here that is asked once of each kind.
"""

from collections import deque
from functools import cache
from typing import Any

from moto.dynamodb.comparisons import ConditionExpressionParser
from moto.dynamodb.parsing import ast_nodes
from moto.dynamodb.parsing.tokens import ExpressionTokenizer, Token

from resilience.quick.instead import instead

_NODE: Any = vars(ast_nodes)["Node"]
_INSIDE: Any = tuple(vars(ast_nodes)[it] for it in ("Expression", "UpdateExpressionFunction"))


_take_apart = ConditionExpressionParser._lex_condition_expression
_tokens_of = ExpressionTokenizer.make_list


def make_quick() -> None:
    """For all tests of this process."""
    instead(vars(ast_nodes)["DepthFirstTraverser"], traverse_node_recursively=_go_over)
    instead(_NODE, find_clauses=_clauses)
    instead(
        ConditionExpressionParser,
        _lex_condition_expression=lambda self: deque(_parts(self.condition_expression)),
    )
    instead(ExpressionTokenizer, make_list=lambda text: list(_tokens(text)))


@cache
def _parts(condition: str) -> tuple[Any, ...]:
    return tuple(_take_apart(ConditionExpressionParser(condition, {}, {})))


@cache
def _tokens(update: str) -> tuple[Token, ...]:
    return tuple(_tokens_of(update))


@cache
def _is(kind: Any, wanted: tuple[type, ...]) -> bool:
    return issubclass(kind, wanted)


def _clauses(self: Any, kinds: list[type]) -> list[Any]:
    found: list[Any] = []
    for child in self.children or []:
        kind: Any = type(child)
        if kind in kinds:
            found.append(child)
        elif _is(kind, _INSIDE):
            found += child.find_clauses(kinds)
    return found


def _go_over(self: Any, node: Any, child_id: int = -1) -> Any:
    kind: Any = type(node)
    if not _is(kind, (_NODE,)):
        return node
    parent = node.parent
    for number, child in enumerate(node.children or []):
        self.pre_processing_of_child(node, number)
        self.traverse_node_recursively(child, number)
    if _is(kind, _wanted(self)):
        node = self.process(node)
        node.parent = parent
        if parent:
            parent.children[child_id] = node
    return node


_known: dict[Any, tuple[type, ...]] = {}


def _wanted(traverser: Any) -> tuple[type, ...]:
    kind: Any = type(traverser)
    if kind not in _known:
        _known[kind] = traverser.nodes_to_be_processed()
    return _known[kind]
