"""The five folders are ours: no other distribution's package of the same name is in the way."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest

from tests.registries import PACKAGES

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize("package", PACKAGES)
def test_each_package_is_the_one_of_this_repository(package: str) -> None:
    module = importlib.import_module(package)
    assert module.__file__ is not None
    assert Path(module.__file__).parent == ROOT / package


@pytest.mark.parametrize("package", PACKAGES)
def test_a_package_file_is_a_docstring_only(package: str) -> None:
    text = (ROOT / package / "__init__.py").read_text("utf-8").strip()
    assert text.startswith('"""')
    assert text.endswith('"""')
    assert text.count('"""') == 2
