"""Two made-up pages that show every part of the desk as real pages will use it. All persons are invented."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QLineEdit

from ui.desk.shell import Shell
from ui.desk.widgets.card import Card, CardRow
from ui.desk.widgets.choice import Choice, ChoiceField
from ui.desk.widgets.field import Field, FieldRow
from ui.desk.widgets.key_hint import text_label
from ui.desk.widgets.number_field import NumberField
from ui.desk.widgets.page import PageFrame
from ui.desk.widgets.rail import StatusLine
from ui.desk.widgets.row_table import Column, RowTable
from ui.desk.widgets.state_mark import StateMark
from ui.desk.widgets.story_field import StoryField
from ui.theme import State

CATEGORIES = (
    Choice(code="0301", word="征地补偿", path="自然资源 › 土地征收", initials="zdbc"),
    Choice(code="0302", word="征地程序", path="自然资源 › 土地征收", initials="zdcx"),
    Choice(code="0410", word="村务公开", path="农业农村", initials="cwgk"),
    Choice(code="0511", word="拖欠工资", path="人力资源", initials="tqgz"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A row of the day's list."""

    number: str
    state: State
    light: str
    day: str
    duty: str
    person: str
    owner: str


DUES = (
    Due(number="LX07-26-01207-3 征地补偿", state=State.LATE, light="逾期 2 天", day="11-19",
        duty="送达 受理告知书", person="张*", owner="本局窗口"),
    Due(number="LX07-26-01311-9 物业收费", state=State.SOON, light="今天到期", day="11-21",
        duty="转送", person="王**", owner="本局窗口"),
    Due(number="LX07-26-00733-5 低保待遇", state=State.IN_TIME, light="还剩 2 天", day="11-23",
        duty="处理意见书", person="陈**", owner="县民政局"),
    Due(number="LX07-26-00420-1 合同纠纷", state=State.WAITING, light="等待判决", day="—",
        duty="法院诉讼（外部）", person="周**", owner="县法院"),
    Due(number="LX07-26-00688-C 邻里排水", state=State.DONE, light="已送达", day="11-20",
        duty="协议第 2 期履行", person="吴**", owner="调解室"),
)  # fmt: skip

COLUMNS = (
    Column(title="状态", text=lambda row: row.light, width=130, state=lambda row: row.state),
    Column(title="到期（从宽）", text=lambda row: row.day, width=110),
    Column(title="义务", text=lambda row: row.duty, width=170),
    Column(title="事项", text=lambda row: row.number, width=280),
    Column(title="信访人", text=lambda row: row.person, width=90),
    Column(title="谁来做", text=lambda row: row.owner),
)


def line(text: str = "") -> QLineEdit:
    """A one-line editor with some text."""
    return QLineEdit(text)


