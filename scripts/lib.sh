# What the scripts of the house share; to be read with `.` from the top of the repository.

PYTHON_WANTED=3.11

# Bold and red only where somebody looks on.
if [ -t 1 ]; then BOLD=$'\033[1m' RED=$'\033[31m' PLAIN=$'\033[0m'; else BOLD='' RED='' PLAIN=''; fi

say() { printf '%s· %s%s\n' "$BOLD" "$*" "$PLAIN"; }

# fail WHAT WHAT_TO_DO…: every failure says both.
fail() {
    printf '%s%s%s\n' "$RED" "$1" "$PLAIN" >&2
    shift
    [ $# -eq 0 ] || printf '%s\n' "$@" >&2
    exit 1
}

# Root, or somebody who may become root without being asked a password.
can_apt() {
    command -v apt-get >/dev/null 2>&1 || return 1
    [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null
}

apt_install() {
    local sudo=""
    [ "$(id -u)" = 0 ] || sudo="sudo -n"
    say "Installing with apt: $*"
    $sudo env DEBIAN_FRONTEND=noninteractive apt-get -qq -o Acquire::Retries=3 update || true
    $sudo env DEBIAN_FRONTEND=noninteractive apt-get -qq -o Acquire::Retries=3 install -y --no-install-recommends "$@"
}

# Sets PYTHON to an interpreter of the series that the locks are made for.
ensure_python() {
    [ -z "${PYTHON:-}" ] || return 0
    local candidate
    for candidate in "python$PYTHON_WANTED" python3 python; do
        if command -v "$candidate" >/dev/null 2>&1 &&
            "$candidate" -c "import sys; sys.exit('%d.%d' % sys.version_info[:2] != '$PYTHON_WANTED')" 2>/dev/null; then
            PYTHON=$(command -v "$candidate")
            return 0
        fi
    done
    fail "Python $PYTHON_WANTED is missing." \
        "Install it (on Debian 12: apt install python3 python3-venv) and run this again."
}

# Sets UV to the locked uv, installed into .tools the first time.
ensure_uv() {
    UV=$PWD/.tools/bin/uv
    [ ! -x "$UV" ] || ! [ .tools/.stamp -nt requirements/tools.txt ] || return 0
    ensure_python
    say "Installing uv into .tools"
    if ! [ -x .tools/bin/pip ] && ! "$PYTHON" -m venv .tools 2>/dev/null; then
        # Debian without python3-venv: pip may still stand by itself, or apt may bring the missing part.
        rm -rf .tools
        if can_apt; then
            apt_install python3-venv && "$PYTHON" -m venv .tools
        elif command -v uv >/dev/null 2>&1; then
            uv venv --quiet --seed --python "$PYTHON" .tools
        else
            fail "Python cannot make a virtual environment here (ensurepip is missing)." \
                "Install it (on Debian: apt install python3-venv) or install uv, and run this again."
        fi
    fi
    if [ -s requirements/tools.txt ]; then
        .tools/bin/pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: -r requirements/tools.txt
    else
        .tools/bin/pip install --quiet --disable-pip-version-check -r requirements/tools.in
    fi
    touch .tools/.stamp
}

# Puts node and npm on the PATH: the machine's own, or the wheel's in .tools.
ensure_node() {
    if command -v npm >/dev/null 2>&1 && node -e 'process.exit(+process.versions.node.split(".")[0] < 18 ? 1 : 0)' 2>/dev/null; then
        return 0
    fi
    ensure_uv
    if [ ! -x .tools/bin/npm ]; then
        say "Installing Node into .tools"
        "$UV" pip install --quiet --disable-pip-version-check --python .tools/bin/python --require-hashes -r requirements/node.txt
    fi
    export PATH="$PWD/.tools/bin:$PATH"
}
