#!/usr/bin/env bash
# One visit on the command line, in a training folder: register, show, what is owed. For computers without a screen.
# usage: first_visit.sh PYTHON FOLDER
set -euo pipefail

python="$1"
folder="$2"
desk=("$python" -m ui)

rm -rf "$folder"
mkdir -p "$folder"
echo "A first visit in a training folder ($folder):"
"${desk[@]}" --data "$folder/data" init --office 示范县信访局 --area 410721 --station LX07 --training \
    --recovery-out "$folder/recovery.txt"
export PETITION_DESK_RECOVERY_FILE="$folder/recovery.txt"
cat >"$folder/visit.json" <<'VISIT'
{"key": "first-visit", "channel": "visit", "name": "张示范", "people": 1,
 "content": "村里修路占用我家承包地，补偿款至今没有付清。", "requested": "查明补偿款去向，付清余款"}
VISIT
"${desk[@]}" --data "$folder/data" --json register "$folder/visit.json" | tee "$folder/registered.jsonl"
number="$("$python" -c 'import json, sys; print(json.loads(sys.stdin.readline())["number"])' <"$folder/registered.jsonl")"
"${desk[@]}" --data "$folder/data" show "$number"
"${desk[@]}" --data "$folder/data" due
echo "Done: $number"
