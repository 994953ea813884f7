"""Programs of ours do without pandas, though Arrow would load it; whoever imports huhang may use it."""

import subprocess
import sys

_LISTS = "import pyarrow as pa; table = pa.table({'a': [1, None], 'b': ['甲', '乙']}); "


def told(code: str) -> str:
    """What a fresh interpreter says."""
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    return done.stdout.strip()


def test_arrow_does_not_load_pandas_in_programs_of_ours() -> None:
    begun = "import sys; from huhang.vocabulary.lean import leave_pandas_out; leave_pandas_out(); "
    assert told(f"{begun}{_LISTS}print('pandas' in sys.modules, table.num_rows)") == "False 2"


def test_whoever_imports_huhang_may_use_pandas() -> None:
    code = f"import huhang.records.handover, huhang.cli.main; {_LISTS}print(len(table.to_pandas()))"
    assert told(code) == "2"
