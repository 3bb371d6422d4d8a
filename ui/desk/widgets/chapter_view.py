"""A chapter to be read: heads, sentences, lists, tables and keys in the colours and sizes of the theme. Leads nowhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby
from re import sub

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import QTextBrowser, QTextEdit

from ui.desk.widgets.measured import Measured
from ui.handbook import ITEM, NUMBERED, PARAGRAPH, ROW, Block, Chapter
from ui.theme import current

_LIST = {ITEM: "ul", NUMBERED: "ol"}


class ChapterView(Measured, QTextBrowser):
    """One chapter. Read only; ↑↓ and PgUp PgDn move it, a link is never followed."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("chapter")
        self._chapter: Chapter | None = None
        self._words: tuple[str, ...] = ()
        self.setOpenLinks(False)
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.measure()

    def show_chapter(self, chapter: Chapter, section: int = 0, words: Sequence[str] = ()) -> None:
        """Shows a chapter from one of its sections on, with these words marked; the same one stays where it was read."""
        if chapter is not self._chapter:
            self._chapter = chapter
            self.setAccessibleName(chapter.title)
            self._draw()
        elif not section and not words:
            self._mark(())
            return
        self._mark(words)
        self._bring(section)

    def page_on(self, step: int) -> None:
        """A screen forward or back."""
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + step * bar.pageStep())

    def measure(self) -> None:
        """Everything in the sizes of the theme; the place stays."""
        bar = self.verticalScrollBar()
        part = bar.value() / bar.maximum() if bar.maximum() else 0.0
        self.document().setDocumentMargin(current.theme.px(16))
        self._draw()
        bar.setValue(round(part * bar.maximum()))
        self._mark(self._words)

    def _draw(self) -> None:
        if self._chapter is None:
            return
        self.document().setDefaultStyleSheet(_style())
        self.setHtml("".join(_html(self._chapter)))

    def _bring(self, section: int) -> None:
        if not section:
            self.verticalScrollBar().setValue(0)
        else:
            self.scrollToAnchor(f"s{section}")

    def _mark(self, words: Sequence[str]) -> None:
        self._words = tuple(words)
        form = QTextCharFormat()
        form.setBackground(QColor(current.theme.colours.chip))
        form.setForeground(QColor(current.theme.colours.accent))
        form.setFontUnderline(True)  # not colour alone
        marked = []
        for word in self._words:
            cursor = QTextCursor(self.document())
            while not (cursor := self.document().find(word, cursor, QTextDocument.FindFlag(0))).isNull():
                one = QTextEdit.ExtraSelection()
                one.cursor, one.format = cursor, form
                marked.append(one)
        self.setExtraSelections(marked)


def _style() -> str:
    """Classes, not the heads of HTML: Qt would make those larger than they are told to be."""
    theme = current.theme
    colours, px = theme.colours, theme.px
    strong = f"font-family: 'Desk Sans Medium', 'Noto Sans SC'; font-weight: {theme.strong_weight}"
    return (
        f"p, li, td {{ font-size: {px(14)}px; color: {colours.text}; line-height: 118%; }}"
        f"p, li {{ margin-top: 0; margin-bottom: {px(4)}px; }}"
        f".chapter {{ font-size: {px(20)}px; {strong}; margin-bottom: {px(8)}px; }}"
        f".section {{ font-size: {px(16)}px; {strong}; margin-top: {px(16)}px; margin-bottom: {px(6)}px; }}"
        f"b {{ {strong}; }}"
        f"td {{ border-bottom: 1px solid {colours.line}; }}"
        f"code {{ font-family: 'Noto Sans SC'; color: {colours.accent}; background-color: {colours.chip}; }}"
    )


def _html(chapter: Chapter) -> Iterator[str]:
    for at, section in enumerate(chapter.sections):
        head = "section" if at else "chapter"
        yield f'<p class="{head}"><a name="s{at}"></a>{_inline(section.title)}</p>'
        for kind, blocks in groupby(section.blocks, key=lambda block: block.kind):
            yield from _group(kind, list(blocks))


def _group(kind: str, blocks: list[Block]) -> Iterator[str]:
    if kind == PARAGRAPH:
        yield from (f"<p>{_inline(block.cells[0])}</p>" for block in blocks)
    elif kind == ROW:
        pad = current.theme.px(5)
        yield f'<table width="100%" border="0" cellspacing="0" cellpadding="{pad}">'
        for at, block in enumerate(blocks):
            cells = (f"<b>{_inline(cell)}</b>" if at == 0 else _inline(cell) for cell in block.cells)
            yield "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"
        yield "</table>"
    else:
        yield f"<{_LIST[kind]}>"
        yield from (f"<li>{_inline(block.cells[0])}</li>" for block in blocks)
        yield f"</{_LIST[kind]}>"


def _inline(text: str) -> str:
    """Keys stand on a ground of their own."""
    return sub(r"`([^`]*)`", r"<code>&nbsp;\1&nbsp;</code>", escape(text, quote=False))
