"""Rules from the cache are those of the files, and follow every change of them."""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from postlint import packs, store
from postlint.builtin import cached_python_rules, python_rules
from postlint.config import Config
from postlint.document import Document
from postlint.engine import Engine
from postlint.errors import UserErrors
from postlint.house import House
from postlint.linter import Linter
from postlint.packs.cached import Packs
from postlint.registry import Registry, load
from postlint.rule import Rule
from postlint.site import CONVENTIONS, Site, index
from postlint.testing import OnlyRule

RULE = """\
summary: Be plain.
why: It is kinder.
severity: {bad: error, odd: hint}
message: "'{match}' says nothing."
unless: synergy effects
forbid:
  - {phrase: synergy, step: bad}
  - {regex: 'para(?:digm|noid) \\w+', step: odd}
  - {phrase: '{offers} rocks', step: odd}
case: exact
bad:
  - text: |
      We have synergy.
              ^^^^^^^ 'synergy' says nothing.
"""
TEXT = "Synergy, synergy, synergy effects, paradigm shift, Acme Cloud rocks."


@pytest.fixture
def pack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(store.FOLDER_VARIABLE, str(tmp_path / "cache"))
    folder = tmp_path / "house"
    folder.mkdir()
    write(folder / "buzz.yml", RULE)
    return folder


