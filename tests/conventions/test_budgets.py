"""Functions and files stay small enough to be read in one go."""

from tests.conventions.tree import MODULES, RULES, SOURCES, functions, lines_without_docstrings, short

LONGEST_FUNCTION, USUAL_FUNCTION, USUAL_FILE, LONGEST_RULE = 60, 30, 400, 45


def test_no_function_is_above_sixty_code_lines() -> None:
    long = [f for path in SOURCES for f in functions(path) if f.lines > LONGEST_FUNCTION]
    assert long == []


def test_nearly_all_functions_are_at_most_thirty_code_lines() -> None:
    every = [f for path in MODULES for f in functions(path)]
    long = [f for f in every if f.lines > USUAL_FUNCTION]
    assert len(long) * 20 <= len(every), long


def test_nearly_all_files_are_at_most_four_hundred_lines() -> None:
    long = [short(path) for path in SOURCES if len(path.read_text("utf-8").splitlines()) > USUAL_FILE]
    assert len(long) * 20 <= len(SOURCES), long


def test_a_rule_fits_on_a_page() -> None:
    long = {short(path): len(lines_without_docstrings(path)) for path in RULES}
    assert {name: lines for name, lines in long.items() if lines > LONGEST_RULE} == {}
    assert len(long) >= 6
