"""Invented contents for the tests of papers: a bureau, a company, findings of every force."""

from dataclasses import replace
from datetime import UTC, date, datetime

from huhang.audit.explaining.sheets import Sheet, money
from huhang.papers.content import (
    Citation,
    Company,
    Contact,
    DataSource,
    IssuingBody,
    LetterContent,
    Measure,
    Meeting,
    PaperFinding,
    PaperKind,
    Point,
    Remedy,
    Service,
    Signer,
)
from huhang.papers.wording import SIGNAL, wording_of
from huhang.vocabulary.words import FORCES_OF_LAW, Force, Text

FULL = LetterContent(
    body=IssuingBody(
        Text("示例市人力资源和社会保障局", "Sample City Bureau"), Text("人民路1号", "1 Renmin Road")
    ),
    company=Company("清风即时配送有限公司", "91310000MA1EXAMPL0"),
    contact=Contact("李监察", "021-00000000"),
    source=DataSource("清风即时配送有限公司", date(2025, 10, 1), date(2025, 12, 31), "收〔2026〕17号"),
    number="示人社监提〔2026〕1号",
    day=date(2026, 1, 20),
    signer=Signer("王示例", Text("支队长", "head of the inspectorate")),
    deadline=date(2026, 2, 10),
    objections_until=date(2026, 1, 30),
    basis=(Citation(Text("劳动保障监察条例", "Regulations on inspection"), "国务院令第423号", "第十八条"),),
    remedies=(
        Remedy(
            Text("申请行政复议", "reconsideration"),
            Text("示例市人民政府", "the city government"),
            Text("自收到之日起60日内", "within 60 days of receipt"),
        ),
        Remedy(Text("提起行政诉讼", "suit"), Text("示例区人民法院", "the district court")),
    ),
    meeting=Meeting(
        datetime(2026, 2, 3, 1, 30, tzinfo=UTC), Text("302会议室", "room 302"), ("企业负责人", "用工负责人")
    ),
    points=(Point("有三单重复计算。", "已核对，重复的三单没有计入。"),),
    measures=(
        Measure(Text("足额支付", "pay in full"), "补发附件所列差额。", 15, date(2026, 2, 9), 123456),
        Measure(Text("工时上限", "limit of hours"), "停止超时派单", 5, date(2026, 1, 30)),
    ),
    service=Service(
        "提醒函（示人社监提〔2026〕1号）",
        Text("直接送达", "direct"),
        "赵收件",
        "人民路9号",
        datetime(2026, 1, 21, 2, 5, tzinfo=UTC),
        "李监察",
    ),
    earlier="行政处理事先告知书（示人社监告〔2026〕3号）",
    written={
        "facts": Text("两个账期的报酬没有付足。\n有流水为证。", "Two periods were not paid in full."),
        "reason": Text("用送达之后的数据重新核查，仍未相符。", "Checked again on later data: not kept."),
        "wrong_text": Text("差额合计100.00元", "100.00 yuan in all"),
        "right_text": Text("差额合计1000.00元", "1000.00 yuan in all"),
        "article": Text("劳动保障监察条例第三十条第一款第（三）项", "art. 30(1)(3)"),
        "ruling": Text("责令支付附件所列差额。", "Order to pay the differences attached."),
        "amount": Text("20000.00", "20000.00"),
        "performance": Text("汇入劳动者本人账户，报送凭证。", "Transfer to the workers' own accounts."),
        "to_body": Text("示例市公安局", "the city police"),
        "items": Text("工资表三册\n流水光盘一张", "three pay books"),
        "minutes": Text("问：何时发薪？\n答：每月十五日。", "Asked and told."),
        "officers": Text("李监察、陆监察", "Li, Lu"),
        "chair": Text("陈主持", "Chen"),
        "served_papers": Text("行政处理决定书 2026年1月5日直接送达", "decision, served"),
        "hearing_term": Text("5个工作日", "5 working days"),
        "demand_term": Text("10个工作日", "10 working days"),
        "evidence_term": Text("7个工作日", "7 working days"),
        "extension_term": Text("30个工作日", "30 working days"),
    },
)  # fmt: skip

DOCUMENTS = {
    Force.LAW: Citation(Text("中华人民共和国劳动法", "Labour Law"), None, "第四十八条"),
    Force.NORMATIVE_DOCUMENT: Citation(
        Text("某市实施意见", "Implementing opinions"), "沪人社规〔2022〕1号", "二（五）"
    ),
    Force.STANDARD: Citation(Text("服务管理基本要求", "Basic requirements"), "GB/T 46862-2025", "7.2.8"),
}


def finding(
    force: Force | None, number: int = 1, fen: int | None = 1234, *, decided: bool = False
) -> PaperFinding:
    """One finding of a worker; a signal has no amount."""
    shown = fen if force else None
    document = DOCUMENTS.get(force) if force else None
    document = document or Citation(Text("某项规定", "Some text"), "某字〔2024〕2号", "第二条")
    return PaperFinding(
        finding_id=f"f{number:03d}",
        right=Text("小时最低报酬", "hourly floor"),
        subject=f"QF-{3100 + number}",
        force=force,
        citations=(document,) if force else (),
        place=Text("闵行区", "Minhang"),
        period_from=date(2025, 12, 1),
        period_to=date(2025, 12, 15),
        difference_fen=shown,
        figures=((Text("订单", "orders"), Text("282", "282")),),
        arithmetic=(
            Sheet(
                Text("计入的报酬", "Pay that counts"),
                (Text("项目", "item"), Text("金额（元）", "yuan")),
                ((Text("差额", "difference"), money(shown)),),
            ),
        ),
        decided=decided,
    )  # fmt: skip


def allowed_force(kind: PaperKind) -> Force | None:
    """A force that findings of this kind of paper may have."""
    rests_on = wording_of(kind).rests_on
    return next((force for force in Force if force.value in rests_on), None)


def content_of(kind: PaperKind) -> LetterContent:
    """A full content for a kind of paper, its findings of a force that it allows."""
    wording = wording_of(kind)
    if not wording.rests_on:
        return FULL
    force = allowed_force(kind) if wording.rests_on != {SIGNAL} else None
    decided = wording.decided and force in FORCES_OF_LAW
    findings = tuple(finding(force, number, 1000 + number, decided=decided) for number in range(1, 4))
    return replace(FULL, findings=findings)
