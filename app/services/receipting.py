"""Receipts for what came: made from the ledger and from what was noted of each matter."""

from __future__ import annotations

from app.exchange.header import PackageHeader, PackageRef
from app.exchange.lines import MatterReceipt, Receipt, ReceiptResult
from app.exchange.results import MatterState
from app.package_ports import MatterResult
from app.ports import ReceivedPackage, UnitOfWork
from app.services.told import VERIFIED
from app.services.travelling_files import SEVERAL, needs


def is_receipted(item: ReceivedPackage) -> bool:
    """Whether a package is answered with a receipt: one with neither entries nor files is an answer itself."""
    return bool(item.entries) or item.state != "applied" or PackageHeader.from_bytes(item.header).files > 0


def receipt_for(work: UnitOfWork, item: ReceivedPackage) -> Receipt:
    """The receipt for what came, in three levels: it came, its inside was checked, and each matter of it."""
    results = work.packages.results
    numbers: list[str] = []
    if item.state == "applied" and item.entries:
        numbers = work.packages.numbers(item.chain, item.epoch, item.first, item.last)
    noted = {told.stream: told for told in results.of_package(item.chain, item.epoch, item.seq)}
    if noted:
        streams = {number: work.find(number) for number in numbers}
        numbers = [n for n, stream in streams.items() if stream is None or stream.text not in noted]
    steps = results.steps(item.chain, item.epoch, item.seq)
    return Receipt(
        package=PackageRef(chain=item.chain, epoch=item.epoch, seq=item.seq, sha256=item.sha256),
        result=ReceiptResult(item.state),
        received_at=item.received_at,
        entries=item.entries,
        code=item.code,
        verified_at=next((step.at for step in steps if step.step == VERIFIED), None),
        matters=(
            *(MatterReceipt(number=number, result=MatterState.ACCEPTED) for number in numbers),
            *(_noted(work, told) for told in noted.values()),
        ),
    )


def _noted(work: UnitOfWork, told: MatterResult) -> MatterReceipt:
    lacking: tuple[str, ...] = ()
    if told.result == MatterState.HELD:
        lacking = tuple(name for name, streams in needs(work, told.chain).items() if told.stream in streams)
    return MatterReceipt(
        number=told.number,
        result=told.result,
        stream=told.stream,
        code=told.code,
        field=told.field,
        needs=lacking[:SEVERAL],
    )
