#!/usr/bin/env bash
# Proves that the built folder brings everything it needs: a bare Debian 12 without Python and with few packages, the
# folder copied into it, a day with it (frozen_visit.sh) as an ordinary user, offscreen. Root only.
# usage: frozen.sh FOLDER     (dist/petition-desk)
set -euo pipefail

[ "$(id -u)" -eq 0 ] || { echo "make test-frozen needs root (chroot and mounts)." >&2; exit 1; }
built="$(cd "$1" && pwd)"
here="$(cd "$(dirname "$0")" && pwd)"

# What a desktop has anyway and the folder does not bring: GL's and EGL's dispatchers, GLib, the bus, fontconfig, Xlib,
# Kerberos. (The C and C++ libraries, zlib and zstd are part of every Debian. Printing needs libcups2 besides, Wayland
# libwayland-cursor0.)
needed=(libgl1 libegl1 libglib2.0-0 libdbus-1-3 libfontconfig1 libx11-xcb1 libgssapi-krb5-2)

for tool in debootstrap pdftotext; do
    command -v "$tool" >/dev/null && continue
    echo "Installing $tool"
    apt-get -qq update
    DEBIAN_FRONTEND=noninteractive apt-get -qq install --yes --no-install-recommends \
        "$([ "$tool" = debootstrap ] && echo debootstrap || echo poppler-utils)"
done

outer="$(mktemp -d)" # closed to other accounts; the room in it must be open to those inside
room="$outer/room"
mkdir -m 755 "$room"
mounted=()
leave() {
    local status=$? index
    for ((index = ${#mounted[@]} - 1; index >= 0; index--)); do umount -l "${mounted[index]}" || true; done
    if mount | grep -qF " $room/"; then
        echo "Something is still mounted under $room: left as it is." >&2
    else
        rm -rf --one-file-system "$outer"
    fi
    exit "$status"
}
trap leave EXIT

# The mirror is the one this computer's own apt uses for bookworm.
mirror="$(apt-get indextargets --format '$(SITE) $(RELEASE)' | awk '$2 ~ /^bookworm$/ {print $1; exit}')"
[ -n "$mirror" ] || { echo "apt on this computer knows no source of bookworm." >&2; exit 1; }
keyring=/usr/share/keyrings/debian-archive-keyring.gpg
echo "== a bare Debian 12 with ${needed[*]}"
debootstrap --variant=minbase ${keyring:+$([ -e "$keyring" ] && echo "--keyring=$keyring")} \
    --include="$(IFS=,; echo "${needed[*]}")" bookworm "$room" "$mirror" >"$outer/log" 2>&1 \
    || { tail -n 20 "$outer/log" >&2; exit 1; }

mount -t proc proc "$room/proc"; mounted+=("$room/proc")
mkdir -p "$room/dev/shm"
mount -t tmpfs tmpfs "$room/dev/shm" && mounted+=("$room/dev/shm")

chroot "$room" /usr/sbin/useradd --create-home clerk
mkdir -p "$room/opt"
cp -a "$built" "$room/opt/petition-desk"
chown -R root:root "$room/opt/petition-desk" # as an office installs it: nobody who uses it may change it
cp "$here/frozen_visit.sh" "$room/opt/frozen_visit.sh"

inside() { # inside COMMAND…: as the ordinary user, with nothing of this computer's surroundings
    chroot --userspec=clerk:clerk "$room" /usr/bin/env -i HOME=/home/clerk USER=clerk PATH=/usr/bin:/bin \
        /bin/bash -c 'cd "$HOME" && exec "$@"' inside "$@" </dev/null
}

echo "== no Python, and every library is found in the folder or among those packages"
if inside /bin/bash -c 'compgen -c python'; then echo "there is a Python" >&2; exit 1; fi
(cd "$built" && sha256sum --quiet --check SHA256SUMS)
inside /bin/bash -c 'cd /opt/petition-desk && sha256sum --quiet --check SHA256SUMS'
# Only the wayland and cups plugins may miss something: they are for computers that have Wayland or CUPS.
missing="$(inside /bin/bash -c 'cd /opt/petition-desk/_internal
    export LD_LIBRARY_PATH="$PWD"
    find . -type f \( -name "*.so" -o -name "*.so.*" \) | while read -r file; do
        ldd "$file" 2>/dev/null | sed -n "s,^\s*\(\S*\) => not found,\1 ${file##*/},p"
    done' | grep -vE '^lib(wayland-(client|cursor)|cups)\.so' | grep -vE ' (lib)?(qwayland|xdg-shell|bradient|Qt6Wayland)' || true)"
[ -z "$missing" ] || { echo "not found: $missing" >&2; exit 1; }

echo "== a day with it"
inside /bin/bash /opt/frozen_visit.sh /opt/petition-desk/petition-desk /home/clerk/day

echo "== what it left"
day="$room/home/clerk/day"
for paper in D02 D11; do
    pdftotext "$day/$paper.pdf" "$outer/text"
    grep -qF 张䶮示范 "$outer/text" || { echo "the name is not in $paper" >&2; exit 1; }
done
# The receipt's code, from a picture of the paper as a camera sees it.
pdftoppm -r 200 -png "$day/D02.pdf" "$outer/picture"
cp "$outer/picture-1.png" "$day/picture.png"
told="$(inside /bin/bash -c 'cd day && PETITION_DESK_RECOVERY_FILE=hall.code /opt/petition-desk/petition-desk \
    --data hall --json code read picture.png' 2>&1)" || true
case "$told" in *'"genuine": true'*) echo "   the code on the receipt: genuine" ;; *) echo "code: $told" >&2; exit 1 ;; esac
if [ -n "${KEEP:-}" ]; then
    mkdir -p "$KEEP"
    find "$day" \( -name '*.pdf' -o -name '*.png' \) -exec cp -t "$KEEP" {} +
fi
echo "== frozen, in a bare Debian 12 without Python: passed"
