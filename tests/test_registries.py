"""Registries in all shapes that sites have them in, found where each generator keeps them."""

from __future__ import annotations

from pathlib import Path

import pytest

from postlint.config import Config
from postlint.files import MAX_BYTES
from postlint.linter import Linter
from postlint.registry import load
from postlint.site import detect, registries
from postlint.site.registries import Register, RegistryError, read

CORPORA = Path(__file__).parents[2] / "shared" / "corpora"
AUTHORS = {"ada": ("Ada Lovelace",), "grace": ("Grace Hopper",)}

FILES = {
    # Docusaurus and Jekyll
    "authors.yml": "ada:\n  name: Ada Lovelace\n  title: ''\n  url: x\ngrace:\n  name: Grace Hopper\n",
    "names.yml": "ada: Ada Lovelace\ngrace: Grace Hopper\n",
    "list.yml": "- key: ada\n  name: Ada Lovelace\n- id: grace\n  name: Grace Hopper\n- {url: nobody}\n",
    "nested.yml": "authors:\n  ada: {name: Ada Lovelace}\n  grace: {name: Grace Hopper}\n",
    "pairs.yml": "- ada: {name: Ada Lovelace}\n- grace: {name: Grace Hopper}\n",
    "merged.yml": "_base: &b {name: Ada Lovelace}\nada:\n  <<: *b\ngrace: {name: Grace Hopper}\n",
    # Hugo
    "authors.toml": '[ada]\nname = "Ada Lovelace"\n[grace]\nname = "Grace Hopper"\n',
    "authors.json": '{"ada": {"name": "Ada Lovelace"}, "grace": {"displayName": "Grace Hopper"}}',
}


def write(root: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        place = root / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")


@pytest.mark.parametrize("name", FILES)
def test_shapes(tmp_path: Path, name: str) -> None:
    write(tmp_path, {name: FILES[name]})
    register = read(str(tmp_path), name, "authors")
    assert {key: register.keys[key] for key in AUTHORS} == AUTHORS
    assert register.place == name
    assert {"ada", "Grace Hopper"} <= set(register.names)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("tags.yml", "logs:\nmetrics: {}\n"),
        ("tags.yml", "- logs\n- metrics\n"),
        ("tags.yml", "tags: [logs, metrics]\n"),
        ("tags.yml", "tags:\n  - label: logs\n    permalink: /logs\n  - label: metrics\n"),
        ("tags.json", '["logs", "metrics"]'),
        ("tags.toml", 'tags = ["logs", "metrics"]'),
        ("tags.txt", "logs\n\nmetrics\n"),
    ],
)
def test_lists(tmp_path: Path, name: str, text: str) -> None:
    write(tmp_path, {name: text})
    assert read(str(tmp_path), name, "tags").names == ("logs", "metrics")


def test_a_folder_has_a_name_a_file(tmp_path: Path) -> None:
    files = {
        "authors/ada.md": "---\nname: Ada Lovelace\n---\n",
        "authors/grace/_index.md": "---\ntitle: Grace Hopper\n---\n",
        "authors/joan.yml": "name: Joan Clarke\n",
        "authors/_index.md": "---\ntitle: Authors\n---\n",
        "authors/README.md": "Text.\n",
        "authors/empty/pic.png": "",
        "authors/pic.png": "",
    }
    write(tmp_path, files)
    assert read(str(tmp_path), "authors", "authors").keys == {
        "ada": ("Ada Lovelace",),
        "grace": ("Grace Hopper",),
        "joan": ("Joan Clarke",),
    }


@pytest.mark.parametrize(
    ("name", "text", "message", "place"),
    [
        ("a.yml", "ada: [\n", "A value is missing here.", (2, 1)),
        ("a.yml", "12\n", "'a.yml' lists no authors.", (1, 1)),
        ("a.json", "{", "A key in double quotes is missing here.", (1, 2)),
        ("a.yml", "x" * (MAX_BYTES + 1), None, None),
        ("b.yml", "", "There is no 'a.yml'.", None),
    ],
)
def test_what_cannot_be_read_is_told(
    tmp_path: Path, name: str, text: str, message: str | None, place: tuple[int, int] | None
) -> None:
    write(tmp_path, {name: text})
    asked = "a.yml" if name == "b.yml" else name
    with pytest.raises(RegistryError) as caught:
        read(str(tmp_path), asked, "authors")
    if message is not None:
        assert caught.value.message == message
    position = caught.value.position
    assert ((position.line, position.column) if position else None) == place


