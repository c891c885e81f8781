"""Our NamedTuple against the one of typing, of which it is to be a quicker kind."""

from __future__ import annotations

import copy
import pickle
import typing

import pytest

from postlint.records import NamedTuple


class Ours(NamedTuple):
    """A place."""

    line: int
    path: str = "-"

    @property
    def shown(self) -> str:
        return f"{self.path}:{self.line}"


class Theirs(typing.NamedTuple):
    """A place."""

    line: int
    path: str = "-"

    @property
    def shown(self) -> str:
        return f"{self.path}:{self.line}"


USES = [
    lambda made: made(3),
    lambda made: made(3, "a"),
    lambda made: made(path="a", line=3),
    lambda made: made(3)._replace(path="b"),
    lambda made: made._make([1, "c"]),
    lambda made: made(3).shown,
    lambda made: made(3)._asdict(),
    lambda made: made(3) < made(4),
    lambda made: hash(made(3)) == hash((3, "-")),
    lambda made: copy.copy(made(3)),
    lambda made: copy.deepcopy(made(3)),
    lambda made: pickle.loads(pickle.dumps(made(3, "é"))),
    lambda made: made._fields,
    lambda made: made._field_defaults,
    lambda made: made.__match_args__,
    lambda made: made.__doc__,
    lambda made: repr(made(3, "x'y")).partition("(")[2],
]
MISTAKES = [
    lambda made: made(),
    lambda made: made(1, "a", 2),
    lambda made: made(1, paht="a"),
    lambda made: made(1)._replace(paht="a"),
    lambda made: made._make([1]),
    lambda made: setattr(made(1), "line", 2),
    lambda made: made(1).column,
]


@pytest.mark.parametrize("use", USES)
def test_it_does_what_the_one_of_typing_does(use: typing.Callable[[typing.Any], object]) -> None:
    assert use(Ours) == use(Theirs)


@pytest.mark.parametrize("use", MISTAKES)
def test_it_refuses_what_the_one_of_typing_refuses(use: typing.Callable[[typing.Any], object]) -> None:
    raised = []
    for made in (Ours, Theirs):
        with pytest.raises((TypeError, ValueError, AttributeError)) as told:
            use(made)
        raised.append(told.type)
    assert raised[0] is raised[1]


def test_a_field_without_a_default_comes_before_those_with_one() -> None:
    with pytest.raises(TypeError):

        class Wrong(NamedTuple):
            path: str = "-"
            line: int
