"""What nobody can tell yet of a record, in a sentence: something in its past has not come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from forumdesk.ui.field_words import field_words

if TYPE_CHECKING:
    from forumdesk.services.settling import Untold


def untold_words(untold: Untold) -> str:
    """Of which fields it cannot be told yet what stands, and of whom something has not come; empty where of none."""
    if not untold.fields:
        return ""
    fields = ", ".join(dict.fromkeys(field_words(name.partition(":")[0]) for name in untold.fields))
    if untold.laptops:
        said = _tr("{fields}: cannot tell yet, something of {laptops} has not come.")
        return said.format(fields=fields, laptops=", ".join(untold.laptops))
    return _tr("{fields}: cannot tell yet, something that was written before has not come.").format(fields=fields)


def _tr(text: str) -> str:
    return QCoreApplication.translate("untold", text)