def test_nothing_outside_of_the_root_is_read(tmp_path: Path) -> None:
    root = tmp_path / "root"
    root.mkdir()
    write(tmp_path, {"secret.yml": "ada:\n", "authors/ada.md": ""})
    (root / "a.yml").symlink_to(tmp_path / "secret.yml")
    (root / "authors").symlink_to(tmp_path / "authors")
    for name in ("a.yml", "authors", "../secret.yml"):
        with pytest.raises(RegistryError, match="leads out of the root"):
            read(str(root), name, "authors")


SITES: list[tuple[dict[str, str], dict[str, str]]] = [
    (
        {"docusaurus.config.js": "", "blog/2024-01-01-a.md": "", "blog/authors.yml": "ada:", "blog/tags.yml": "x:"},
        {"authors": "blog/authors.yml", "tags": "blog/tags.yml"},
    ),
    ({"_config.yml": "", "_posts/2024-01-01-a.md": "", "_data/people.yml": "ada:"}, {"authors": "_data/people.yml"}),
    (
        {"blog/_config.yml": "", "blog/_posts/2024-01-01-a.md": "", "blog/_data/tags.yml": "x:"},
        {"tags": "blog/_data/tags.yml"},
    ),
    ({"_config.yml": "", "_posts/2024-01-01-a.md": "", "_authors/ada.md": ""}, {"authors": "_authors"}),
    ({"hugo.toml": "", "content/blog/a.md": "", "data/authors.toml": "[ada]"}, {"authors": "data/authors.toml"}),
    ({"hugo.toml": "", "content/blog/a.md": "", "data/authors/ada.yml": ""}, {"authors": "data/authors"}),
    ({"hugo.toml": "", "content/blog/a.md": "", "content/authors/ada/_index.md": ""}, {"authors": "content/authors"}),
    ({"hugo.toml": "", "content/blog/a.md": "", "content/tags/x/_index.md": ""}, {}),
    (
        {"astro.config.mjs": "", "src/content/blog/a.md": "", "src/content/authors/ada.json": "{}"},
        {"authors": "src/content/authors"},
    ),
    (
        {"eleventy.config.js": "", "content/blog/a.md": "", "_data/authors.json": '{"ada": 1}'},
        {"authors": "_data/authors.json"},
    ),
    ({"next.config.js": "", "data/blog/a.md": "", "data/authors/ada.mdx": ""}, {"authors": "data/authors"}),
]


@pytest.mark.parametrize(("files", "expected"), SITES, ids=str)
def test_registries_are_found_where_the_generator_has_them(
    tmp_path: Path, files: dict[str, str], expected: dict[str, str]
) -> None:
    write(tmp_path, files)
    found, errors = registries.found(str(tmp_path), detect(str(tmp_path)))
    assert errors == []
    assert {kind: register.place for kind, register in found.items()} == expected


def test_each_blog_of_docusaurus_has_its_own_authors(tmp_path: Path) -> None:
    posts = {f"{blog}/2024-01-01-a.md": "" for blog in ("blog", "news")}
    write(tmp_path, {"docusaurus.config.js": "", **posts, "blog/authors.yml": "ada:", "news/authors.yml": "grace:"})
    found, _ = registries.found(str(tmp_path), detect(str(tmp_path)))
    assert found["authors"].names == ("ada", "grace")


def test_a_registry_that_cannot_be_read_is_a_note(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write(
        tmp_path,
        {"docusaurus.config.js": "", "blog/2024-01-01-a.md": "---\nauthors: bob\n---\n", "blog/authors.yml": "ada: ["},
    )
    report = Linter(Config(root=str(tmp_path)), load()).lint_paths()
    assert report.notes == ["blog/authors.yml cannot be read, so nothing is compared with it: A value is missing here."]


def test_the_config_names_another_registry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write(
        tmp_path,
        {"docusaurus.config.js": "", "blog/2024-01-01-a.md": "---\nauthors: ada\n---\n", "blog/authors.yml": "ada:"},
    )
    from postlint.fields.model import Description

    described = Description(registries={"authors": Register({"grace": ()})})
    report = Linter(Config(root=str(tmp_path), frontmatter=described), load()).lint_paths()
    assert "frontmatter/unknown-author" in {found.rule for found in report.diagnostics}


@pytest.mark.skipif(not CORPORA.is_dir(), reason="the corpora are not here")
@pytest.mark.parametrize(
    ("blog", "place", "count"), [("netdata", "blog/authors.yml", 14), ("tilt", "src/_data/people.yml", 17)]
)
def test_registries_of_real_blogs(blog: str, place: str, count: int) -> None:
    root = str(CORPORA / blog)
    found, errors = registries.found(root, detect(root))
    assert errors == []
    assert (found["authors"].place, len(found["authors"].keys)) == (place, count)
