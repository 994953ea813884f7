"""All thirteen rights of an audit in pandas, as an analyst writes them, to be compared with `huhang audit`.

Days are numbers since 1970-01-01, instants are Unix seconds, money is fen. Legal values come from the files
of the law, as they are content; nothing of huhang.engine is used. What the script does not know, since no
invented city has it: companies outside China's time zone, breaks handed in within orders, tables or columns
that were not handed over but `deductions`, `payouts`, `rest_prompts` and parts of pay, and due days that no
payout names. The comparison would show it.
"""
