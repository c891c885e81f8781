"""Packs of YAML rules: folders of files, each of which becomes a Rule."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from postlint import look
from postlint.errors import PackError, UserErrors
from postlint.files import Root, Unreadable, read_text
from postlint.rule import ENGINE_PACK, UNTUNED, Case, Rule, Tuning, shows_fix
from postlint.text import Source

if TYPE_CHECKING:
    from postlint.data import Node
    from postlint.kinds.grammar.spec import Spec

COMMON_KEYS = tuple("summary why severity value source language default replaces extends since bad good".split())
DATA_FOLDER = "data"
NOT_RULES = frozenset({"values.yml"})


def shipped_folder() -> str:
    """Where the shipped packs lie: inside the package in a wheel, beside ``src`` in a checkout.

    Raises PackError where they are in neither place.
    """
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    installed = os.path.join(package, "_packs")
    if look.isdir(installed):
        return installed
    checkout = os.path.dirname(os.path.dirname(package))
    rules = os.path.join(checkout, "rules")
    if look.isdir(rules) and look.isfile(os.path.join(checkout, "pyproject.toml")):
        return rules
    raise PackError(f"The rules that postlint ships are not in {installed}; install postlint again.")


def shipped() -> list[str]:
    """The folders of the shipped packs."""
    folder = shipped_folder()
    look.listed(folder)
    names = (name for name in sorted(os.listdir(folder)) if not name.startswith("."))
    return [path for name in names if look.isdir(path := os.path.join(folder, name))]


def load(folder: str) -> list[Rule]:
    """The rules of a pack; its name is the folder's. Raises UserErrors with all mistakes of the pack."""
    pack = os.path.basename(os.path.abspath(folder))
    errors: list[PackError] = []
    notes: list[PackError] = []
    rules: list[Rule] = []
    if not look.isdir(folder):
        errors.append(PackError(f"There is no folder '{folder}' to take rules from."))
    elif pack == ENGINE_PACK or not _is_name(pack):
        errors.append(PackError(_bad_name("pack", pack), path=shown(folder)))
    else:
        for path in _rule_files(folder, errors):
            rule, wrong, further = read_rule(path, folder, pack)
            errors += wrong
            notes += further
            if rule is not None:
                rules.append(rule)
    if errors:
        raise UserErrors(_sorted([*errors, *notes]))
    return rules


def shown(path: str) -> str:
    """A path as messages show it."""
    return os.path.relpath(path).replace(os.sep, "/")


def _rule_files(folder: str, errors: list[PackError]) -> Iterator[str]:
    """The YAML files of a pack; those that lie deeper, data aside, would be overlooked and are told."""
    look.listed(folder)
    root = Root(folder)
    for name in sorted(os.listdir(folder)):
        path = os.path.join(folder, name)
        if is_yaml(name) and name not in NOT_RULES:
            yield path
        elif name != DATA_FOLDER and not name.startswith(".") and root.isdir(path):
            look.listed(path)
            for inner in sorted(filter(is_yaml, os.listdir(path))):
                message = f"Rules lie in the pack's own folder. Move this file up, or add '{shown(path)}' to 'packs'."
                errors.append(PackError(message, path=shown(os.path.join(path, inner))))


def is_yaml(name: str) -> bool:
    return name.endswith((".yml", ".yaml")) and not name.startswith(".")


def _is_name(name: str) -> bool:
    return re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", name) is not None


def _bad_name(what: str, name: str) -> str:
    if name == ENGINE_PACK:
        return f"'{ENGINE_PACK}' is the pack of postlint itself; call this folder otherwise."
    from unicodedata import normalize

    plain = normalize("NFKD", name).encode("ascii", "ignore").decode()
    better = "-".join(re.findall(r"[a-z0-9]+", plain.lower()))
    hint = f" Call it '{better}'." if better else ""
    return f"The name of a {what} has small letters, digits and hyphens; '{name}' has others.{hint}"


def tuned(rule: Rule, tuning: Tuning) -> Rule:
    """A rule of a pack with another word list. Raises UserErrors where the file does not hold it anymore."""
    return load_file(rule.file, os.path.dirname(rule.file), rule.pack, tuning)


def load_file(path: str, folder: str, pack: str, tuning: Tuning = UNTUNED) -> Rule:
    """The rule that a file holds, with another word list if one is given. Raises UserErrors with all its mistakes."""
    rule, errors, notes = read_rule(path, folder, pack, tuning)
    if rule is None or errors:
        raise UserErrors(_sorted([*errors, *notes]))
    return rule


def from_tree(root: Node, path: str, folder: str, pack: str, known: Callable[[str], Node | None]) -> Rule | None:
    """The rule that a file is known to hold, of what it says but not where; None where it has mistakes after all.

    ``known`` gives what the lists hold that it names, by their paths.
    """
    from postlint.kinds.grammar.spec import Spec

    spec = Spec(root, Source(""), shown(path), folder, known=known)
    rule = _rule(spec, f"{pack}/{os.path.splitext(os.path.basename(path))[0]}", path)
    return None if spec.errors else rule


