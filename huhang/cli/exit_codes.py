"""What the exit code of a command means: one table for the code and for the reference page."""

from enum import IntEnum

from huhang.vocabulary.words import Text


class ExitCode(IntEnum):
    """The exit codes of all commands."""

    DONE = 0
    BROKEN_FOUND = 1
    WRONG_USE = 2
    NO_ROWS = 3
    QUARANTINED = 4
    LAW_WRONG = 5
    DOES_NOT_HOLD = 6
    NOT_FOUND = 7
    NOT_WRITTEN = 8
    UNEXPECTED = 70
    INTERRUPTED = 130


MEANINGS: dict[ExitCode, Text] = {
    ExitCode.DONE: Text(
        "完成。audit：审计做完了，不论查出什么；verify：结论成立。",
        "Done. audit: the audit was carried out, whatever it found; verify: the finding holds.",
    ),
    ExitCode.BROKEN_FOUND: Text(
        "audit 带 --fail-on-broken，并且查出至少一处不符。",
        "audit with --fail-on-broken, and at least one right is broken.",
    ),
    ExitCode.WRONG_USE: Text(
        "用法不对：参数写错、映射文件读不了、没有这个地区、期间超出法律文件的覆盖范围。",
        "Wrong use: a bad argument, an unreadable mapping, an unknown place, "
        "a period outside what the law files cover.",
    ),
    ExitCode.NO_ROWS: Text(
        "没有可用的数据行：文件不存在、文件夹里没有一行可用的订单、每个文件都缺必填列。",
        "No usable rows: the file is not there, the folder has no usable order, "
        "or a required column is missing in every file.",
    ),
    ExitCode.QUARANTINED: Text(
        "check：有数据行被隔离，或有文件没有接收；其余可用。",
        "check: some rows were quarantined or a file was not taken in; the rest can be used.",
    ),
    ExitCode.LAW_WRONG: Text(
        "法律文件有错，已指明文件和行。", "The law files are wrong; file and line are named."
    ),
    ExitCode.DOES_NOT_HOLD: Text(
        "verify：结论不再成立，已指明是规则、参数还是数据变了。",
        "verify: the finding does not hold; what changed is named: rule, parameter or data.",
    ),
    ExitCode.NOT_FOUND: Text(
        "verify、explain：找不到数据或找不到这条结论。",
        "verify, explain: the data or the finding is not there.",
    ),
    ExitCode.NOT_WRITTEN: Text("结果写不出来。", "The output could not be written."),
    ExitCode.UNEXPECTED: Text(
        "程序本身出错；请按提示报告。",
        "An error in the program itself; please report it as the message says.",
    ),
    ExitCode.INTERRUPTED: Text("被中断（Ctrl-C）。", "Interrupted (Ctrl-C)."),
}
