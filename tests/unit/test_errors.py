"""The tree of errors."""

from __future__ import annotations

import inspect

import pytest

from parley import errors


def test_every_error_is_a_parley_error_and_is_exported() -> None:
    """One root catches all; nothing is hidden."""
    classes = {
        name: cls
        for name, cls in inspect.getmembers(errors, inspect.isclass)
        if issubclass(cls, Exception)
    }

    assert all(issubclass(cls, errors.ParleyError) for cls in classes.values())
    assert set(classes) <= set(errors.__all__)


def test_the_tree_in_the_docstring_names_every_error() -> None:
    """The drawing at the top of the module is whole."""
    drawn = errors.__doc__ or ""

    assert [name for name in errors.__all__ if name[0].isupper() and name not in drawn] == []


@pytest.mark.parametrize(
    ("error", "builtin"),
    [
        (errors.ReportError("empty", where="a.txt"), ValueError),
        (errors.UnknownActorError("Freedona", table="toy.v1"), LookupError),
        (errors.RecordAccessError("r", doing="open", reason="denied"), OSError),
        (errors.QueryError("no such table"), ValueError),
    ],
)
def test_errors_descend_from_the_builtin_a_caller_expects(
    error: Exception, builtin: type[Exception]
) -> None:
    """Code that knows nothing of parley still catches them rightly."""
    assert isinstance(error, builtin)


def test_unknown_actor_suggests_the_nearest() -> None:
    """A misspelt name is answered with the one meant."""
    error = errors.UnknownActorError("Freedona", table="toy.v1", known=["Freedonia", "Ruritania"])

    assert "Did you mean 'Freedonia'?" in str(error)
