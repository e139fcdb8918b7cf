# Faults that last: told, nothing written, and over when the endpoint is well. Sourced.

# refused SUBJECT FAULT PATTERN: an endpoint that will not mend; then one that is well.
refused() {
  local subject=$1 fault=$2 pattern=$3
  start_afresh
  splitroot --database "$url" -q db migrate >/dev/null
  if collect "$subject"; then fail "$subject took $fault for an answer"; fi
  check_memory "$subject" "$fault"
  grep -qiE -- "$pattern" "$work/err" "$work/out" || fail "$subject, $fault: does not say '$pattern' but: $(cat "$work/err")"
  [[ $(written) == 0 ]] || fail "$subject, $fault: wrote rows"
  [[ $trouble == true ]] || fail "$subject, $fault: sources does not tell"
  [[ $(kind_of "$subject") == list || $told_failures -gt 0 ]] || fail "$subject, $fault: is not counted"
  settings "$subject" "$plain/"
  plan "$subject" '"fault":null'
  collect "$subject" || fail "$subject after $fault: $(cat "$work/err")"
  is_as_wanted "$subject" "after $fault"
  [[ $trouble == false ]] || fail "$subject, $fault: still in trouble"
}

# lasts NEED FAULT PATTERN
lasts() {
  local subject some
  asked "$2" || return 0
  growth=0
  some=$(chosen "$1")
  for subject in $some; do
    plan "$subject" "\"fault\":\"$2\",\"times\":100000"
    refused "$subject" "$2" "$3"
  done
  turn=$((turn + 1))
  ok "$2: told by" $some ", nothing written, and over when the endpoint is well"
}
lasts http redirect 'redirect'
lasts http unauthorized 'credentials'
lasts rpc used-up 'used up'
lasts chain wrong-chain 'chain|network'

# Over TLS: $work/tls/authority.pem vouches for all three certificates.
for fault in expired foreign; do
  asked "$fault" || continue
  growth=0
  some=$(chosen http)
  for subject in $some; do
    plan "$subject" '"fault":null'
    settings "$subject" "https://127.0.0.1:$(port "$fault")/"
    SSL_CERT_FILE=$work/tls/authority.pem refused "$subject" "$fault" 'certificate|SSL'
  done
  turn=$((turn + 1))
  ok "a certificate that is $fault: told by" $some ", nothing written, and over when the endpoint is well"
done
if asked good; then
  some=$(chosen http)
  for subject in $some; do
    start_afresh
    plan "$subject" '"fault":null'
    settings "$subject" "https://127.0.0.1:$(port good)/"
    SSL_CERT_FILE=$work/tls/authority.pem collect "$subject" || fail "$subject over TLS: $(cat "$work/err")"
    is_as_wanted "$subject" "over TLS"
    settings "$subject" "$plain/"
  done
  turn=$((turn + 1))
  ok "a good certificate is taken by" $some
fi

# A head that goes back, by more than is provisional on these chains, does not take back what is final.
if asked head-back; then
  some=$(chosen chain)
  for subject in $some; do
    start_afresh
    plan "$subject" '"fault":null'
    collect "$subject" || fail "$subject: $(cat "$work/err")"
    plan "$subject" '"fault":"head-back","times":3'
    settled=$(sql "select count(*) from name n where not exists (select from provisional_patch p where p.namespace = n.namespace and p.key = n.key)")
    collect "$subject" || true
    [[ $(sql 'select count(*) from name') -ge $settled ]] || fail "$subject: names are gone with a head that goes back"
    [[ $(told .faults) -gt 0 ]] || fail "the head of $subject did not go back"
    plan "$subject" '"fault":null'
    collect "$subject" || fail "$subject after the head came forward: $(cat "$work/err")"
    is_as_wanted "$subject" "after a head that went back"
  done
  ok "a head that goes back takes nothing back from" $some
fi
