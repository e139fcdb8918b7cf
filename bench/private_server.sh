# A private server with an empty database for the length of a bench, sourced by it: $root, $splitroot_bin, $work, $url,
# splitroot and seconds. Nothing is left behind.
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
splitroot_bin=${SPLITROOT_BIN:-$root/build/release/splitroot}
work=$(mktemp -d /tmp/splitroot-bench.XXXXXX)
chmod 755 "$work"
splitroot() { "$splitroot_bin" --data-dir "$work/data" -q "$@"; }
cleanup() {
  splitroot db stop >/dev/null 2>&1 || true
  rm -rf "$work"
}
trap cleanup EXIT

splitroot db start >/dev/null
splitroot db migrate >/dev/null
url=$(splitroot db url)
seconds() { # seconds COMMAND…: wall time of a command
  local begun
  begun=$(date +%s%N)
  "$@" >/dev/null
  awk -v a="$begun" -v b="$(date +%s%N)" 'BEGIN {printf "%.2f", (b - a) / 1e9}'
}
