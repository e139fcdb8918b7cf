# Faults that pass, by themselves or when less is asked for: the same rows as without them. Sourced.

# is_counted SUBJECT FAULT FAILURES SMALLEST TROUBLES: a chain's endpoint has the failure on its count, or takes fewer
# blocks at a time since; a list has no other endpoint to go on with, and is in trouble until the next pass.
is_counted() {
  case $(kind_of "$1") in
    list) [[ $5 -gt 0 ]] ;;
    evm) [[ $3 -gt 0 || $4 -lt ${usual_window[$1]} ]] ;;
    *) [[ $3 -gt 0 ]] ;;
  esac || fail "$1, $2: nothing of it in sources ($3 failures, window $4, $5 times in trouble)"
}

# passes SUBJECT FAULT PLAN: the fault, then none; passes until one ends well.
passes() {
  local subject=$1 fault=$2 try failures=0 troubles=0 smallest=${usual_window[$1]} ended=
  start_afresh
  plan "$subject" "\"fault\":\"$fault\",$3"
  for ((try = 0; try < 10; try++)); do
    if collect "$subject"; then ended=1; fi
    check_memory "$subject" "$fault"
    failures=$((failures + told_failures))
    if [[ $trouble == true ]]; then troubles=$((troubles + 1)); fi
    smallest=$((window < smallest ? window : smallest))
    if [[ -n $ended ]]; then break; fi
  done
  [[ -n $ended ]] || fail "$subject does not get over $fault: $(cat "$work/err")"
  [[ $(told .faults) -gt 0 ]] || fail "$subject met no $fault"
  is_counted "$subject" "$fault" $failures "$smallest" $troubles
  is_as_wanted "$subject" "after $fault"
}

# befalls NEED FAULT PLAN WORDS
befalls() {
  local subject some
  asked "$2" || return 0
  growth=0
  some=$(chosen "$1")
  for subject in $some; do passes "$subject" "$2" "$3"; done
  turn=$((turn + 1))
  ok "$2$4: the same rows from" $some "(at most $((growth / 1024)) MB more)"
}

for fault in retry-after-seconds retry-after-date retry-after-nonsense html-500 html-503 html-200 reset hang drip deep \
  huge many-values gzip-bomb truncated truncated-json; do
  befalls http "$fault" '"times":2' ''
done
for fault in duplicate-key not-utf8; do befalls json "$fault" '"times":2' ''; done
for fault in error-429 error-rate wrong-id missing-items twice-answered; do befalls rpc "$fault" '"times":2' ''; done
for fault in log-other-block-hash log-out-of-range log-removed log-without-data log-of-another; do
  befalls logs "$fault" '"times":2' ''
done

# Ranges wider than the provider takes are refused for as long as they are asked for.
for fault in infura-results infura infura-2026 alchemy alchemy-free quicknode ankr ankr-distance drpc llamarpc \
  cloudflare publicnode blockpi merkle tenderly http-500; do
  befalls logs "$fault" '"times":1000,"limit":5' ', refusing ranges'
done

# What fills memory, in all that is under way at a time: the questions that are asked side by side.
question_of() {
  case $(kind_of "$1") in
    evm) echo eth_getLogs ;;
    handshake-rpc) echo getblockbyheight ;;
    handshake-rest) echo /block/ ;;
  esac
}
for fault in deep huge many-values gzip-bomb; do
  asked "$fault" || continue
  growth=0
  some=$(chosen several-requests)
  for subject in $some; do passes "$subject" "$fault" "\"times\":12,\"within\":\"$(question_of "$subject")\""; done
  turn=$((turn + 1))
  ok "$fault in every answer at a time: the same rows from" $some "(at most $((growth / 1024)) MB more)"
done