class Reception(PageFrame):
    """What the registration page will look like."""

    def __init__(self) -> None:
        super().__init__("来访登记", "刷身份证  •  扫预登记码  •  Ctrl+K 搜索一切", side=True)
        self.header.add_chip(text_label("草稿一 • 已自动保存 09:41:07", "chip"))
        self.header.add_chip(text_label("草稿二 王** Ctrl+2", "small"))
        self.main.addWidget(self._person())
        self.main.addWidget(self._claim(), 1)
        self.main.addWidget(self._route())
        self._fill_side()
        self.next = self.add_act("登记并打印回执   Ctrl+P", is_next=True)
        self.add_act("只登记   Ctrl+S")
        self.add_act("先存草稿   Esc")
        self.remark.show_keys("登记是无条件的：缺证件、匿名、越级都照登")

    def _person(self) -> Card:
        card = Card("信访人", "Alt+1")
        self.name = Field("姓名", line("张䶮㛃"))
        self.identity = Field("身份证号（信访人自报也可登记）", line("410721 19900307 0010"))
        self.identity.confirm("校验通过 • 女 • 1990-03-07 • 新乡县")
        self.phone = Field("联系电话", line("138 0373 5566"), keys="可留空")
        card.add_row(FieldRow(self.name, self.identity, self.phone, widths=(2, 3, 2)))
        self.address = Field("住址", line("示范镇东村 2 组"))
        self.people = Field("来访人数", NumberField(1, 999, 7))
        self.people.warn("多人来访，推选代表")
        self.representatives = Field("代表", NumberField(1, 5, 2), hint="1–5 人")
        card.add_row(FieldRow(self.address, self.people, self.representatives, widths=(5, 1, 1)))
        return card

    def _claim(self) -> Card:
        card = Card("诉求 1 / 2", "Ctrl+Enter 加一项诉求")
        self.story = StoryField(lines=3)
        self.story_field = Field("事实、理由（原话如实记录）", self.story)
        self.story.counted.connect(self.story_field.keys.show_keys)
        self.story.set_text(
            "村里修路占用我家承包地0.8亩，当时说按每亩补偿，至今只收到一部分。要求查明补偿款去向。"
        )
        card.add_row(FieldRow(self.story_field))
        self.request = Field("请求", line("查明补偿款去向；付清余款"))
        self.category = Field("内容分类", ChoiceField(CATEGORIES), keys="① 征地补偿 ② 村务公开")
        editor = self.category.editor
        assert isinstance(editor, ChoiceField)
        editor.take_code("0301")
        card.add_row(FieldRow(self.request, self.category, widths=(1, 1)))
        return card

    def _route(self) -> Card:
        card = Card("去向与告知")
        card.add_row(
            FieldRow(Field("问题属地", line("示范县 示范镇")), Field("转送至", line("示范镇人民政府")),
                     Field("材料", line("土地承包合同 复印件 3 页")), widths=(2, 2, 3))
        )  # fmt: skip
        return card

    def _fill_side(self) -> None:
        same = Card("可能是同一事项", "F9 比对")
        for text, role in (("LX07-25-00412-7", "card-title"), ("2025-11-06 来访 • 征地补偿", "small"),
                           ("同一身份证；同村；同为修路占地", "hint")):  # fmt: skip
            same.content.addWidget(text_label(text, role))
        self.side.addWidget(same)
        owed = Card("登记后产生的义务")
        for state, word, why in ((State.IN_TIME, "转送    12-06 前", "条例第二十二条    为什么？ F10"),
                                 (State.SOON, "送达    回执、去向告知", "待签收")):  # fmt: skip
            owed.content.addWidget(StateMark(state, word))
            owed.content.addWidget(text_label(why, "hint"))
        self.side.addWidget(owed)
        self.side.addStretch(1)


class Today(PageFrame):
    """What the board of the day will look like."""

    def __init__(self) -> None:
        super().__init__("今日    2026年11月21日 星期六（非工作日）", "Ctrl+K 搜索一切")
        cards = []
        for figure, state, word, hint in (("3", State.LATE, "未送达", "最早 11-17 签发"),
                                          ("5", State.SOON, "今日到期", "2 件转送 • 3 件告知"),
                                          ("12", State.IN_TIME, "七日内到期", ""),
                                          ("1", State.WAITING, "等待外部", "法院 1 件"),
                                          ("8批 21人", State.DONE, "今日接待", "8 批均已登记")):  # fmt: skip
            card = Card()
            card.content.addWidget(text_label(figure, "figure"))
            card.content.addWidget(StateMark(state, word))
            card.content.addWidget(text_label(hint, "hint"))
            cards.append(card)
        self.main.addWidget(CardRow(*cards))
        todo = Card("要做的事", "↑↓ 选择    Enter 打开    Space 为什么是这一天")
        self.table = RowTable(COLUMNS, key=lambda row: row.number)
        self.table.show_rows(DUES)
        todo.content.addWidget(self.table, 1)
        self.main.addWidget(todo, 1)
        self.add_act("批量打印告知书   Ctrl+B", is_next=True)
        self.add_act("日终核对   Ctrl+E")
        self.remark.show_keys("上次备份 09:30 已验证  •  上次上报 07:40")
        self.setFocusProxy(self.table)


def desk() -> Shell:
    """A desk with the two pages."""
    shell = Shell("示范县信访局", "接待一窗 • LX07")
    shell.add_page("today", Today)
    shell.add_page("reception", Reception)
    shell.show_status(
        (
            StatusLine(state=State.LATE, text="未送达 3"),
            StatusLine(state=State.SOON, text="今日到期 5"),
            StatusLine(state=State.IN_TIME, text="上报 2 小时前"),
        )
    )
    return shell