def write(path: Path, text: str, *, age: float = 60) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    then = time.time() - age
    os.utime(path, (then, then))


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that are read as rules."""
    read: list[str] = []
    whole = packs.read_text

    def told(path: str, *rest: object) -> str:
        read.append(os.path.basename(path))
        return whole(path, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(packs, "read_text", told)
    monkeypatch.setattr("postlint.look.UNSETTLED_NS", -(10**18))  # the code of a checkout may be young
    return read


def check(rule: Rule) -> list[tuple[object, ...]]:
    doc = Document(TEXT)
    conventions = CONVENTIONS["plain"]
    rules = load().rules | {rule.id: rule}
    engine = Engine(rules, [rule.id], house=House(offers=()))
    found = engine.check(doc, Site([index(doc, conventions)], conventions), {rule.id: OnlyRule(rule, {})})
    return [tuple(one) for one in found]


def test_a_rule_from_the_cache_is_that_of_the_file(pack: Path, parsed: list[str]) -> None:
    (whole,) = packs.load(str(pack))
    Packs().load(str(pack))
    parsed.clear()
    (known,) = Packs().load(str(pack))
    assert parsed == [], "nothing is read before a post calls for it"
    assert (known.bad, known.good) == ((), ())
    assert known._replace(check=None) == whole._replace(check=None, bad=(), good=())
    assert check(known) == check(whole) != []
    assert check(pickle.loads(pickle.dumps(known))) == check(whole)
    assert "buzz.yml" not in parsed, "not even then"


@pytest.mark.parametrize(
    "change",
    [
        lambda pack: write(pack / "buzz.yml", RULE.replace("synergy", "senergy"), age=50),
        lambda pack: write(pack / "buzz.yml", RULE + "source: here\n"),
        lambda pack: write(pack / "more.yml", RULE),
        lambda pack: (pack / "buzz.yml").rename(pack / "other.yml"),
        lambda pack: write(pack / "data" / "list.txt", "one\n"),
    ],
)
def test_a_change_of_any_file_is_seen(pack: Path, parsed: list[str], change: object) -> None:
    Packs().load(str(pack))
    change(pack)  # type: ignore[operator]
    parsed.clear()
    assert [rule._replace(check=None, bad=(), good=()) for rule in packs.load(str(pack))] == [
        rule._replace(check=None) for rule in Packs().load(str(pack))
    ]
    assert len(parsed) >= 2


def test_a_file_that_is_young_is_not_trusted(pack: Path, parsed: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("postlint.look.UNSETTLED_NS", 2_000_000_000)
    monkeypatch.setattr("postlint.rule_store.code_stamps", lambda *names: [])
    write(pack / "buzz.yml", RULE, age=0)
    for _ in range(2):
        Packs().load(str(pack))
    assert parsed == ["buzz.yml"] * 2
    write(pack / "buzz.yml", RULE, age=5)
    for _ in range(2):
        Packs().load(str(pack))
    assert parsed == ["buzz.yml"] * 3


def test_mistakes_are_told_each_time(pack: Path, parsed: list[str]) -> None:
    write(pack / "wrong.yml", "summary: Be fine.\n")
    for _ in range(2):
        with pytest.raises(UserErrors):
            Packs().load(str(pack))


def in_cache(name: str) -> tuple[bytes, Any]:
    """What stands before the rules that are held under a name, and these."""
    stamps, blank, held = (store.read(name) or b"").partition(b"\n\n")
    return stamps + blank, json.loads(held)


@pytest.mark.parametrize("held", ["[]", "{}", "null", '{"stamps": 1}', "[" * 5000, "\xff"])
def test_odd_content_counts_as_nothing(pack: Path, parsed: list[str], held: str) -> None:
    Packs().load(str(pack))
    for name in os.listdir(os.environ[store.FOLDER_VARIABLE]):
        store.write(name, held.encode("latin-1"))
    parsed.clear()
    assert [rule.id for rule in Packs().load(str(pack))] == ["house/buzz"]
    assert parsed == ["buzz.yml"]


@pytest.mark.parametrize("held", ['{"text": 1}', '{"entries": [1]}', "[]", '"forbid"', "7", '{"entries": []}'])
def test_an_odd_tree_is_read_from_its_file(pack: Path, parsed: list[str], held: str) -> None:
    (whole,) = packs.load(str(pack))
    Packs().load(str(pack))
    (name,) = (name for name in os.listdir(os.environ[store.FOLDER_VARIABLE]) if name.endswith("-said"))
    stamps, content = in_cache(name)
    store.write(name, stamps + json.dumps(dict.fromkeys(content, json.loads(held))).encode())
    (known,) = Packs().load(str(pack))
    parsed.clear()
    assert check(known) == check(whole)
    assert "buzz.yml" in parsed


def test_every_field_of_odd_rules_is_looked_at(pack: Path, parsed: list[str]) -> None:
    Packs().load(str(pack))
    (name,) = (name for name in os.listdir(os.environ[store.FOLDER_VARIABLE]) if not name.endswith("-said"))
    stamps, (rule,) = in_cache(name)
    for key in rule:
        broken = [{other: value for other, value in rule.items() if other != key}]
        store.write(name, stamps + json.dumps(broken).encode())
        parsed.clear()
        assert [rule.id for rule in Packs().load(str(pack))] == ["house/buzz"], key
        assert parsed == ["buzz.yml"], key


def test_the_shipped_rules_find_the_same(parsed: list[str]) -> None:
    posts = [str(path) for path in (Path(__file__).parent.parent / "posts").rglob("*.md")]
    for _ in range(2):
        load(cached=True)
    texts = [Path(post).read_text(encoding="utf-8") for post in posts]
    whole, known = (Linter(Config(root="."), registry) for registry in (load(), load(cached=True)))
    assert isinstance(known.registry, Registry)
    assert [known.lint_text(text) for text in texts] == [whole.lint_text(text) for text in texts]


def test_a_rule_that_every_post_wakes_runs_without_hits(pack: Path, parsed: list[str]) -> None:
    write(pack / "buzz.yml", "summary: S.\nwhy: W.\nlimit: {of: [nowhere], least: 1}\n")
    Packs().load(str(pack))
    parsed.clear()
    (known,) = Packs().load(str(pack))
    assert parsed == []
    assert len(check(known)) == 1


def test_python_rules_from_the_cache_are_the_rules_that_their_modules_hold(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("POSTLINT_CACHE_DIR", str(tmp_path))
    monkeypatch.setattr("postlint.look.UNSETTLED_NS", -(10**18))
    cached_python_rules.cache_clear()
    first = cached_python_rules()
    cached_python_rules.cache_clear()
    again = cached_python_rules()
    assert [one.id for one in again] == [one.id for one in python_rules()]
    for one, whole, written in zip(again, python_rules(), first, strict=True):
        assert one._replace(check=None, habit=None) == written._replace(check=None, habit=None)
        assert one._replace(check=whole.check, habit=whole.habit, bad=whole.bad, good=whole.good) == whole
        assert (one.check is None) == (whole.check is None)
        assert (one.habit and one.habit[::2]) == (whole.habit and whole.habit[::2])
        assert pickle.loads(pickle.dumps(one)).id == one.id
    cached_python_rules.cache_clear()


def test_a_rule_of_the_cache_is_imported_when_it_is_called() -> None:
    code = """
import sys
from postlint.registry import load
rules = load(cached=True).rules
rules = load(cached=True).rules
assert not [name for name in sys.modules if name.startswith("postlint.rules.")], "imported too early"
from postlint.document import Document
found = list(rules["images/missing-alt"].check(doc=Document("![](a.png)", "post.md"), options={"decorative": False}))
assert len(found) == 1
print([name for name in sys.modules if name.startswith("postlint.rules.") and name.count(".") == 3])
"""
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    for _ in range(2):  # the first run fills the cache, if the code is old enough for that
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=False
        )
    if "imported too early" in done.stderr:
        pytest.skip("the code of this checkout was changed a moment ago")
    assert done.stdout.strip() == "['postlint.rules.images.missing_alt']", done.stderr
