"""One shelf of kettles for every test of money."""

import pytest

from catalog.store import Catalog
from tests.support.kettles import kettles


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    return kettles(tmp_path_factory.mktemp("kettles"))
