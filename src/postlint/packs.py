"""Packs of YAML rules: folders of files, each of which becomes a Rule."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from postlint import kinds
from postlint.data import DataSyntaxError, Node, duplicates, parse
from postlint.errors import PackError, UserErrors
from postlint.files import Unreadable, read_text
from postlint.kinds.spec import Spec
from postlint.rule import ENGINE_PACK, Case, Rule
from postlint.text import Source

COMMON_KEYS = ("summary", "why", "severity", "value", "source", "language", "default", "extends", "bad", "good")
DATA_FOLDER = "data"
NOT_RULES = frozenset({"values.yml"})


def shipped_folder() -> str:
    """Where the shipped packs lie: inside the package in a wheel, beside ``src`` in a checkout.

    Raises PackError where they are in neither place.
    """
    package = os.path.dirname(os.path.abspath(__file__))
    installed = os.path.join(package, "_packs")
    if os.path.isdir(installed):
        return installed
    checkout = os.path.dirname(os.path.dirname(package))
    rules = os.path.join(checkout, "rules")
    if os.path.isdir(rules) and os.path.isfile(os.path.join(checkout, "pyproject.toml")):
        return rules
    raise PackError(f"The rules that postlint ships are not in {installed}; install postlint again.")


def shipped() -> list[str]:
    """The folders of the shipped packs."""
    folder = shipped_folder()
    return [os.path.join(folder, name) for name in sorted(os.listdir(folder)) if _is_shown_folder(folder, name)]


def load(folder: str) -> list[Rule]:
    """The rules of a pack; its name is the folder's. Raises UserErrors with all mistakes of the pack."""
    pack = os.path.basename(os.path.abspath(folder))
    errors: list[PackError] = []
    rules: list[Rule] = []
    if not os.path.isdir(folder):
        errors.append(PackError(f"There is no folder '{folder}' to take rules from."))
    elif pack == ENGINE_PACK or not _is_name(pack):
        errors.append(PackError(_bad_name("pack", pack), path=shown(folder)))
    else:
        for path in _rule_files(folder, errors):
            try:
                rules.append(_load_file(path, folder, pack))
            except UserErrors as several:
                errors.extend(error for error in several.errors if isinstance(error, PackError))
    if errors:
        raise UserErrors(errors)
    return rules


def shown(path: str) -> str:
    """A path as messages show it."""
    return os.path.relpath(path).replace(os.sep, "/")


def _rule_files(folder: str, errors: list[PackError]) -> Iterator[str]:
    """The YAML files of a pack; those that lie deeper, data aside, would be overlooked and are told."""
    for name in sorted(os.listdir(folder)):
        path = os.path.join(folder, name)
        if _is_yaml(name) and name not in NOT_RULES:
            yield path
        elif name != DATA_FOLDER and _is_shown_folder(folder, name):
            for inner in sorted(filter(_is_yaml, os.listdir(path))):
                message = f"Rules lie in the pack's own folder. Move this file up, or add '{shown(path)}' to 'packs'."
                errors.append(PackError(message, path=shown(os.path.join(path, inner))))


def _is_yaml(name: str) -> bool:
    return name.endswith((".yml", ".yaml")) and not name.startswith(".")


def _is_shown_folder(folder: str, name: str) -> bool:
    return not name.startswith(".") and os.path.isdir(os.path.join(folder, name))


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


def _load_file(path: str, folder: str, pack: str) -> Rule:
    place = shown(path)
    source = Source("")
    try:
        source = Source(read_text(path, folder))
        spec = Spec(parse(source.text, "yaml"), source, place)
    except Unreadable as unreadable:
        raise UserErrors([PackError(unreadable.message, path=place)]) from None
    except DataSyntaxError as broken:
        at = source.position(broken.error.span.start)
        error = PackError(broken.error.message, path=place, line=at.line, column=at.column)
        raise UserErrors([error]) from None
    name = os.path.splitext(os.path.basename(path))[0]
    if not _is_name(name):
        spec.errors.append(PackError(_bad_name("rule file", name), path=place))
    rule = _rule(spec, f"{pack}/{name}", path)
    if spec.errors:
        raise UserErrors(sorted(spec.errors, key=lambda error: (error.line or 0, error.column or 0)))
    return rule


