"""A notice was printed, and the other side put right what it says: the paper stays, is named, and is reissued."""

from __future__ import annotations

from app.domain.acts.correcting import Correct
from app.domain.overtaken import leads_of_overtaken, overtaken_papers
from app.services import papers
from app.services.overtaken_list import OvertakenLine, overtaken_list
from app.services.papers import Replacement
from app.services.perform import perform
from tests.exchange.test_sending_and_taking_in import Makes, together
from tests.exchange.world import Party

__all__ = ["together"]


def swap(county: Party, hall: Party) -> None:
    for data in hall.exports():
        county.takes(data)
    for data in county.exports():
        hall.takes(data)


def test_a_notice_with_a_name_that_the_county_put_right_is_named_until_it_is_reissued(
    together: Makes,
) -> None:
    county, (hall,) = together("LX07")
    number, other = hall.registers("甲", name="王示犯"), hall.registers("乙", name="李示例")
    for each in (number, other):
        papers.issue(hall.at, each, "D02")
    swap(county, hall)
    perform(county.at, number, Correct(field="name", value="王示范", reason="身份证"))
    swap(county, hall)
    for at in (hall, county):
        (found,) = overtaken_papers(at.matters()[number])
        assert (found.field, found.printed, found.stands.uttered) == ("name", "王示犯", "王示范")
        assert overtaken_papers(at.matters()[other]) == ()
    assert overtaken_list(hall.at) == (
        OvertakenLine(number=number, paper=found.paper.id, field="name", since=found.since),
    )
    assert all("王" not in lead.key for lead in leads_of_overtaken(hall.matters()[number]))
    papers.issue(hall.at, number, "D02", replaces=Replacement(paper=found.paper.id, reason="姓名更正"))
    assert overtaken_papers(hall.matters()[number]) == () and overtaken_list(hall.at) == ()


def test_what_the_hall_put_right_itself_it_knows(together: Makes) -> None:
    _, (hall,) = together("LX07")
    number = hall.registers("甲", name="王示犯")
    papers.issue(hall.at, number, "D02")
    perform(hall.at, number, Correct(field="name", value="王示范", reason="身份证"))
    assert overtaken_papers(hall.matters()[number]) == ()


def test_a_paper_printed_after_the_word_came_says_it_already(together: Makes) -> None:
    county, (hall,) = together("LX07")
    number = hall.registers("甲", name="王示犯")
    swap(county, hall)
    perform(county.at, number, Correct(field="name", value="王示范", reason="身份证"))
    swap(county, hall)
    papers.issue(hall.at, number, "D02")
    assert overtaken_papers(hall.matters()[number]) == ()
