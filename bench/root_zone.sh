#!/usr/bin/env bash
# Reading a root zone beside ldns-read-zone, and verifying it beside ldns-verify-zone -ZZ: CPU seconds of whole
# processes over the same file, in one run, in turn; medians and ratios.
#
#   bench/root_zone.sh FILE [ROUNDS] [ANCHORS]     default 9 rounds; ANCHORS: DS records, for a zone of other keys
#
# Exit status 1 when either takes us more than three times as long, or when a verdict is not "good".
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
build=${SPLITROOT_BUILD:-$root/build/release}
[[ -f ${1:-} ]] || { sed -n '2,8s/^# \{0,1\}//p' "$0" >&2; exit 2; }
zone=$1 rounds=${2:-9}
cmake --build "$build" --target bench_root_zone >/dev/null
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

anchors=${3:-$work/anchors}
[[ -n ${3:-} ]] || awk -F, '/^[0-9]/ {print ". IN DS", $1, $2, $3, $4}' "$root/schemas/trust-anchors/iana.csv" >"$anchors"
# The moment the zone was signed, and ZONEMD only where there is one.
moment=$(awk '$1 == "." && $4 == "RRSIG" && $5 == "SOA" {print $10; exit}' "$zone")
zonemd=()
grep -qP '\sZONEMD\s' "$zone" && zonemd=(-ZZ)

declare -A command=(
  [read-ldns]="ldns-read-zone $zone"
  [read-ours]="$build/bench/bench_root_zone parse $zone"
  [verify-ldns]="ldns-verify-zone -V 0 ${zonemd[*]-} -t $moment -k $anchors $zone"
  [verify-ours]="$build/bench/bench_root_zone verify $zone ${3:-}"
)
TIMEFORMAT='%U %S'
for ((round = 0; round < rounds; ++round)); do
  for name in read-ldns read-ours verify-ldns verify-ours; do
    { time ${command[$name]} >"$work/out" 2>"$work/err" || { cat "$work/out" "$work/err" >&2; exit 1; }; } 2>"$work/time" ||
      { cat "$work/time" >&2; exit 1; }
    awk '{print $1 + $2}' "$work/time" >>"$work/$name"
  done
done

median() { sort -n "$work/$1" | awk '{all[NR] = $1} END {print all[int((NR + 1) / 2)]}'; }
beside() {
  awk -v what="$1" -v ours="$(median "$1-ours")" -v theirs="$(median "$1-ldns")" 'BEGIN {
    printf "%-7s ours %.3f s   ldns %.3f s   ratio %.2f\n", what, ours, theirs, ours / theirs
    exit ours > 3 * theirs }'
}
status=0
beside read || status=1
beside verify || status=1
exit $status
