"""`huhang serve`: the platform in a browser, on this machine, with one command."""

from pathlib import Path
from typing import Annotated

import typer

from huhang.cli.language import both
from huhang.cli.options import LanguageOption, terminal_of
from huhang.cli.terminal import Column
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
) -> None:
    """Make the folder ready, tell the log-ins of invented people if any, and serve until interrupted."""
    terminal = terminal_of(context, lang, as_json=False)
    from huhang.web.running import check_port, prepare, serve

    check_port(host, port)
    terminal.say(Text(f"正在准备平台（{home}）……", f"Making the platform ready ({home}) …"))
    prepare(home)
    if demo:
        from huhang.web.accounts.models import ROLE_NAMES
        from huhang.web.demo.city import load_demo
        from huhang.web.demo.people import PASSWORD

        people = load_demo(demo, audit)
        terminal.table(
            [Column(Text("登录名", "Log-in")), Column(Text("姓名", "Name")), Column(Text("岗位", "Role"))],
            [[person.username, person.name, ROLE_NAMES[person.role]] for person in people],
        )
        terminal.say(
            Text(
                f"以上人物都是编造的，密码都是 {PASSWORD}；只供试用。",
                f"All of them are invented; the password of each is {PASSWORD}. For trying only.",
            )
        )
    terminal.say(
        Text(
            f"平台已就绪：http://{host}:{port}（按 Ctrl-C 停止）",
            f"Ready: http://{host}:{port} (Ctrl-C stops it)",
        )
    )
    serve(host, port, threads)
