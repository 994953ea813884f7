"""The invented worker who logs in: the busiest rider of two platforms of Shanghai, as if one person."""

from collections import Counter
from collections.abc import Sequence

import pyarrow.compute as pc
import pyarrow.parquet as pq
from django.conf import settings

from huhang.records.lake.handing import open_lake
from huhang.web.accounts.models import Person, Role
from huhang.web.registry.models import Company
from huhang.web.worker.models import Engagement
from huhang.web.worker.services import engagement_prove

_PLATFORMS = 2
_PLACE = "31"


def load_demo_worker(platforms: Sequence[str]) -> None:
    """Make the invented worker known to two platforms; nothing where they are known to any."""
    person = Person.objects.filter(seats__role=Role.WORKER).first()
    if person is None or Engagement.objects.exists():
        return
    known = 0
    for platform in platforms:
        busiest = _busiest(platform)
        if busiest and known < _PLATFORMS:
            engagement_prove(
                person=person,
                company=Company.objects.get(platform_id=platform),
                worker_id=busiest,
                proof=Engagement.Proof.INVENTED,
                by=None,
            )
            known += 1


def _busiest(platform: str) -> str | None:
    """The worker with the most orders in the place among those of one file; every file is as good."""
    lake = open_lake(settings.HOME.lake)
    own = (pc.field("platform_id") == platform) & pc.starts_with(pc.field("area_code"), _PLACE)
    for file in lake.manifest.of("orders"):
        if platform in file.platforms:
            rows = pq.read_table(lake.lake / file.path, columns=["worker_id"], filters=own)
            counted = Counter(str(name) for name in rows.column("worker_id").to_pylist() if name)
            if counted:
                return min(counted, key=lambda name: (-counted[name], name))
    return None
