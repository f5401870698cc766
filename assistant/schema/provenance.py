"""What an answer was made from, each part under its version and the hash of its content."""

from catalog.record import Record


class Provenance(Record):
    """Hashes and versions of everything that an answer depends on beside its question and moment.

    Hashes are the first 16 hexadecimal digits of SHA-256; "" for what had no part in it. `program`
    is the version of Plainshelf; `policy` covers its mechanism with every parameter, `wordings`
    the words of labels and phrases, `campaigns` every bid; `index` is what was searched, `model`
    what wrote the words and read the question. Versions are those that the presets state.
    """

    program: str = ""
    policy: str = ""
    policy_version: int = 0
    disclosure: str = ""
    disclosure_version: int = 0
    wordings: str = ""
    catalog: str = ""
    campaigns: str = ""
    index: str = ""
    model: str = ""
