#!/usr/bin/env bash
# Installs the Debian packages that the program (run), its tests (test) or freezing it (build) need and that are not
# there yet.
# Says what it does; does nothing where nothing is missing; without root it says what to ask for.
set -euo pipefail

purpose="${1:-run}"

# venv, and Qt's libraries: the first line is enough to draw without a screen, the others open a real window.
run_packages=(
    python3-venv
    libglib2.0-0 libgl1 libegl1 libxkbcommon0 libdbus-1-3 libfontconfig1 libbrotli1
    libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0 libxcb-xkb1 libxcb-image0 libxcb-randr0
    libxcb-render-util0 libxcb-sync1 libxcb-xfixes0 libxcb-util1 libx11-xcb1 libxkbcommon-x11-0
)
# The county's database, a PDF reader that is not ours, system-call counts for "one sync a save", a virtual screen; a real
# print queue (its service is not started by the way), the plain tools that must be able to open a package, a real secret
# store on a bus of its own, a browser for the page that visitors open on a phone, and a compiler for the reader of identity
# cards that is not there.
test_packages=("${run_packages[@]}" postgresql-15 poppler-utils strace xvfb xauth
    cups cups-client cups-filters printer-driver-cups-pdf ghostscript qpdf age unzip openssl dbus gnome-keyring
    chromium gcc libc6-dev)
# The tools that PyInstaller takes programs apart with; Debian's own Python does not bring its library along.
build_packages=("${run_packages[@]}" binutils libxau6 libwayland-client0 libwayland-cursor0)
if [ "$purpose" = build ] && [[ "$(readlink -f "$(command -v "${PYTHON:-python3}")")" =~ ^/usr/bin/python(3\.[0-9]+)$ ]]; then
    build_packages+=("libpython${BASH_REMATCH[1]}")
fi

case "$purpose" in
    run) wanted=("${run_packages[@]}") ;;
    test) wanted=("${test_packages[@]}") ;;
    build) wanted=("${build_packages[@]}") ;;
    *) echo "usage: prepare.sh run|test|build" >&2; exit 2 ;;
esac

if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
    echo "Not a Debian system: please see that the equivalents of these are installed: ${wanted[*]}" >&2
    exit 0
fi

missing=()
for package in "${wanted[@]}"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q '^install ok installed$' || missing+=("$package")
done
[ "${#missing[@]}" -gt 0 ] || exit 0

as_root=()
if [ "$(id -u)" -ne 0 ]; then
    if command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
        as_root=(sudo -n)
    elif command -v sudo >/dev/null && [ -t 0 ]; then
        as_root=(sudo)
    else
        echo "These Debian packages are missing, and this account may not install them:" >&2
        echo "    ${missing[*]}" >&2
        echo "Ask the administrator of this computer for: apt-get install ${missing[*]}" >&2
        exit 1
    fi
fi

echo "Installing missing Debian packages: ${missing[*]}"
if [[ " ${missing[*]} " == *" postgresql-15 "* && ! -e /etc/postgresql-common/createcluster.d/no-main-cluster.conf ]]; then
    # The tests start throw-away clusters of their own: no server should appear on this computer by the way.
    "${as_root[@]}" mkdir -p /etc/postgresql-common/createcluster.d
    echo "create_main_cluster = false" \
        | "${as_root[@]}" tee /etc/postgresql-common/createcluster.d/no-main-cluster.conf >/dev/null
fi
"${as_root[@]}" apt-get -qq update
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq -o Dpkg::Use-Pty=0 install --yes \
    --no-install-recommends "${missing[@]}" >/dev/null
