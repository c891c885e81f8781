"""What a rule is, and how one is written: ``@rule``, ``@site_rule``, ``option()``, ``Bad`` and ``Good``.

A rule is a pure function of what its parameters name: ``doc``, ``options``, ``house``, ``reading``, ``fields``,
``site``, ``today``, ``hits``. It does not know its id, its severity or its file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Literal

from postlint.diagnostic import Finding, Severity
from postlint.errors import did_you_mean
from postlint.records import NamedTuple
from postlint.releases import is_minor, is_new

ENGINE_PACK = "postlint"
"""The pack of the engine's own rules: what it says of suppressions, and of posts that could not be checked."""

PARAMETERS = frozenset({"doc", "options", "house", "reading", "fields", "site", "today", "hits"})
VARARGS, VARKEYWORDS = 0x04, 0x08  # as in ``inspect``, which is slow to import


class Deferred:
    """A function of a rule that is got when it is first called for."""

    __slots__ = ()

    @property
    def function(self) -> Callable[..., Any]:
        """The function itself."""
        raise NotImplementedError

    def __call__(self, *given: Any, **named: Any) -> Any:
        return self.function(*given, **named)


Check = Callable[..., Iterable[Finding]]
Ladder = Mapping[str, Severity]
Tally = Callable[..., Iterable[tuple[tuple[str, ...], str]]]


class Needle(NamedTuple):
    """A phrase that wakes a rule, as it reads in prose: in any case and between word borders unless it says so.

    One that ``excuses`` does the opposite: what it overlaps, or what stands in one sentence with it, is no hit.
    ``{offers}`` and other words in braces stand for those that the house has, see ``house.WORD_GROUPS``.
    """

    text: str
    case_sensitive: bool = False
    whole_words: bool = True
    excuses: Literal["match", "sentence"] | None = None


class Pattern(NamedTuple):
    """A regular expression that wakes a rule, in the syntax of the ``regex`` package.

    ``literals`` are texts of which a match must contain one, in lower case; None where that is not known, and then the
    pattern is tried on every block. Words in braces stand for those of the house, as in a needle.
    """

    regex: str
    case_sensitive: bool = False
    literals: tuple[str, ...] | None = None


class Tuning(NamedTuple):
    """What a house changes in the word list of a rule.

    ``add`` has words, each with what is better written if there is such a thing; ``remove`` words to leave out.
    """

    add: Mapping[str, str | None] = {}
    remove: frozenset[str] = frozenset()


UNTUNED = Tuning()


class Hit(NamedTuple):
    """Where a needle or pattern of the rule matched: offsets in the prose, and its index among the rule's needles."""

    start: int
    end: int
    needle: int


class Option(NamedTuple):
    """An option of a rule: its default, of whose type its values are, and what it does."""

    default: Any
    help: str
    choices: tuple[Any, ...] = ()

    @property
    def is_word_list(self) -> bool:
        """Whether it is a list of texts, to which a house may add."""
        is_list = isinstance(self.default, list | tuple)
        return is_list and not self.choices and all(isinstance(word, str) for word in self.default)


def option(default: Any, help: str, choices: Iterable[Any] = ()) -> Option:
    """Declare an option of a rule; config checking, JSON schema and docs follow from it."""
    return Option(default, help, tuple(choices))


class Habit(NamedTuple):
    """What a rule objects to, where a whole blog does it: then it is the blog's own way, told once and no finding.

    ``says`` goes on a sentence that begins "34 of 40 posts". ``posts`` counts, for a rule that asks about other posts,
    the posts of a Site that do it; None means those on which the rule fires when it knows no other post. Where it has a
    ``step``, findings of other steps are no habit.
    """

    says: str
    posts: Callable[[Any], int] | None = None
    step: str | None = None

    def covers(self, step: str | None) -> bool:
        """Whether findings of this step are the blog's own way."""
        return self.step is None or step == self.step


class Case(NamedTuple):
    """An example post: what a rule says about ``text``, and the world that it is said in.

    In the text of a bad case a line of carets stands under the offending words, followed by the message:
    ``^^^^ message``. Carets count columns in code points; ``^...`` goes on to the next caret line. ``files`` are other
    posts and files of the site, by path; ``frontmatter`` is the table of that name in the config, where its ``preset``
    also names the site's generator; ``site`` is the table ``[site]``.
    """

    text: str
    fixed: str | None = None
    options: Mapping[str, Any] = {}
    house: Mapping[str, Any] | None = None
    path: str = "post.md"
    files: Mapping[str, str] = {}
    today: str | None = None
    frontmatter: Mapping[str, Any] = {}
    site: Mapping[str, Any] = {}


