"""What a catalog says of itself."""

from pathlib import Path

from catalog.files import read_yaml
from catalog.record import Record


class About(Record):
    """What a catalog says of itself; `notice_*` is shown wherever its content is."""

    name: str = "catalog"
    fictional: bool = False
    notice_zh: str = ""
    notice_en: str = ""

    def notice(self, locale: str) -> str:
        """The notice in that locale."""
        return self.notice_zh if locale.startswith("zh") else self.notice_en


def read_about(path: Path) -> About:
    """What the file says; without one, the catalog is called as its folder is.

    Raises:
        BadInput: the file is not YAML, or a field of it is wrong.
    """
    return read_yaml(path, About) if path.is_file() else About(name=path.parent.name)