def read_rule(
    path: str, folder: str, pack: str, tuning: Tuning = UNTUNED
) -> tuple[Rule | None, list[PackError], list[PackError]]:
    """The rule of a file, its mistakes, and what else there is to tell where there are mistakes."""
    from postlint.data import DataSyntaxError, parse
    from postlint.kinds.grammar.spec import Spec

    place = shown(path)
    source = Source("")
    try:
        source = Source(read_text(path, folder))
        spec = Spec(parse(source.text, "yaml"), source, place, folder, tuning)
    except Unreadable as unreadable:
        return None, [PackError(unreadable.message, path=place)], []
    except DataSyntaxError as broken:
        at = source.position(broken.error.span.start)
        return None, [PackError(broken.error.message, path=place, line=at.line, column=at.column)], []
    name = os.path.splitext(os.path.basename(path))[0]
    if not _is_name(name):
        spec.errors.append(PackError(_bad_name("rule file", name), path=place))
    _tell_duplicates(spec)
    return _rule(spec, f"{pack}/{name}", path), spec.errors, spec.notes


def _sorted(errors: list[PackError]) -> list[PackError]:
    return sorted(errors, key=lambda error: (error.path or "", error.line or 0, error.column or 0))


def _rule(spec: Spec, rule_id: str, path: str) -> Rule | None:
    from postlint import kinds

    root = spec.root
    if root.kind != "mapping" or not root.entries:
        spec.error(root.span, _no_rule(root))
        return None
    known_kinds = kinds.names()
    used = [entry for entry in root.entries if entry.key.text in known_kinds]
    names = list(dict.fromkeys(entry.key.text for entry in used))
    kind = kinds.kind(names[0]) if names else None
    spec.unknown_keys(root, {*COMMON_KEYS, *known_kinds, *(kind.KEYS if kind else kinds.all_keys())}, "a rule")
    for surplus in used:
        if surplus.key.text != names[0]:
            spec.error(surplus.key.span, f"A rule has one kind; this has '{names[0]}' and '{surplus.key.text}'.")
    if kind is None and not any(spec.means(root, name) for name in known_kinds):
        spec.error(root.span, "The rule does not say what to look for, by a key such as 'forbid' or 'replace'.")
    if extends := root.get("extends"):
        spec.error(extends.span, "'extends' is reserved for later.")
    built = kind.build(spec, used[0].value) if kind else None
    bad, good = _examples(spec)
    return Rule(
        id=rule_id,
        summary=" ".join(spec.string("summary", required=True).split()),
        why=" ".join(spec.string("why", required=True).split()),
        check=built.check if built else None,
        parameters=built.parameters if built else (),
        severity=spec.severity,
        on=spec.choice("default", {"on": True, "off": False}, True),
        needles=built.needles if built else (),
        bad=bad,
        good=good,
        site="site" in built.parameters if built else False,
        wakes=built.wakes if built else (),
        accepted=built.accepted if built else (),
        kind=names[0] if names else "",
        adds=getattr(kind, "ADDS", None),
        fixable=shows_fix(bad),
        replaces=spec.choice("replaces", {"true": True, "false": False}, False),
        value=spec.string("value") or None,
        source=spec.string("source") or None,
        language=_language(spec),
        file=path,
        tally=built.tally if built else None,
        listed=built.words if built else (),
        since=spec.since(root),
    )


def _examples(spec: Spec) -> tuple[tuple[Case, ...], tuple[Case, ...]]:
    """The bad and the good ones; of a rule that is known they are not."""
    if spec.known is not None:
        return (), ()
    from postlint.packs.examples import cases

    return cases(spec, "bad"), cases(spec, "good")


def _no_rule(root: Node) -> str:
    keys = "A rule file has lines such as 'summary: …', 'why: …', 'message: …' and 'forbid: …'"
    if root.kind == "scalar" and not root.text.strip():
        return f"This file is empty. {keys}."
    hint = " Write ':' instead of '='." if root.kind == "scalar" and " = " in root.text else ""
    return f"{keys}; this one has none.{hint}"


def _tell_duplicates(spec: Spec) -> None:
    """Tell keys that stand twice in one mapping, of which YAML would take the last."""
    from postlint.data import duplicates

    again = {entry.key.span for entry in duplicates(spec.root)}
    pending = [spec.root] if again else []
    while pending:
        node = pending.pop()
        first: dict[str, Node] = {}
        for entry in node.entries:
            if entry.key.span in again and entry.key.text in first:
                line = spec.line(first[entry.key.text].span)
                spec.error(entry.key.span, f"'{entry.key.text}' already stands in line {line}.")
            first.setdefault(entry.key.text, entry.key)
        pending.extend(entry.value for entry in node.entries)
        pending.extend(node.items)


def _language(spec: Spec) -> str | None:
    """The code of a language. YAML takes the Norwegian one for false, which ``string`` tells."""
    language = spec.string("language")
    if language and not re.fullmatch("[a-z]{2,3}", language):
        message = f"'language' is a code of two or three letters such as en, not '{language}'."
        spec.error(spec.root.get("language").span, message)  # type: ignore[union-attr]
    return language or None
