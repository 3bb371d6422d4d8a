#!/usr/bin/env bash
# A day with the frozen program, with nothing but a shell beside it: a visit, its papers, tables, the package to the county
# and back, backup and rehearsal, the chain, the window. Stops at the first answer that is not as it must be.
# usage: frozen_visit.sh PROGRAM FOLDER     (FOLDER is made; papers, packages and answers stay in it)
set -euo pipefail

program="$1"
room="$2"
export QT_QPA_PLATFORM=offscreen
unset PETITION_DESK_PASSWORD_FILE DISPLAY WAYLAND_DISPLAY

rm -rf "$room"
mkdir -p "$room"
cd "$room"

step() { echo "-- $*"; }
wrong() { echo "WRONG: $*" >&2; exit 1; }
at() { # at STATION WORDS…: one command on that station's folder; the answer is kept in `answer`
    local station="$1"; shift
    export PETITION_DESK_RECOVERY_FILE="$room/$station.code"
    local status=0
    answer="$("$program" --data "$room/$station" --json "$@" 2>"$room/said")" || status=$?
    [ "$status" -eq 0 ] || { cat "$room/said" >&2; wrong "petition-desk $* ($station): exit code $status, $answer"; }
}
must() { case "$answer" in *"$1"*) ;; *) wrong "no $1 in: $answer" ;; esac; }
value() { sed -n "s/.*\"$1\": \"\\([^\"]*\\)\".*/\\1/p" <<<"$answer" | sed -n 1p; }
sound_pdf() { # a whole PDF with its letters inside
    [ "$(head -c 5 "$1")" = "%PDF-" ] || wrong "$1 does not begin like a PDF"
    tail -c 16 "$1" | grep -qa '%%EOF' || wrong "$1 does not end like a PDF"
    grep -qa FontFile2 "$1" || wrong "$1 brings no letters"
}

step version
answer="$("$program" --version --json)"
must '"frozen": true'
"$program" --version | sed -n 1p

step "a hall and its county, in training folders"
at hall init --office 示范县信访局 --area 410721 --station LX07 --training --recovery-out "$room/hall.code"
must '"station": "LX07"'
at county init --office 示范市信访局 --area 410721 --station CT01 --role county --kind department --training \
    --recovery-out "$room/county.code"

step "a table of units, its spreadsheet form, one visit, the same visit again"
echo '[{"code": "U1", "name": "示范镇人民政府", "phone": "0373-0000001", "address": "示范镇一号"}]' >units.json
at hall units import units.json
at hall register --template 登记表.xlsx
[ "$(head -c 2 登记表.xlsx)" = PK ] || wrong "the form is no .xlsx"
cat >visit.json <<'VISIT'
{"key": "frozen-1", "channel": "visit", "name": "张䶮示范", "people": 1, "purpose": "申诉求决", "address": "示范村一号",
 "content": "村里修路占用我家承包地，补偿款至今没有付清。", "requested": "查明补偿款去向，付清余款"}
VISIT
tr -d '\n' <visit.json >visit.jsonl
at hall register visit.jsonl
must '"registered": 1'
number="$(value number)"
at hall register visit.jsonl
must '"repeated": 1'
printf 'key,channel,name,content,purpose\nk2,letter,李示范,水渠垮塌多次反映没有人来修。,申诉求决\n' >letters.csv
at hall register letters.csv
must '"registered": 1'

step "search, show, due, rules, explain: $number"
at hall search 张䶮;                        must "$number"
at hall search 补偿款;                      must "$number"
at hall search zsf --field name;            :
at hall show "$number";                     must '"obligations"'
at hall due;                                must "$number"
at hall rules;                              must office-route
at hall explain office-route --from 2026-09-25; must '"due_legal"'

step "papers"
for kind in D01 D02; do
    at hall paper "$kind" "$number" --out "$kind.pdf"
    sound_pdf "$kind.pdf"
    must "$(sha256sum <"$kind.pdf" | cut -d' ' -f1)"
done
at hall paper D02 "$number" --again --out again.pdf
cmp -s D02.pdf again.pdf || wrong "the same paper is not the same bytes"
at hall act "$number" forward unit=U1
at hall paper D11 "$number" --out D11.pdf
sound_pdf D11.pdf
at hall paper D09 "$number" --draft --out D09.pdf
sound_pdf D09.pdf
if "$program" --data hall --json code read 'XFQ1:nonsense' >said 2>&1; then wrong "a made-up code was taken"; fi

step "the package to the county, and its answer"
at hall trust --out hall.card
at county trust --out county.card
at county trust hall.card; must LX07
at hall trust county.card; must CT01
at hall export --to stick; package="$(value package)"
[ -s "$package" ] || wrong "no package"
if grep -qaF 张䶮 "$package"; then wrong "a name stands in the package"; fi
at county verify "$package"; must '"genuine": true'
at county import "$package"; must '"rejected": []'
at county search 补偿款; must "$number"
at county act "$number" record-number system=省信访系统 number=4107210000123
at county export --to stick; reply="$(value package)"
at hall import "$reply"; must '"rejected": []'
at hall show "$number"; must 4107210000123

step "backup, rehearsal, the chain, the projections"
at hall backup --to backup; kept="$(value file)"; must '"ok": true'
at hall rehearse "$kept"; must '"ok": true'
at hall restore "$kept" --to restored --no-receipts-later; must '"head"'
at hall audit verify; must '"ok": true'
at hall rebuild --check; must '"equal": true'
at hall keyring status; must '"slot": false'

step "the window"
QT_LOGGING_RULES="qt.widgets.painting=true" "$program" --data "$room/hall" 2>window.log &
window=$!
for _ in $(seq 100); do
    ! grep -q 'Flushing' window.log || break
    kill -0 "$window" 2>/dev/null || break
    sleep 0.1
done
sleep 2 # it must go on living after its first picture
kill -0 "$window" 2>/dev/null || { tail -n 5 window.log >&2; wrong "the window ended by itself"; }
kill "$window"
wait "$window" 2>/dev/null || true
grep -q 'Flushing' window.log || wrong "the window painted nothing"
if grep -i 'could not\|no such file\|cannot open' window.log; then wrong "the window misses something"; fi
rm window.log

if "$program" tour --help >/dev/null 2>&1; then
    step "the tour"
    unset PETITION_DESK_RECOVERY_FILE # the tour opens folders of its own
    status=0
    answer="$("$program" --json tour --out "$room/tour" 2>said)" || status=$?
    [ "$status" -eq 0 ] || { cat said >&2; wrong "the tour: exit code $status, $answer"; }
    must '"screenshots"'
    papers=0
    while read -r paper; do sound_pdf "$paper"; papers=$((papers + 1)); done < <(find tour -name '*.pdf')
    [ "$papers" -ge 3 ] || wrong "the tour left $papers papers"
    [ -n "$(find tour -name '*.png' -size +10k)" ] || wrong "the tour left no pictures"
else
    step "the tour is not part of this program yet"
fi
step "done: $number"