def _rule(spec: Spec, rule_id: str, path: str) -> Rule:
    root = spec.root
    if root.kind != "mapping":
        spec.error(root.span, "A rule file is a mapping with 'summary', 'why' and a kind such as 'forbid'.")
        raise UserErrors(spec.errors)
    _tell_duplicates(spec)
    known_kinds = kinds.names()
    used = [entry for entry in root.entries if entry.key.text in known_kinds]
    names = list(dict.fromkeys(entry.key.text for entry in used))
    kind = kinds.kind(names[0]) if names else None
    spec.unknown_keys(root, {*COMMON_KEYS, *known_kinds, *(kind.KEYS if kind else kinds.all_keys())}, "a rule")
    for surplus in used:
        if surplus.key.text != names[0]:
            spec.error(surplus.key.span, f"A rule has one kind; this has '{names[0]}' and '{surplus.key.text}'.")
    if kind is None:
        spec.error(root.span, f"The rule has no kind; one of {', '.join(known_kinds)} says what it does.")
    if extends := root.get("extends"):
        spec.error(extends.span, "'extends' is reserved for later.")
    built = kind.build(spec, used[0].value) if kind else None
    return Rule(
        id=rule_id,
        summary=" ".join(spec.string("summary", required=True).split()),
        why=" ".join(spec.string("why", required=True).split()),
        check=built.check if built else None,
        parameters=("doc", "hits"),
        severity=spec.severity,
        on=spec.choice("default", {"on": True, "off": False}, True),
        needles=built.needles if built else (),
        bad=_cases(spec, "bad"),
        good=_cases(spec, "good"),
        kind=names[0] if names else "",
        value=spec.string("value") or None,
        source=spec.string("source") or None,
        language=_language(spec),
        file=path,
    )


def _tell_duplicates(spec: Spec) -> None:
    """Tell keys that stand twice in one mapping, of which YAML would take the last."""
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
        spec.error(spec.root.get("language").span, f"'language' is a code such as en, not '{language}'.")  # type: ignore[union-attr]
    return language or None


# Examples


def _cases(spec: Spec, key: str) -> tuple[Case, ...]:
    found = spec.root.get(key)
    if found is None:
        return ()
    items = [found] if found.kind != "sequence" else found.items
    return tuple(case for item in items if (case := _case(spec, item)) is not None)


def _case(spec: Spec, node: Node) -> Case | None:
    if node.kind != "mapping":
        text = _text(spec, node, "An example")
        return Case(text) if text else None
    spec.unknown_keys(node, _case_keys(), "an example")
    if node.get("text") is None:
        spec.error(node.span, "An example has a 'text'.")
        return None
    given = {key: read(spec, value, f"'{key}'") for key, read in _case_keys().items() if (value := node.get(key))}
    return Case(**given)


def _text(spec: Spec, node: Node, what: str) -> str:
    """A text as it stands, white space at its ends too."""
    return node.text if spec.text_of(node, what) else ""


def _mapping(spec: Spec, node: Node, what: str) -> dict[str, Any]:
    if node.kind != "mapping":
        spec.error(node.span, f"{what} is a mapping.")
        return {}
    return {entry.key.text: entry.value.value for entry in node.entries}


def _texts(spec: Spec, node: Node, what: str) -> dict[str, str]:
    _mapping(spec, node, what)
    return {entry.key.text: _text(spec, entry.value, f"'{entry.key.text}'") for entry in node.entries}


def _day(spec: Spec, node: Node, what: str) -> str | None:
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", node.text) or node.error:
        spec.error(node.span, f"{what} is a day such as 2024-01-31, not '{node.text}'.")
        return None
    return node.text


@cache
def _case_keys() -> dict[str, Callable[[Spec, Node, str], Any]]:
    return {
        "text": _text,
        "fixed": _text,
        "options": _mapping,
        "house": _mapping,
        "path": _text,
        "files": _texts,
        "today": _day,
    }