Bad = Case
Good = Case


class Rule(NamedTuple):
    """A rule, whether written in Python, written in YAML, or found by the engine itself (then ``check`` is None).

    ``severity`` is one severity, or a ladder from step to severity. ``site`` tells that it asks about other posts
    and so runs when all posts are indexed. ``tally`` takes ``doc`` and ``hits`` of each post of the site and gives
    the spellings that it uses: the group of which it is one, and which of these. ``file`` is where it is written.
    ``adds`` tells how a house adds to its words, if it has a list of them: as a list, as pairs of a phrase and what
    is better written, or as products with their licenses; ``listed`` is such a list that makes no needles. One that
    ``replaces`` takes the place of a shipped rule of the same id. It is ``fixable`` if an example of it has a fixed
    text. ``wakes`` names what of a post wakes it where no needle is hit, see ``Reading.has``.
    ``accepted`` are texts that are no hit where they stand in just these letters, such as the right spelling of a name.
    ``since`` is the minor version in which it came, if that was not the first; there it is no more than a hint.
    ``rests_on`` names facts of the config without which it finds nothing, beside the words of its needles; ``needs``
    what a post must have all of, or else the rule finds nothing in it and is not called, see ``Reading.has``.
    """

    id: str
    summary: str
    why: str
    check: Check | None
    parameters: tuple[str, ...]
    severity: Severity | Ladder = Severity.WARNING
    on: bool = True
    options: Mapping[str, Option] = {}
    needles: tuple[Needle | Pattern, ...] = ()
    bad: tuple[Case, ...] = ()
    good: tuple[Case, ...] = ()
    site: bool = False
    kind: str = "python"
    value: str | None = None
    source: str | None = None
    language: str | None = None
    file: str = ""
    adds: Literal["list", "pairs", "licenses"] | None = None
    replaces: bool = False
    fixable: bool = False
    tally: Tally | None = None
    listed: tuple[str, ...] = ()
    habit: Habit | None = None
    wakes: tuple[str, ...] = ()
    accepted: tuple[str, ...] = ()
    since: str | None = None
    rests_on: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        """The words of its list, if it ``adds`` to one: phrases and patterns, or the texts of its options."""
        if self.kind == "python":
            return tuple(word for option in self.options.values() if option.is_word_list for word in option.default)
        if self.listed:
            return self.listed
        found = (needle for needle in self.needles if not (isinstance(needle, Needle) and needle.excuses))
        return tuple(dict.fromkeys(one.text if isinstance(one, Needle) else one.regex for one in found))

    @property
    def pack(self) -> str:
        return self.id.partition("/")[0]

    @property
    def steps(self) -> tuple[str, ...]:
        return () if isinstance(self.severity, Severity) else tuple(self.severity)

    def reads(self, language: str | None) -> bool:
        """Whether the rule is for posts of this language; one whose language is not known is in the rule's."""
        return self.language is None or language is None or language.partition("-")[0] == self.language

    @property
    def severities(self) -> dict[str, Severity]:
        """The severities by step, of a rule without steps by the empty name."""
        ladder = {"": self.severity} if isinstance(self.severity, Severity) else dict(self.severity)
        return dict.fromkeys(ladder, Severity.HINT) if is_new(self.since) else ladder

    def severity_of(self, finding: Finding) -> Severity:
        """The severity that a finding has by the rule itself. Raises ValueError where its step is not of the ladder."""
        severity = self._severity_of(finding)
        return Severity.HINT if is_new(self.since) else severity

    def _severity_of(self, finding: Finding) -> Severity:
        if finding.step is not None and finding.step not in self.steps:
            listed = f"its ladder has {', '.join(self.steps)}" if self.steps else "it has no ladder"
            raise ValueError(f"it yields the step '{finding.step}', and {listed}")
        if finding.severity is not None:
            return finding.severity
        if isinstance(self.severity, Severity):
            return self.severity
        if finding.step is None:
            raise ValueError(f"it yields no step, and its ladder has {', '.join(self.steps)}")
        return self.severity[finding.step]


Cases = str | Case | Iterable[str | Case]


