"""Settings as YAML: the one module to import PyYAML, which is loaded where there are settings."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Any, get_args

import yaml

from tiku.documents import encoding
from tiku.documents.known_settings import (
    CHOICES,
    IN_A_RULE,
    LISTS,
    NO_DIALECT,
    UNFIT_NAME,
    deck_path,
)
from tiku.languages import part_titles
from tiku.model import Code, Problem, Record, Rule, Settings, StudyOption
from tiku.system.patterns import lazy

_TELLING = frozenset("title tags category categories keywords deck decks cards-deck anki".split())
_NAME = lazy(r"[^\s./\\:*?\"<>|\x00-\x1f][^/\\:*?\"<>|\x00-\x1f]{0,59}")
_UNFIT = lazy("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")  # YAML has escapes for these
_LANGUAGE = lazy(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")


def _quoted(text: str) -> str:
    """Quote what other tools write into front matter without quotes: `title: TCP: a protocol`."""
    if _is_yaml(text):
        return text
    return "\n".join(_LINE.sub(_quoted_value, line, count=1) for line in text.split("\n"))


def _quoted_value(found: re.Match[str]) -> str:
    is_open = found["value"][0] in "[{"  # a list that somebody forgot to close
    if is_open or _is_yaml(f"{found['key'].lstrip(' -')}{found['value']}"):
        return found[0]
    value = found["value"].replace("'", "''")
    return f"{found['key']}'{value}'"


def _is_yaml(text: str) -> bool:
    try:
        yaml.compose(text, Loader=yaml.BaseLoader)
    except (yaml.YAMLError, RecursionError, ValueError, OverflowError):
        return False
    return True


_LINE = lazy(r"^(?P<key>\s*(?:-\s+)?[\w-]+\s*:\s+)(?P<value>\S.*?)\s*$")


class Reader:
    """Reads the settings of a text, and what else it says of the document above which it stands."""

    def __init__(self, path: str, dialects: Collection[str], *, first_line: int) -> None:
        """Read the settings of a file, whose YAML starts on a line."""
        self.path, self.dialects, self.first_line = path, dialects, first_line
        self.problems: list[Problem] = []
        self.about: list[str] = []
        self.records: list[Record] = []

    def read(
        self, text: str, known: Collection[str], *, strict: bool
    ) -> tuple[Settings, tuple[Problem, ...]]:
        """Read the settings of a text, and report what is wrong; unknown ones if it is `strict`."""
        settings, seen = Settings(), set[str]()
        for key, node in self._pairs(text if strict else _quoted(text)):
            if key.value.lower() in _TELLING:
                self.about += (key.value, *(self._scalars(node) or ()))
            if key.value in known and key.value in seen:
                what = f"'{key.value}' stands here a second time"
                self._add(Code.SETTING_INVALID, key, what, "keep one of the two")
            elif key.value in known:
                seen.add(key.value)
                settings = self._set(settings, key.value, node)
            elif strict:
                what = f"there is no setting '{key.value}'"
                self._add(Code.SETTING_UNKNOWN, key, what, f"use one of {', '.join(known)}")
        return settings, tuple(self.problems)

    def _pairs(self, text: str) -> list[tuple[Any, Any]]:
        remedy = "write one 'key: value' a line; quote a value that holds ': '"
        try:
            root = yaml.compose(text, Loader=yaml.BaseLoader)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            line = self.first_line + (mark.line if mark else 0)
            what = f"this is not YAML: {error.problem or error.context}"
            if r"'\t'" in what:
                what, remedy = "this is not YAML: there is a tab", "write spaces in its place"
        except yaml.YAMLError as error:
            line, what = self.first_line, f"this is not YAML: {str(error).splitlines()[0]}"
        except RecursionError:
            line, what = self.first_line, "this YAML is nested too deep"
        except (ValueError, OverflowError) as error:  # an escape or a version beyond all bounds
            line, what = self.first_line, f"this is not YAML: {str(error)[:80]}"
        else:
            if root is None:
                return []
            self.records += _records(root, self.first_line, set())
            if isinstance(root, yaml.MappingNode):
                return [pair for pair in root.value if isinstance(pair[0], yaml.ScalarNode)]
            line, what = self.first_line, "the settings are not a list of 'key: value'"
        self.problems.append(Problem(Code.YAML_BROKEN, self.path, line, what, remedy))
        return []

    def _set(self, settings: Settings, key: str, node: yaml.Node) -> Settings:
        if key == "files":
            return settings._replace(files=tuple(self._rules(node)))
        values = self._scalars(node)
        if values is None or (key not in LISTS and len(values) != 1):
            one = "a list of words" if key in LISTS else "one value"
            self._invalid(key, node, f"is not {one}", f"write it as '{key}: …' on one line")
        elif key == "tags":
            return settings._replace(tags=_tags(values))
        elif key == "study":
            return settings._replace(study=tuple(self._options(node, _tags(values))))
        elif value := self._value(key, node, values[0]):
            change: dict[str, Any] = {key: value}
            return settings._replace(**change)
        return settings

    def _value(self, key: str, node: yaml.Node, value: str) -> str | tuple[str, ...]:
        """Give the value of a setting, if it is one; else say why not."""
        if key in IN_A_RULE:
            return self._named(key, node, value)
        if key in CHOICES:
            if value in CHOICES[key]:
                return value
            self._invalid(key, node, f"cannot be '{value}'", f"use {' or '.join(CHOICES[key])}")
            return ""
        if key == "deck":
            found: str | tuple[str, ...] = deck_path(value)
            wrong = ("is empty", "write a name, such as 'Networks::TCP'")
        elif key == "name":
            fits = _NAME.fullmatch(value) and not UNFIT_NAME.match(value)
            found = value if fits else ""
            remedy = (
                "use up to 60 letters, digits, '-' and '_'; not 'collection', 'backup-…' or 'con'"
            )
            wrong = ("cannot name a file that Anki imports", remedy)
        else:
            found = value if _LANGUAGE.fullmatch(value) else ""
            wrong = ("is no language code", "write a code such as en or zh-TW")
        if not found:
            self._invalid(key, node, *wrong)
        return found

    def _named(self, key: str, node: yaml.Node, value: str) -> str:
        """Give the name of a dialect or an encoding, if there is one of that name."""
        if key == "dialect":
            if value in (choices := (*self.dialects, NO_DIALECT)):
                return value
            self._invalid(
                key, node, f"is no dialect: '{value}'", f"use one of {', '.join(choices)}"
            )
        elif name := encoding.named(value):
            return name
        else:
            remedy = "write one such as utf-8, gb18030, big5, shift_jis, cp949, cp1251 or cp1252"
            self._invalid(key, node, f"is no encoding that Python knows: '{value}'", remedy)
        return ""

    def _options(self, node: yaml.Node, values: tuple[str, ...]) -> Iterator[StudyOption]:
        """Give what cards are to do."""
        known: dict[str, StudyOption] = {each: each for each in get_args(StudyOption)}
        for value in values:
            if value in known:
                yield known[value]
            else:
                self._invalid("study", node, f"cannot be '{value}'", f"use {', '.join(known)}")

    def _rules(self, node: yaml.Node) -> Iterator[Rule]:
        """Read `files:`, patterns of paths with what holds for them."""
        remedy = "write 'files:', below it \"exams/*.md\": {dialect: lists}"
        if not isinstance(node, yaml.MappingNode):
            self._invalid("files", node, "is no list of patterns", remedy)
            return
        for pattern, inner in node.value:
            pairs = inner.value if isinstance(inner, yaml.MappingNode) else []
            if not isinstance(pattern, yaml.ScalarNode) or not pairs:
                self._invalid("files", pattern, "has a pattern without settings", remedy)
                continue
            found = dict.fromkeys(IN_A_RULE, "")
            for key, value in pairs:
                name = key.value if isinstance(key, yaml.ScalarNode) else ""
                if name not in IN_A_RULE or not isinstance(value, yaml.ScalarNode):
                    self._invalid("files", key, f"cannot set '{name}'", "set dialect or encoding")
                else:
                    found[name] = self._named(name, value, value.value)
            yield Rule(pattern.value, **found, line=self.first_line + pattern.start_mark.line)

    @staticmethod
    def _scalars(node: yaml.Node) -> list[str] | None:
        nodes = node.value if isinstance(node, yaml.SequenceNode) else [node]
        if all(isinstance(each, yaml.ScalarNode) for each in nodes):
            return [_UNFIT.sub("", each.value) for each in nodes]
        return None

    def _invalid(self, key: str, node: yaml.Node, what: str, remedy: str) -> None:
        self._add(Code.SETTING_INVALID, node, f"'{key}' {what}", remedy)

    def _add(self, code: Code, node: yaml.Node, what: str, remedy: str) -> None:
        line = self.first_line + node.start_mark.line
        self.problems.append(Problem(code, self.path, line, what, remedy))


def _records(node: yaml.Node, first_line: int, seen: set[int], depth: int = 0) -> Iterator[Record]:
    """Find the mappings that have a question, at the top of a front matter or in lists below it.

    What aliases repeat is read once: a few lines of them stand for millions.
    """
    if depth > _MAX_DEPTH or id(node) in seen:
        return
    seen.add(id(node))
    if isinstance(node, yaml.SequenceNode):
        for each in node.value:
            yield from _records(each, first_line, seen, depth + 1)
    elif isinstance(node, yaml.MappingNode):
        scalars = (
            (k, v)
            for k, v in node.value
            if isinstance(v, yaml.ScalarNode) and isinstance(k, yaml.ScalarNode)
        )
        parts = {role: v.value for k, v in scalars if (role := part_titles.role_of_title(k.value))}
        if "question" in parts:
            start, end = node.start_mark.line, node.end_mark.line
            yield Record(first_line + start, max(first_line + start, first_line + end - 1), parts)
        else:
            for _, value in node.value:
                yield from _records(value, first_line, seen, depth + 1)


_MAX_DEPTH = 4


def _tags(values: list[str]) -> tuple[str, ...]:
    """Split tags at spaces and commas if they stand on one line: Anki's have no spaces."""
    if len(values) == 1:
        values = re.split(r"[,，\s]+", values[0])
    return tuple(sorted({tag for value in values if (tag := "_".join(value.split()))}))
