"""Modules of JavaScript as one script, for a file that must not ask for another.

Our modules import each other by name at the head, and export functions, classes and constants
where they declare them; `bundled` understands no more than that, and refuses the rest. Each module
becomes a function of its own, so that names of one don't meet those of another, and runs after
those that it imports from. A page in ``docs/decisions/`` says why we do this ourselves.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Final

_IMPORT: Final = re.compile(
    r'^import (?:\{(?P<names>[^{}"]*)\} from )?"(?P<path>\.{1,2}/[\w./-]+\.js)";$', re.M
)
_EXPORT: Final = re.compile(
    r"^export (?=(?:async function|function\*?|class|const) (?P<name>[A-Za-z_$][\w$]*))", re.M
)
_NAME: Final = re.compile(r"[A-Za-z_$][\w$]*(?: as [A-Za-z_$][\w$]*)?")
#: What is no longer there once the above is understood.
_NOT_UNDERSTOOD: Final = re.compile(r"^\s*(?:import|export)\b.*$|\bimport\s*[(.]", re.M)
_COMMENT: Final = re.compile(r"^\s*(?://|/\*\*?|\*).*$", re.M)
#: What would end a script inside a page, or change how it is read.
_ENDS_A_SCRIPT: Final = re.compile(r"</script|<!--|<script", re.I)


@cache
def drawing_modules() -> dict[str, str]:
    """Return the modules of ``drawing/``, under the paths that importers of another folder use."""
    folder = files("escalation.browser") / "drawing"
    return {
        f"drawing/{one.name}": one.read_text(encoding="utf-8")
        for one in sorted(folder.iterdir(), key=lambda one: one.name)
        if one.name.endswith(".js")
    }


def bundled(entry: str, modules: Mapping[str, str]) -> str:
    r"""Return a module, and all that it imports, as one script without an import.

    Parameters
    ----------
    entry
        The path of the module that begins; what it exports is of no use to anybody.
    modules
        The text of every module there is, by path: ``main.js``, ``drawing/dom.js``.

    Raises
    ------
    ValueError
        If a module is not there, imports go round in a circle, a name is imported that is not
        exported, or a module says something that this does not understand.

    >>> print(bundled("a.js", {"a.js": 'import { b as c } from "./b.js";\nc();\n',
    ...                        "b.js": "export function b() {}\n"}), end="")
    const module1 = (() => { // b.js
    function b() {}
    return { b };
    })();
    (() => { // a.js
    const { b: c } = module1;
    c();
    })();
    """
    names: dict[str, tuple[str, frozenset[str]]] = {}
    written: list[str] = []

    def take(path: str, via: tuple[str, ...]) -> tuple[str, frozenset[str]]:
        if path in via:
            raise ValueError(f"modules import each other: {' -> '.join((*via, path))}")
        if path in names:
            return names[path]
        if path not in modules:
            raise ValueError(f"{via[-1] if via else 'the page'} imports {path}, which is not there")
        text = modules[path]

        def resolved(found: re.Match[str]) -> str:
            wanted = posixpath.normpath(posixpath.join(posixpath.dirname(path), found["path"]))
            where, exported = take(wanted, (*via, path))
            if found["names"] is None:  # imported for what it does
                return ""
            return f"const {{ {_unpacked(found['names'], exported, path, wanted)} }} = {where};"

        exports = [found["name"] for found in _EXPORT.finditer(text)]
        body = _EXPORT.sub("", _IMPORT.sub(resolved, text))
        if left := _NOT_UNDERSTOOD.search(_COMMENT.sub("", body)):
            raise ValueError(f"{path}: cannot be put into one script: {left.group().strip()}")
        if left := _ENDS_A_SCRIPT.search(body):
            raise ValueError(f"{path}: {left.group()} must not stand in a script of a page")
        name = f"module{len(names) + 1}"
        given = f"return {{ {', '.join(exports)} }};\n" if via else ""
        bound = f"const {name} = " if via else ""
        written.append(f"{bound}(() => {{ // {path}\n{body.rstrip()}\n{given}}})();\n")
        names[path] = (name, frozenset(exports))
        return names[path]

    take(entry, ())
    return "".join(written)


def _unpacked(names: str, exported: frozenset[str], path: str, wanted: str) -> str:
    """Return the names of an import as those of a destructuring."""
    unpacked = []
    for name in filter(None, (one.strip() for one in " ".join(names.split()).split(","))):
        source, _, own = name.partition(" as ")
        if not _NAME.fullmatch(name) or source not in exported:
            raise ValueError(f"{path} imports {name} from {wanted}, which does not export it")
        unpacked.append(f"{source}: {own}" if own else source)
    return ", ".join(unpacked)
