#!/usr/bin/env bash
# Every fault of the fault proxy before every collector's node or list: what passes ends in the same rows as a run
# without a fault, and is counted; what does not pass leaves the database as it was, is told, and is over when the
# endpoint is well. Memory stays within 64 MB of a run without a fault.
#
#   tests/e2e/faults_test.sh [--all] [FAULT…]
#
# Every fault befalls one collector of each kind (EVM chain, Handshake by RPC and by REST, list), the collectors
# taking turns; with --all every collector it can befall (tests/faults).
source "$(dirname "$0")/lib.sh"
needs_lab
all=
if [[ ${1:-} == --all ]]; then
  all=1
  shift
fi
only=("$@")

source "$here/faults/common.sh"
source "$here/faults/passing.sh"
source "$here/faults/lasting.sh"
for fault in "${only[@]}"; do
  [[ -n ${known[$fault]:-} ]] || fail "no such fault: $fault; known: ${!known[*]}"
done
