"""The reply cache passes LangChain's own tests of a cache."""

from pathlib import Path

import pytest
from langchain_core.caches import BaseCache
from langchain_tests.integration_tests import AsyncCacheTestSuite, SyncCacheTestSuite

from assistant.llm.reply_cache import Replies


class TestReplies(SyncCacheTestSuite):
    @pytest.fixture
    def cache(self, tmp_path: Path) -> BaseCache:
        return Replies(tmp_path / "replies.sqlite")


@pytest.mark.asyncio
@pytest.mark.filterwarnings("ignore:The test .* is not an async function")
class TestRepliesAsync(AsyncCacheTestSuite):
    @pytest.fixture
    def cache(self, tmp_path: Path) -> BaseCache:  # type: ignore[override]
        return Replies(tmp_path / "replies.sqlite")
