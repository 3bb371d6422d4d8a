"""A clerk drafts, the leader looks it over and signs, the seal is set in the afternoon, a wrong notice is replaced."""

from __future__ import annotations

from PIL import Image

from tests.journeys.room import OFFICE, Folder, served, text_of


def test_a_notice_from_the_draft_to_the_sealed_scan(folder: Folder) -> None:
    folder.founds("office", OFFICE, "LX07")
    number = folder.registers("03-02", "申诉求决")
    folder.act("03-02", number, "forward", unit="U1")
    kept = folder.paper("03-02", "D11", number, "--keep")
    assert kept["paper"] is None and kept["document_number"] is None
    assert "草稿" in folder.words_of("D11")
    (row,) = folder("03-02", "drafts")
    assert (row["number"], row["kind"], row["state"]) == (number, "D11", "drafted")
    folder.act("03-02", number, "return-draft", draft=row["draft"], reason="联系电话写错", who="leader")
    assert folder("03-02", "drafts")[0]["state"] == "returned"
    (answer,) = folder(
        "03-02", "paper", "D11", number, "--sign", "--out", str(folder.room / "D11.pdf"), code=1
    )
    assert answer["error"]["code"] == "draft.was_returned"
    folder.act("03-02", number, "drop-draft", draft=row["draft"], reason="重拟")
    folder.paper("03-02", "D11", number, "--keep")
    folder.act("03-03", number, "review-draft", draft="D11", who="leader")
    (signed,) = folder(
        "03-03", "paper", "D11", number, "--sign", "--out", str(folder.room / "D11.pdf"), who="leader"
    )
    assert signed["document_number"] and "草稿" not in folder.words_of("D11")
    (paper,) = folder.shown("03-03", number)["papers"]
    assert (paper["drafted_by"], paper["reviewed_by"], paper["signed_by"]) == ("clerk", "leader", "leader")
    assert folder("03-03", "drafts") == []

    (waiting,) = folder("03-03", "seal-basket")
    assert waiting["paper"] == signed["paper"]
    folder("03-03", "seal-basket", "--seal", "--approved-by", "王局长")
    assert folder("03-03", "seal-basket") == []
    (use,) = folder("03-03", "seal-register", "--from", "2026-03-01", "--to", "2026-03-31")
    assert (use["approved_by"], use["document_number"], use["copies"]) == (
        "王局长",
        signed["document_number"],
        1,
    )

    scan = folder.room / "scan.png"
    Image.new("L", (200, 280), 255).save(scan)
    folder("03-03", "file-scan", number, "D11", str(scan))
    folder("03-03", "scan", number, "D11", "--out", str(folder.room / "back.png"))
    assert (folder.room / "back.png").read_bytes() == scan.read_bytes()
    (answer,) = folder("03-03", "file-scan", number, "D11", folder.file("letter.txt", "不是扫描件"), code=2)
    assert answer["error"]["code"] == "scan.no_picture"
    folder.clean("03-03")


def test_a_wrong_notice_is_replaced_and_the_register_accounts_for_every_number(folder: Folder) -> None:
    folder.founds("office", OFFICE, "LX07")
    number = folder.registers("03-02", "申诉求决")
    folder.act("03-02", number, "forward", unit="U1")
    old = folder.paper("03-02", "D11", number)
    folder("03-02", "seal-basket", "--seal")
    folder.acts("03-02", number, served("D11"))
    (answer,) = folder(
        "03-04", "paper", "D11", number, "--replaces", "D11", "--out", str(folder.room / "x.pdf"), code=2
    )
    assert answer["error"]["code"] == "paper.reason_missing"
    new = folder.paper("03-04", "D11", number, "--replaces", old["paper"], "--reason", "去向单位写错")
    text = folder.words_of("D11")
    assert old["document_number"] in text and "去向单位写错作废，以本件为准" in text
    assert new["document_number"] != old["document_number"]
    assert new["pages"] == old["pages"], "the sentence fits beside the rest"
    rows = folder("03-04", "number-series")
    assert [(row["sequence"], row["state"], row["reason"]) for row in rows] == [
        (1, "void", "去向单位写错"), (2, "awaiting_seal", None),
    ]  # fmt: skip
    assert rows[0]["replaced_by"] == new["document_number"]
    again = folder.paper("03-05", "D11", number, "--again")
    assert again["sha256"] == new["sha256"]
    book = str(folder.room / "numbers.xlsx")
    folder("03-05", "number-series", "--out", book)
    folder("03-05", "seal-register", "--from", "2026-03-01", "--to", "2026-03-31", "--out", book)
    folder.clean("03-05")


def test_words_of_a_replacement_are_never_taken_for_a_template(folder: Folder) -> None:
    folder.founds("office", OFFICE, "LX07")
    number = folder.registers("03-02", "申诉求决")
    folder.act("03-02", number, "forward", unit="U1")
    folder.paper("03-02", "D11", number)
    folder.paper("03-02", "D11", number, "--replaces", "D11", "--reason", "{{ 7 * 7 }}")
    assert "{{7*7}}" in text_of(folder.room / "D11.pdf")


def test_the_same_papers_for_other_sheets(folder: Folder) -> None:
    folder.founds("office", OFFICE, "LX07")
    number = folder.registers("03-02", "申诉求决")
    folder.act("03-02", number, "forward", unit="U1")
    whole = folder.paper("03-02", "D11", number)
    bare = folder.paper("03-02", "D11", number, "--again", "--preprinted")
    assert (bare["paper"], bare["pages"]) == (whole["paper"], whole["pages"]) and bare["sha256"] != whole[
        "sha256"
    ]
    folder.paper("03-02", "D02", number)
    strip = folder.paper("03-02", "D02", number, "--strip")
    assert strip["paper"] is None and number in folder.words_of("D02")
