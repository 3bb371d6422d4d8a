"""What the other side says of our packages: how far each came, and what became of each matter in it."""

from __future__ import annotations

from dataclasses import replace

from app.domain.entry import StreamId, StreamKind
from app.errors import AppError
from app.exchange.lines import MatterReceipt, Receipt
from app.exchange.results import MatterState
from app.package_ports import MatterResult, PackageStep
from app.ports import UnitOfWork

RECEIVED, VERIFIED, HANDED = "received", "verified", "handed"
"""Steps of a package: it came (收到), its inside was opened and checked (校验), it was handed over."""
SETTLED = (MatterState.ACCEPTED, MatterState.CORRECTED)


def note_receipt(work: UnitOfWork, receipt: Receipt, known_at: int) -> None:
    """Sets what was said of one package; applied is the last word of a package, not of its matters."""
    ref = receipt.package
    sent = work.packages.sent(ref.chain, ref.epoch, ref.seq)
    if sent is None:
        return
    if sent.state != "applied":
        asked = sent.asked and receipt.result != "applied"
        work.packages.change_sent(replace(sent, state=str(receipt.result), told_at=known_at, asked=asked))
    for step, at in ((RECEIVED, receipt.received_at), (VERIFIED, receipt.verified_at)):
        if at is not None:
            made = PackageStep(chain=ref.chain, epoch=ref.epoch, seq=ref.seq, step=step, at=at)
            work.packages.results.note_step(made)
    unsettled = {item.stream: item for item in work.packages.results.unsettled(ref.chain)}
    for told in receipt.matters:
        _note_matter(work, receipt, told, unsettled, known_at)


def _note_matter(
    work: UnitOfWork,
    receipt: Receipt,
    told: MatterReceipt,
    unsettled: dict[str, MatterResult],
    known_at: int,
) -> None:
    """Keeps what was said of a matter of ours; that it was accepted only where something else was said before."""
    stream = _stream_of(work, told)
    if stream is None or not work.packages.results.written(receipt.package.chain, stream):
        return
    if told.result == MatterState.ACCEPTED and not told.code and stream.text not in unsettled:
        return
    made = MatterResult(
        chain=receipt.package.chain,
        epoch=receipt.package.epoch,
        seq=receipt.package.seq,
        stream=stream.text,
        number=told.number,
        result=told.result,
        code=told.code,
        field=told.field,
        at=known_at,
        since=known_at,
    )
    unsettled[stream.text] = note_result(work, made)


def note_result(work: UnitOfWork, result: MatterResult) -> MatterResult:
    """Notes what became of a matter behind everything that was noted of it before; the answer is what was noted."""
    results = work.packages.results
    before = [item for item in results.of_matter(StreamId.parse(result.stream)) if item.chain == result.chain]
    if before:
        last = before[-1]
        at = max(result.at, last.at + 1)
        result = replace(result, at=at, since=last.since if last.result == result.result else at)
    results.note(result)
    return result


def _stream_of(work: UnitOfWork, told: MatterReceipt) -> StreamId | None:
    if not told.stream:
        return work.find(told.number)
    try:
        stream = StreamId.parse(told.stream)
    except AppError:
        return None
    return stream if stream.kind is StreamKind.MATTER else None
