"""`huhang serve`: the platform in a browser, on this machine, with one command."""

from pathlib import Path
from typing import Annotated

import typer

from huhang.cli.language import both
from huhang.cli.options import JsonOption, LanguageOption, terminal_of
from huhang.cli.terminal import Column, Terminal
from huhang.vocabulary.words import Text

NAME = "serve"
HELP = both(
    "平台：在浏览器里交文件、做核查、发文书；一条命令，数据都在一个文件夹里。",
    "The platform: hand files over, audit and send papers in a browser; one command, all data in one folder.",
)

HomeOption = Annotated[
    Path,
    typer.Option(
        "--home", metavar="DIR", help=both("平台的数据放在哪个文件夹。", "The folder that holds its data.")
    ),
]
Host = Annotated[
    str, typer.Option("--host", metavar="ADDRESS", help=both("在哪个地址上提供。", "Address to serve at."))
]
Port = Annotated[
    int,
    typer.Option("--port", min=1, max=65535, metavar="N", help=both("端口。", "Port.")),
]
Threads = Annotated[
    int,
    typer.Option(
        "--threads", min=1, max=64, metavar="N", help=both("同时答复几个请求。", "Requests at a time.")
    ),
]
Demo = Annotated[
    Path | None,
    typer.Option(
        "--demo",
        metavar="LAKE",
        help=both(
            "先装入一座编造的城市：它的湖，和每种岗位的编造人物。",
            "Load a made-up city first: its lake, and invented people of every role.",
        ),
    ),
]
Audit = Annotated[
    Path | None,
    typer.Option(
        "--audit",
        metavar="DIR",
        help=both(
            "与 --demo 一起用：huhang audit 的结果文件夹，作为第 1 次核查装入。",
            "With --demo: a folder of results of huhang audit, loaded as audit 1.",
        ),
    ),
]
HOME = Path("out/platform")


def run(
    context: typer.Context,
    home: HomeOption = HOME,
    host: Host = "127.0.0.1",
    port: Port = 8000,
    threads: Threads = 4,
    demo: Demo = None,
    audit: Audit = None,
    lang: LanguageOption = None,
    as_json: JsonOption = False,
) -> None:
    """Make the folder ready, tell the log-ins of invented people if any, and serve until interrupted."""
    terminal = terminal_of(context, lang, as_json)
    from huhang.web.running import check_port, prepare, serve

    check_port(host, port)
    address = f"http://{host}:{port}"
    if not as_json:
        terminal.say(Text(f"正在准备平台（{home}）……", f"Making the platform ready ({home}) …"))
    prepare(home)
    people = _invented(demo, audit) if demo else []
    if people and not as_json:
        _show_people(terminal, people)

    def ready() -> None:
        if as_json:
            terminal.give({"address": address, "home": home, "people": people})
        else:
            terminal.say(
                Text(f"平台已就绪：{address}（按 Ctrl-C 停止）", f"Ready: {address} (Ctrl-C stops it)")
            )

    serve(host, port, threads, ready)


def _invented(lake: Path, audit: Path | None) -> list[dict[str, str]]:
    """The invented people of the city, loaded where they are not there yet."""
    from huhang.web.demo.city import load_demo
    from huhang.web.demo.people import PASSWORD

    return [
        {"username": one.username, "name": one.name, "role": one.role, "password": PASSWORD}
        for one in load_demo(lake, audit)
    ]


def _show_people(terminal: Terminal, people: list[dict[str, str]]) -> None:
    from huhang.web.accounts.models import ROLE_NAMES

    terminal.table(
        [Column(Text("登录名", "Log-in")), Column(Text("姓名", "Name")), Column(Text("岗位", "Role"))],
        [[one["username"], one["name"], ROLE_NAMES[one["role"]]] for one in people],
    )
    password = people[0]["password"]
    terminal.say(
        Text(
            f"以上人物都是编造的，密码都是 {password}；只供试用。",
            f"All of them are invented; the password of each is {password}. For trying only.",
        )
    )