def rule(
    *,
    why: str,
    bad: Cases = (),
    good: Cases = (),
    severity: Severity | Ladder = Severity.WARNING,
    on: bool = True,
    options: Mapping[str, Option] | None = None,
    needles: Iterable[str | Needle | Pattern] = (),
    value: str | None = None,
    source: str | None = None,
    language: str | None = None,
    habit: str | Habit | None = None,
    since: str | None = None,
    rests_on: Iterable[str] = (),
    needs: str | Iterable[str] = (),
) -> Callable[[Check], Rule]:
    """Make a rule of a generator function. Its docstring is the summary, the place of its file the id.

    Raises ValueError where rule and function do not fit together: a parameter that rules don't get, no summary, hits
    without needles, options that nothing reads, or the other way round; a habit of a rule that needles wake.

    ``habit`` says what most posts of a blog may do without a finding; see Habit. ``rests_on`` names facts of the
    config without which the rule is idle, such as "hosts". ``needs`` names what a post must have for the rule to be
    called, such as "images", one thing or several; ``postlint.reading.presence`` knows them all.
    """
    if isinstance(needles, str):
        raise ValueError("needles are a list of phrases, not one text")
    made_needles = tuple(Needle(needle) if isinstance(needle, str) else needle for needle in needles)
    if any(isinstance(needle, Needle) and not needle.text.strip() for needle in made_needles):
        raise ValueError("a needle is empty, and would be found everywhere")
    if not isinstance(severity, Severity) and not severity:
        raise ValueError("the ladder of severities has no step")
    if not why.strip():
        raise ValueError("a rule says why")
    if since is not None and not is_minor(since):
        raise ValueError("'since' is a minor version such as 0.2")
    if habit and made_needles:
        raise ValueError("a rule that needles wake has no habit: which posts it fires on is not known beforehand")
    made_habit = Habit(habit) if isinstance(habit, str) else habit

    def make(check: Check) -> Rule:
        parameters = _parameters(check)
        summary = " ".join((check.__doc__ or "").split())
        if not summary:
            raise ValueError("a rule says in its docstring what it asks for")
        if "hits" in parameters and not made_needles:
            raise ValueError("a rule that takes 'hits' names its needles")
        if bool(options) != ("options" in parameters):
            raise ValueError("a rule takes 'options' if it declares some, and only then")
        return Rule(
            id=check.__name__.replace("_", "-"),
            summary=summary,
            why=why,
            check=check,
            parameters=parameters,
            severity=severity,
            on=on,
            options=options or {},
            needles=made_needles,
            bad=cases(bad),
            good=cases(good),
            site="site" in parameters,
            value=value,
            source=source,
            language=language,
            file=check.__code__.co_filename,
            fixable=shows_fix(cases(bad)),
            adds="list" if any(option.is_word_list for option in (options or {}).values()) else None,
            habit=made_habit,
            since=since,
            rests_on=tuple(rests_on),
            needs=(needs,) if isinstance(needs, str) else tuple(needs),
        )

    return make


def _parameters(check: Check) -> tuple[str, ...]:
    """What a function wants to be given, by name. Raises ValueError where that is nothing that rules get."""
    code = getattr(check, "__code__", None)
    if code is None:
        raise ValueError("a rule is a function")
    if code.co_posonlyargcount or code.co_flags & (VARARGS | VARKEYWORDS):
        raise ValueError("a rule names each of its parameters; it takes no *args, **kwargs or /")
    parameters: tuple[str, ...] = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
    if unknown := sorted(set(parameters) - PARAMETERS):
        listed = ", ".join(sorted(PARAMETERS))
        hint = did_you_mean(unknown[0], PARAMETERS)
        raise ValueError(f"rules get no {', '.join(unknown)}; they may name {listed}.{hint}")
    return parameters


def site_rule(**declared: Any) -> Callable[[Check], Rule]:
    """Make a rule that asks about other posts; it runs when all posts are indexed and takes ``site``.

    Takes what ``rule`` takes. Raises ValueError where the function does not take ``site``.
    """

    def make(check: Check) -> Rule:
        made = rule(**declared)(check)
        if not made.site:
            raise ValueError("a site rule takes 'site'; a rule that needs no other post is a @rule")
        return made

    return make


def engine_rule(summary: str, *, why: str, severity: Severity = Severity.WARNING, **declared: Any) -> Rule:
    """Declare a rule whose findings the engine makes itself, such as those about suppressions."""
    for key in ("bad", "good"):
        declared[key] = cases(declared.get(key, ()))
    fixable = shows_fix(declared["bad"])
    return Rule("", summary, why, None, (), severity=severity, kind="engine", fixable=fixable, **declared)


def shows_fix(bad: Iterable[Case]) -> bool:
    """Whether one of the examples has a fixed text."""
    return any(case.fixed is not None for case in bad)


def cases(given: Cases) -> tuple[Case, ...]:
    """Examples as written (a text, a Case, or several of them) as cases."""
    several = (given,) if isinstance(given, str | Case) else given
    return tuple(Case(case) if isinstance(case, str) else case for case in several)
