"""What Ctrl+K can do besides finding matters: the keys of the page in front, every page, sections of the settings, lists.

Made of what is bound and of the pages that this person was given: what a role may not do is not there to be found.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from app.domain.names import pinyin_initials
from app.services.saved_lists import SavedList
from resources.loader import words as words_of
from ui.desk.bound_keys import key_words
from ui.desk.pages.blank_forms import BlankFormsPage
from ui.desk.pages.matters import MattersPage
from ui.desk.pages.reception import ReceptionPage
from ui.desk.pages.settings import SettingsPage
from ui.desk.pages.settings_words import settings_words
from ui.desk.shell import Shell

SHOWN = 6
"""Commands that are shown at once."""
ITSELF = "Ctrl+K"


@dataclass(frozen=True, slots=True)
class Command:
    """One thing that Enter does; `key` as it is printed, empty where there is none."""

    words: str
    key: str
    where: str
    act: Callable[[], object]
    initials: tuple[str, ...]


def command(words: str, key: str, where: str, act: Callable[[], object]) -> Command:
    """A command with the first letters of its words."""
    return Command(words, key, where, act, pinyin_initials(words))


def commands_of(shell: Shell, lists: Iterable[SavedList], sections: Iterable[str]) -> tuple[Command, ...]:
    """Everything that can be done now, the page in front first; each words once."""
    text = key_words()
    own = text["commands"]
    made = [
        command(line.bound.words, line.shown, line.where, line.bound.shortcut.activated.emit)
        for line in shell.key_lines()
        if line.bound.key not in (ITSELF, text["key"])
    ]
    if shell.offers("reception"):
        made.append(command(own["new"], "", text["window"], partial(shell.show_page, "reception")))
        made.append(command(own["enquiry"], "", text["window"], partial(_enquire, shell)))
    if shell.offers("forms") and all(item.words != own["pack"] for item in made):
        made.append(command(own["pack"], "", text["window"], partial(_print_pack, shell)))
    for page in (*words_of("words/desk.toml")["pages"], *text["pages"]):
        if shell.offers(page["id"]):
            title = own["page"].format(title=page["title"])
            made.append(command(title, page["key"], text["window"], partial(shell.show_page, page["id"])))
    if shell.offers("matters"):
        made += [
            command(own["list"].format(name=item.name), "", text["window"], partial(_show_list, shell, item))
            for item in lists
        ]
    if shell.offers("settings"):
        titles = settings_words()
        made += [
            command(
                own["section"].format(title=titles[name]),
                "",
                text["window"],
                partial(_show_section, shell, name),
            )
            for name in sections
        ]
    return tuple({item.words: item for item in reversed(made)}.values())[::-1]


def matching(commands: Sequence[Command], typed: str) -> tuple[Command, ...]:
    """The commands that `typed` may mean, best first: whole, beginnings, then anywhere; words, first letters or the key."""
    wanted = typed.casefold().split()
    ranked = []
    for at, item in enumerate(commands):
        ranks = [rank for word in wanted if (rank := _rank(item, word)) is not None]
        if wanted and len(ranks) == len(wanted):
            ranked.append((max(ranks), at, item))
    return tuple(item for _, _, item in sorted(ranked, key=lambda found: found[:2])[:SHOWN])


def _rank(item: Command, wanted: str) -> int | None:
    words = item.words.casefold()
    tests = (
        wanted in (words, item.key.casefold(), *item.initials),
        any(text.startswith(wanted) for text in (words, *item.initials)),
        wanted in words or (len(wanted) > 1 and any(wanted in text for text in item.initials)),
    )
    return next((rank for rank, found in enumerate(tests) if found), None)


def _enquire(shell: Shell) -> None:
    shell.show_page("reception")
    page = shell.page("reception")
    if isinstance(page, ReceptionPage):
        shell.when_shown("reception", page.enquiry.open)


def _print_pack(shell: Shell) -> None:
    shell.show_page("forms")
    page = shell.page("forms")
    if isinstance(page, BlankFormsPage):
        page.packs.print_new()


def _show_list(shell: Shell, wanted: SavedList) -> None:
    shell.show_page("matters")
    page = shell.page("matters")
    if isinstance(page, MattersPage):
        page.show_list(wanted)


def _show_section(shell: Shell, name: str) -> None:
    shell.show_page("settings")
    page = shell.page("settings")
    if isinstance(page, SettingsPage):
        page.sections.take(name)
