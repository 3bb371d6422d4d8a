#!/usr/bin/env bash
# Proves that the repository brings everything it needs: a bare Debian 12 with python3, make, git and certificates,
# the committed files cloned into it, `make test` and `make run` inside. Root only. Names no host and no path of the
# computer it runs on: registry, proxy and certificate settings are lent to the inside while it runs, read-only.
set -euo pipefail

[ "$(id -u)" -eq 0 ] || { echo "make test-fresh needs root (chroot and mounts)." >&2; exit 1; }
source_tree="$(git rev-parse --show-toplevel)"
git_dir="$(git rev-parse --path-format=absolute --git-common-dir)"
commit="$(git rev-parse HEAD)"
goals=("${@:-test}"); [ "$#" -gt 0 ] || goals=(test run)

if ! command -v debootstrap >/dev/null; then
    echo "Installing debootstrap"
    apt-get -qq update
    DEBIAN_FRONTEND=noninteractive apt-get -qq install --yes --no-install-recommends debootstrap
fi

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

lend() { # lend PATH: the same path inside, read-only
    [ -e "$1" ] || return 0
    if [ -d "$1" ]; then mkdir -p "$room$1"; else mkdir -p "$room$(dirname "$1")"; [ -e "$room$1" ] || : >"$room$1"; fi
    mount --bind "$1" "$room$1"
    mounted+=("$room$1")
    mount -o remount,bind,ro "$room$1" 2>/dev/null || true
}

# The mirror is the one this computer's own apt uses for bookworm.
mirror="$(apt-get indextargets --format '$(SITE) $(RELEASE)' | awk '$2 ~ /^bookworm$/ {print $1; exit}')"
[ -n "$mirror" ] || { echo "apt on this computer knows no source of bookworm." >&2; exit 1; }
keyring=/usr/share/keyrings/debian-archive-keyring.gpg
echo "== a bare Debian 12 (python3, make, git, ca-certificates)"
debootstrap --variant=minbase ${keyring:+$([ -e "$keyring" ] && echo "--keyring=$keyring")} \
    --include=python3,make,git,ca-certificates bookworm "$room" "$mirror" >"$outer/log" 2>&1 \
    || { tail -n 20 "$outer/log" >&2; exit 1; }

mount -t proc proc "$room/proc"; mounted+=("$room/proc")
mkdir -p "$room/dev/pts" "$room/dev/shm"
mount -t devpts devpts "$room/dev/pts" && mounted+=("$room/dev/pts")
mount -t tmpfs tmpfs "$room/dev/shm" && mounted+=("$room/dev/shm")
printf '#!/bin/sh\nexit 101\n' >"$room/usr/sbin/policy-rc.d"; chmod 755 "$room/usr/sbin/policy-rc.d"

# Lend this computer's registry settings: apt's, pip's, resolver, certificates, and local package folders pip names.
for path in /etc/resolv.conf /etc/hosts /etc/pip.conf; do
    lend "$path"
done
# Where packages inside add files of their own, a copy is given instead; it goes with the room.
for path in /etc/apt /etc/ssl/certs /usr/local/share/ca-certificates; do
    if [ -d "$path" ]; then mkdir -p "$room$path"; cp -rL --remove-destination "$path/." "$room$path/"; fi
done
for file in "${PIP_CONFIG_FILE:-}" "${XDG_CONFIG_HOME:-$HOME/.config}/pip/pip.conf" "$HOME/.pip/pip.conf"; do
    [ -n "$file" ] && lend "$file"
done
while read -r folder; do lend "$folder"; done < <(
    python3 -m pip config list 2>/dev/null | grep -E 'find-links|index-url' | grep -oE "(file://)?/[^' ]+" \
        | sed -E 's,^file://,,' | grep '^/' | grep -v '^//' | sort -u | while read -r p; do [ -d "$p" ] && echo "$p"; done
)

# Only settings of the network and of pip cross, by name; nothing of the session that runs this.
settings=(HOME=/home/clerk PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 CI=true)
while IFS='=' read -r -d '' name value; do
    case "$name" in
        PIP_*|UV_INDEX*|*_proxy|*_PROXY|SSL_CERT_*|REQUESTS_CA_BUNDLE|CURL_CA_BUNDLE) settings+=("$name=$value") ;;
    esac
done < <(env -0)

echo "== cloning $commit"
mkdir -p "$room/home/clerk"
git clone --quiet --no-hardlinks "$git_dir" "$room/home/clerk/desk"
git -C "$room/home/clerk/desk" -c advice.detachedHead=false checkout --quiet "$commit"
[ -z "$(git -C "$source_tree" status --porcelain)" ] || echo "   (what is not committed here is not proved)"

for goal in "${goals[@]}"; do
    echo "== make $goal"
    chroot "$room" /usr/bin/env -i "${settings[@]}" /bin/bash -c "cd /home/clerk/desk && make $goal" </dev/null
done
echo "== fresh Debian 12: ${goals[*]} passed"
