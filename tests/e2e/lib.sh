# What the end-to-end scripts share. Each script gets a data directory of its own and leaves nothing running.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
splitroot_bin=${SPLITROOT_BIN:-$root/build/release/splitroot}
peers=${SPLITROOT_PEERS_DIR:-$root/build/peers}
work=$(mktemp -d /tmp/splitroot-e2e.XXXXXX)
chmod 755 "$work"
data=$work/data
pids=()

# cleanup STATUS: takes everything away and ends with STATUS.
cleanup() {
  local status=$1
  for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null && wait "$pid" 2>/dev/null || true; done
  "$splitroot_bin" --data-dir "$data" -q db stop >/dev/null 2>&1 || true
  rm -rf "$work"
  exit $status
}
trap 'cleanup $?' EXIT

ok() { echo "ok - $*"; }
fail() { echo "not ok - $*"; exit 1; }
skip() { echo "skipped - $*"; exit 77; }

# splitroot with this script's data directory. In the background call "$splitroot_bin" itself: `$!` of a
# function is the shell's, not the program's.
splitroot() { "$splitroot_bin" --data-dir "$data" "$@"; }

# expect STATUS PATTERN COMMAND…: the exit status, and a pattern (extended) in what was said.
expect() {
  local wanted=$1 pattern=$2 said status=0
  shift 2
  said=$("$@" 2>&1 </dev/null) || status=$?
  [[ $status -eq $wanted ]] || fail "'$*' ended with $status, not $wanted: $said"
  grep -qE -- "$pattern" <<<"$said" || fail "'$*' does not say '$pattern' but: $said"
}

# same WHAT A B
same() { [[ "$2" == "$3" ]] || { diff <(echo "$2") <(echo "$3") | head -20; fail "$1"; }; ok "$1"; }

valid() { # valid SCHEMA FILE
  (cd "$peers" && node "$here/validate.mjs" "$root/schemas/json" "$1" "$2") || fail "$2 does not hold to $1"
}

# One value from the script's database.
sql() { psql -X -A -t -q "$(splitroot -q db url)" -c "$1"; }

# Everything that two runs must agree on: names, findings and positions, without the time of recording.
rows() {
  sql "select namespace, encode(key,'hex'), encode(label,'hex'), holder, status, first_block, first_tx, last_block, last_tx from name order by 1, 2, home;
    select id, state, severity, status, against_ldh, valid_from, valid_to from collision where recorded_to is null order by id;
    select source, range_from, verified, verified_hash from source_position order by 1, 2"
}

needs_lab() { [[ -n ${SPLITROOT_LAB:-} ]] || skip "SPLITROOT_LAB names no running lab (tests/run starts one)"; }

# Waits until COMMAND succeeds, at most SECONDS.
wait_for() {
  local seconds=$1
  shift
  for ((i = 0; i < seconds * 10; i++)); do
    "$@" >/dev/null 2>&1 && return 0
    sleep 0.1
  done
  return 1
}

# Writes $work/offline.toml: every live source at an address where nobody answers.
offline_configuration() {
  cat >"$work/offline.toml" <<'TOML'
[source.iana-root]
urls = ["http://127.0.0.1:1/root.zone"]
[source.iana-tlds-alpha]
urls = ["http://127.0.0.1:1/tlds-alpha-by-domain.txt"]
[source.iana-root-db]
urls = ["http://127.0.0.1:1/db"]
[source.iana-special-use]
urls = ["http://127.0.0.1:1/special-use-domain.csv"]
[source.icann-gtlds]
urls = ["http://127.0.0.1:1/newgtlds.csv"]
[source.ens]
endpoints = ["http://127.0.0.1:1"]
[source.uns-ethereum]
endpoints = ["http://127.0.0.1:1"]
[source.uns-polygon]
endpoints = ["http://127.0.0.1:1"]
[source.uns-base]
endpoints = ["http://127.0.0.1:1"]
[source.uns-sonic]
endpoints = ["http://127.0.0.1:1"]
[source.basenames]
endpoints = ["http://127.0.0.1:1"]
[source.hns]
endpoints = ["http://127.0.0.1:1"]
TOML
}
