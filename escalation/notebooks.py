"""How results show themselves: one line in a terminal or a log, a small page in a notebook."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import pandas as pd

MOST_ROWS: Final = 40
MOST_COLUMNS: Final = 14
#: Notebooks read dollar signs as mathematics, except inside these classes.
_AS_WRITTEN: Final = "tex2jax_ignore mathjax_ignore"


class ShowsItself:
    """What says in one line what it is, and shows its figures in a notebook by itself.

    A dataclass of this kind is declared with ``repr=False``, or it would list all its fields.
    """

    def notebook_title(self) -> str:
        """Return what it is, in one line without markup."""
        raise NotImplementedError

    def notebook_body(self) -> tuple[Sequence[str], pd.DataFrame | None]:
        """Return sentences, and a table if there is one, for a notebook."""
        return (), None

    def __repr__(self) -> str:
        """Say in one line what it is."""
        return f"<{type(self).__name__} {self.notebook_title()}>"

    def _repr_html_(self) -> str:
        """Return what a notebook shows; all text in it is escaped."""
        return page(self.notebook_title(), *self.notebook_body())


def page(title: str, sentences: Sequence[str], table: pd.DataFrame | None = None) -> str:
    """Return a title, sentences and the head of a table as HTML.

    Parameters
    ----------
    title, sentences
        Plain text.
    table
        Shown up to `MOST_ROWS` rows and `MOST_COLUMNS` columns; what is left out is said.
    """
    parts = [f"<p><b>{escape(title)}</b></p>"]
    parts += [f"<p>{escape(sentence)}</p>" for sentence in sentences]
    if table is not None:
        import pandas as pd

        head = table.iloc[:MOST_ROWS, :MOST_COLUMNS]
        with pd.option_context("display.max_colwidth", None):  # no text is cut
            parts.append(
                head.to_html(index=False, border=0, na_rep="", float_format="{:.3g}".format)
            )
        if head.shape != table.shape:
            parts.append(
                f"<p>{len(head):,} of {len(table):,} rows, {head.shape[1]} of {table.shape[1]} "
                "columns.</p>"
            )
    return f'<div class="{_AS_WRITTEN}">{"".join(parts)}</div>'
