"""Parameters of papermill in Rust: values for variables that the notebook's cell `parameters` declares as `let mut`.

Assignments, not declarations: so a value takes the type that the notebook gave its variable.
"""

import re

from papermill.engines import NBClientEngine as Engine  # noqa: F401 (papermill loads this module to get it)
from papermill.models import Parameter
from papermill.translators import Translator, papermill_translators

DECLARATION = re.compile(r"let\s+mut\s+(\w+)\s*(?::\s*([^=]+?))?\s*=\s*(.+?);\s*(?://\s*(.*))?$")


class Rust(Translator):
    @classmethod
    def translate_none(cls, value):
        return "None"

    @classmethod
    def translate_int(cls, value):
        return f"{value}i64 as _"

    @classmethod
    def translate_float(cls, value):
        special = {"nan": "f64::NAN", "inf": "f64::INFINITY", "-inf": "f64::NEG_INFINITY"}
        return f"{special.get(str(value)) or repr(value)} as _"

    @classmethod
    def translate_escaped_str(cls, value):
        letters = "".join(c if c.isprintable() and c not in '"\\' else f"\\u{{{ord(c):x}}}" for c in str(value))
        return f'"{letters}".into()'

    @classmethod
    def translate_list(cls, value):
        return f"vec![{', '.join(map(cls.translate, value))}]"

    @classmethod
    def translate_dict(cls, value):
        pairs = (f"({cls.translate(str(key))}, {cls.translate(item)})" for key, item in value.items())
        return f"[{', '.join(pairs)}].into_iter().collect()"

    @classmethod
    def comment(cls, text):
        return f"// {text}".strip()

    @classmethod
    def assign(cls, name, value):
        return f"{name} = {value};"

    @classmethod
    def inspect(cls, cell):
        found = map(DECLARATION.match, map(str.strip, cell["source"].splitlines()))
        return [Parameter(m[1], (m[2] or "None").strip(), m[3], m[4] or "") for m in found if m]


papermill_translators.register("rust", Rust)
