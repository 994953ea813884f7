"""Which values of the law each right looks up: its rule is asked once, of facts about nobody."""

from datetime import date

from huhang.audit.prepare import prepare
from huhang.engine.derive import derive
from huhang.engine.facts import RECORDS, open_facts
from huhang.engine.judge import LawOfAudit
from huhang.records.handover import Handover
from huhang.records.quality import Quality
from huhang.vocabulary.law import LawBook

# Any day on which all conventions hold.
_DAY = date(2025, 11, 1)


def keys_consulted(book: LawBook) -> dict[str, frozenset[str]]:
    """The keys, conventions included, that the rule of each right asks for."""
    nobody = Handover({}, {}, {}, Quality([], {}), [], "", {})
    prepared = prepare(nobody, book, _DAY, since=_DAY)
    records = {name: prepared.tables[name] for name in RECORDS} | {"handed": prepared.handed_over}
    derived = derive(prepared.tables, {}, prepared.habits)
    backend, facts = open_facts(derived, records, book.calendar, _DAY, _DAY)
    try:
        found = {}
        for name, loaded in book.rights.items():
            law = LawOfAudit(book, backend, (), _DAY, _DAY)
            loaded.rule(facts, law)
            found[name] = frozenset([*(key for key, _ in law.keys.values()), *law.conventions])
        return found
    finally:
        backend.disconnect()
