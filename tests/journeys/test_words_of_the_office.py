"""An office words a form and its phrases at the command line; what was printed before is printed the same again."""

from __future__ import annotations

import pytest

from tests.journeys.room import OFFICE, Folder

PLACE = "12.text"
OWN = "说明：本申请书一式两份，一份由申请人留存。"


@pytest.fixture
def office(folder: Folder) -> Folder:
    folder.founds("office", OFFICE)
    return folder


def test_a_template_is_shown_changed_looked_at_approved_and_withdrawn(office: Folder) -> None:
    number = office.registers("03-02", "claim")
    old, again = office.room / "old.pdf", office.room / "again.pdf"
    office("03-02", "paper", "D28", number, "--out", str(old), "--draft")
    out = office.room / "D28.toml"
    (shown,) = office("03-02", "template", "show", "D28", "--out", str(out))
    assert {"place": PLACE, "block": "paragraph"}.items() <= shown["texts"][-1].items()
    assert {"name": "matter.number", "label": "登记编号"} in shown["names"]
    text = out.read_text(encoding="utf-8")
    changed = text.replace(shown["texts"][-1]["text"], OWN)
    assert changed != text
    file = office.file("own.toml", changed)
    (diff,) = office("03-02", "template", "diff", "D28", "--from", file)
    assert f"+{OWN}" in diff["diff"] and diff["diff"].count("@@") == 2
    picture = office.room / "preview.pdf"
    (seen,) = office("03-02", "template", "preview", "D28", "--from", file, "--out", str(picture))
    assert seen["pages"] >= 1 and picture.read_bytes().startswith(b"%PDF")
    (proposed,) = office("03-02", "template", "propose", "D28", "--from", file, "--reason", "更易懂")
    assert (proposed["state"], proposed["used"], proposed["texts"]) == ("proposed", False, {PLACE: OWN})
    (refused,) = office("03-02", "template", "approve", proposed["change"], code=4)
    assert refused["error"]["code"] == "role.other_needed"
    (taken,) = office(
        "03-02", "template", "approve", proposed["change"], "--from", "2026-03-03", who="leader"
    )
    assert (taken["state"], taken["used"], taken["effective_from"]) == ("approved", False, "2026-03-03")
    office("03-02", "paper", "D28", number, "--out", str(again), "--draft")
    assert again.read_bytes() == old.read_bytes(), "the day has not come"
    office("03-03", "paper", "D28", number, "--out", str(again), "--draft")
    assert again.read_bytes() != old.read_bytes()
    (gone,) = office("03-03", "template", "withdraw", proposed["change"], who="leader")
    assert gone["state"] == "withdrawn"
    office("03-03", "paper", "D28", number, "--out", str(again), "--draft")
    assert again.read_bytes() == old.read_bytes()
    ((*rows,),) = office("03-03", "template", "list")
    (row,) = (row for row in rows if row["kind"] == "D28")
    assert row["used"] == row["shipped"] and len(row["changes"]) == 1


def test_an_issued_paper_is_the_same_bytes_after_its_template_changed(office: Folder) -> None:
    number = office.registers("03-02", "claim")
    first, again = office.room / "first.pdf", office.room / "again.pdf"
    office("03-02", "paper", "D01", number, "--out", str(first))
    (shown,) = office("03-02", "template", "show", "D01")
    place, text = shown["texts"][0]["place"], shown["texts"][0]["text"]
    file = office.file("own.toml", f"[texts]\n\"{place}\" = '''{text}（本局）'''\n")
    (proposed,) = office("03-02", "template", "propose", "D01", "--from", file)
    office("03-02", "template", "approve", proposed["change"], who="leader")
    office("03-02", "paper", "D01", number, "--out", str(again), "--again")
    assert again.read_bytes() == first.read_bytes()


def test_a_faulty_file_is_told_with_its_place_and_nothing_is_written(office: Folder) -> None:
    for name, text, code in (
        ("unknown", f'[texts]\n"{PLACE}" = "{{{{ matter.nummer }}}}"\n', "template.unknown_name"),
        ("empty", "[texts]\n", "template.file"),
        ("torn", '[texts\n"1" = ', "template.file"),
        ("number", f'[texts]\n"{PLACE}" = 3\n', "template.file"),
    ):
        (error,) = office(
            "03-02", "template", "propose", "D28", "--from", office.file(f"{name}.toml", text), code=2
        )
        assert error["error"]["code"] == code and error["error"]["do"]
    (error,) = office("03-02", "template", "propose", "D28", "--from", "nowhere.toml", code=2)
    assert error["error"]["code"] == "file.unreadable"
    (strict,) = office("03-02", "template", "show", "D14", code=1)
    assert strict["error"]["code"] == "template.strict"
    ((*rows,),) = office("03-02", "template", "list")
    assert not any(row["changes"] for row in rows)


def test_phrases_are_added_approved_offered_and_retired(office: Folder) -> None:
    (added,) = office(
        "03-02", "phrase", "add", "请于收到之日起与我们联系。", "--kind", "D22", "--subject", "结尾"
    )
    assert (added["state"], added["kind"]) == ("proposed", "D22")
    assert office("03-02", "phrase", "list", "--kind", "D22") == [[]]
    office("03-02", "phrase", "approve", added["phrase"], code=4)
    office("03-02", "phrase", "approve", added["phrase"], who="leader")
    ((offered,),) = office("03-02", "phrase", "list", "--kind", "D22")
    assert offered["text"] == "请于收到之日起与我们联系。"
    office("03-02", "phrase", "retire", added["phrase"], "--until", "2026-03-05", who="leader")
    assert office("03-06", "phrase", "list", "--kind", "D22") == [[]]
    ((kept,),) = office("03-06", "phrase", "list")
    assert kept["state"] == "retired"


def test_an_editable_copy_of_a_draft_and_of_an_issued_paper(office: Folder) -> None:
    number = office.registers("03-02", "claim")
    pdf, docx = office.room / "D01.pdf", office.room / "D01.docx"
    (draft,) = office("03-02", "paper", "D01", number, "--draft", "--docx", str(docx))
    assert draft["draft"] and docx.read_bytes().startswith(b"PK")
    (error,) = office("03-02", "paper", "D01", number, "--docx", str(docx), code=2)
    assert error["error"]["code"] == "paper.unknown", "a copy issues nothing"
    office("03-02", "paper", "D01", number, "--out", str(pdf), "--docx", str(docx))
    first = docx.read_bytes()
    (copied,) = office("03-02", "paper", "D01", number, "--docx", str(docx))
    assert docx.read_bytes() == first and not copied["draft"]
    (error,) = office("03-02", "paper", "D01", number, code=2)
    assert error["error"]["code"] == "copy.no_target"
