"""The frame of a page: head, what scrolls, and at the lower left the one thing to do next. Knows no act."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from ui.desk.widgets.act_row import ActRow
from ui.desk.widgets.field import Form
from ui.desk.widgets.key_hint import YieldingHint, give_role
from ui.desk.widgets.page_header import PageHeader
from ui.theme import current

SIDE = 318
"""Width of the side column, in pixels of the 14-pixel desk."""
NARROW = 860
"""Under this width of the body the side column goes below the main one."""


class PageFrame(Form):
    """A page: cards go to `main` and, if it has one, to `side`; acts stand at its foot, always in sight."""

    def __init__(self, title: str, keys: str = "", *, side: bool = False) -> None:
        super().__init__()
        self.header = PageHeader(title, keys)
        self.main = QVBoxLayout()
        """The column of the page's own cards."""
        self.side = QVBoxLayout()
        """The column of what the act will cause and what is known already."""
        self._has_side = side
        self._unread: Callable[[], object] | None = None
        self._side_box = QWidget()
        self._side_box.setLayout(self.side)
        self._side_box.setVisible(side)
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        body = QWidget()
        body.setObjectName("page")
        self._body = QVBoxLayout(body)
        self._columns.addLayout(self.main, 1)
        self._columns.addWidget(self._side_box, 0)
        self._body.addLayout(self._columns)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setWidget(body)
        self.remark = YieldingHint()
        """The law's or the office's word beside the acts, in small grey print."""
        self._acts = ActRow(self.remark)
        self._foot = QHBoxLayout()
        self._foot.addWidget(self._acts)
        self.content.addWidget(self.header)
        self.content.addWidget(self._area, 1)
        self.content.addLayout(self._foot)
        self.measure()

    def measure(self) -> None:
        """Margins of 20, gaps of 11; the side column below the main one where there is little room."""
        if not hasattr(self, "_acts"):
            return
        px = current.theme.px
        self.content.setContentsMargins(0, px(14), 0, px(14))
        self.content.setSpacing(px(8))
        self.header.setContentsMargins(px(20), 0, px(20), 0)
        self._body.setContentsMargins(px(20), 0, px(20), 0)
        self._foot.setContentsMargins(px(20), 0, px(20), 0)
        for column in (self.main, self.side):
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(px(11))
        self._columns.setSpacing(px(12))
        self._lay_columns()

    def add_act(self, words: str, *, is_next: bool = False) -> QPushButton:
        """A button at the foot, after those that are there; `is_next` for the one thing to do next."""
        button = QPushButton(words)
        if is_next:
            give_role(button, "next")
        self._acts.add(button)
        return button

    def read_when_seen(self, read: Callable[[], object]) -> None:
        """Reads now, or once the page is looked at: what nobody sees would only take the turns of what is seen."""
        self._unread = None if self.isVisible() else read
        if self._unread is None:
            read()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        read, self._unread = self._unread, None
        if read is not None:
            read()

    def show_side(self, shown: bool) -> None:
        """Shows or hides the side column; a form of its own may want the whole width."""
        self._side_box.setVisible(shown and self._has_side)

    @property
    def overflow(self) -> int:
        """Pixels of the page that do not fit beside each other and have to be scrolled to; 0 as it should be."""
        return self._area.horizontalScrollBar().maximum()

    def bring_to_sight(self, widget: QWidget) -> None:
        """Scrolls so that `widget` can be seen."""
        self._area.ensureWidgetVisible(widget)

    def scroll_to(self, point: QPoint, around: QSize) -> None:
        """Scrolls so that a point of the page and so much around it can be seen: within what paints itself."""
        body = self._area.widget()
        if body is not None:
            at = body.mapFrom(self, point)
            self._area.ensureVisible(at.x(), at.y(), around.width(), around.height())

    def focusNextPrevChild(self, next: bool) -> bool:
        moved = super().focusNextPrevChild(next)
        focused = self.focusWidget()
        if focused is not None and self._area.isAncestorOf(focused):
            self.bring_to_sight(focused)
        return moved

    def _lay_columns(self) -> None:
        px = current.theme.px
        narrow = self.width() < px(NARROW)
        below, beside = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._columns.setDirection(below if narrow else beside)
        self._side_box.setMinimumWidth(0 if narrow else px(SIDE))
        self._side_box.setMaximumWidth(16_777_215 if narrow else px(SIDE))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._lay_columns()
        super().resizeEvent(event)
