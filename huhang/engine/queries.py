"""The parts of pay, in the order of their columns."""

PAY_COLUMNS = ("base", "incentive", "one_off", "night", "weather", "holiday")
