"""Facts of orders beside working time: how deliveries kept their time, premiums for cover, prompts to rest.

All of them can be added up over buckets of workers: counts are summed, of samples the smallest are kept,
and prompts belong to one worker.
"""

import pyarrow as pa

from huhang.engine.counted import Counted
from huhang.engine.fine_premiums import FinePremiums
from huhang.engine.limit_facts import limit_facts
from huhang.engine.premium_facts import premium_facts
from huhang.engine.prompt_facts import prompt_facts


def order_facts(counted: Counted, fine: FinePremiums) -> dict[str, pa.Table]:
    """deliveries, premiums, prompts and prompted_orders of a bucket, each as its own module tells."""
    return {
        "deliveries": limit_facts(counted),
        "premiums": premium_facts(counted, fine),
        **prompt_facts(counted),
    }
