# The fault proxy before every collector's node or list; sourced by faults_test.sh after lib.sh.
#
# A subject is a collector and the way it is read: a source, or hns-rest (Handshake by REST alone).
evm=(ens uns-ethereum uns-polygon uns-base uns-sonic basenames)
lists=(iana-root iana-tlds-alpha iana-root-db icann-gtlds)
subjects=("${evm[@]}" hns hns-rest "${lists[@]}")
most_growth_kb=65536

kind_of() {
  case $1 in
    hns) echo handshake-rpc ;;
    hns-rest) echo handshake-rest ;;
    iana-* | icann-*) echo list ;;
    *) echo evm ;;
  esac
}
source_of() { echo "${1%-rest}"; }

# fits NEED SUBJECT: a fault can only befall who speaks what it is a fault of. Every subject speaks HTTP (the root
# zone's transfer does not: tests/collectors has its faults; lists of strings are read from files only).
fits() {
  local kind
  kind=$(kind_of "$2")
  case $1 in
    http) ;;
    json | chain) [[ $kind != list ]] ;;
    rpc) [[ $kind == evm || $kind == handshake-rpc ]] ;;
    logs) [[ $kind == evm ]] ;;
    several-requests) [[ $kind != list ]] ;;
    *) fail "no such need: $1" ;;
  esac
}

# chosen NEED: the subjects a fault is tried on. All of them, or one of each kind: then the next fault has the next
# one of its kind, so that all have their turn.
turn=0
chosen() {
  local subject
  local -a some=("${subjects[@]}")
  [[ -n $all ]] || some=("${evm[turn % ${#evm[@]}]}" hns hns-rest "${lists[turn % ${#lists[@]}]}")
  for subject in "${some[@]}"; do
    if fits "$1" "$subject"; then echo "$subject"; fi
  done
}

declare -A known
asked() {
  known[$1]=1
  [[ ${#only[@]} -eq 0 || " ${only[*]} " == *" $1 "* ]]
}

eval "$(jq -r '"declare -A node_port=(" + (to_entries | map("[\(.key)]=\(.value)") | join(" ")) + ")"' "$SPLITROOT_LAB/ports.json")"
upstream_of() {
  case $1 in
    hns*) echo "http://127.0.0.1:${node_port[hns]}" ;;
    iana-root) echo "file://$SPLITROOT_LAB/root.zone" ;;
    iana-tlds-alpha) echo "file://$SPLITROOT_LAB/tlds-alpha-by-domain.txt" ;;
    iana-root-db) echo "file://$SPLITROOT_LAB/root-db.csv" ;;
    icann-gtlds) echo "file://$SPLITROOT_LAB/newgtlds.csv" ;;
    *-polygon) echo "http://127.0.0.1:${node_port[polygon]}" ;;
    *-base | basenames) echo "http://127.0.0.1:${node_port[base]}" ;;
    *-sonic) echo "http://127.0.0.1:${node_port[sonic]}" ;;
    *) echo "http://127.0.0.1:${node_port[eth]}" ;;
  esac
}

mkdir -p "$work/tls"
node "$root/tests/peers/fault_proxy.mjs" http://127.0.0.1:9 "$work/tls" >"$work/proxy" &
pids+=($!)
wait_for 30 grep -q good "$work/proxy" || fail "the fault proxy does not start"
port() { awk -v kind="$1" '$1 == kind {print $2}' "$work/proxy"; }
plain=http://127.0.0.1:$(port listening)

# plan SUBJECT MEMBERS: the proxy stands before this subject's node and has this fault.
plan() {
  local json rest=false
  [[ $1 != hns-rest ]] || rest=true
  json="{\"upstream\":\"$(upstream_of "$1")\",\"rest\":$rest,$2}"
  curl -sf "$plain/-/plan" -d "$json" >/dev/null || fail "no plan $json"
}
told() { curl -sf "$plain/-/told" | jq -r "$1"; }

# settings SUBJECT URL: writes $work/SUBJECT.toml.
settings() {
  {
    echo "[source.$(source_of "$1")]"
    echo 'timeout_seconds = 1'
    if [[ $(kind_of "$1") == list ]]; then
      echo "urls = [\"$2\"]"
    else
      printf '%s\n' "endpoints = [\"$2\"]" 'from = 0' 'quiet_days = 0' 'requests_per_second = 1000'
    fi
    [[ $1 != iana-root ]] || echo "trust_anchors = \"$SPLITROOT_LAB/root-anchor.ds\""
    [[ $1 != hns* ]] || printf '%s\n' 'api_key = "splitroot-lab"' 'network = "regtest"'
  } >"$work/$1.toml"
}

splitroot -q db start >/dev/null
url=$(splitroot -q db url)
sql() { psql -X -A -t -q "$url" -c "$1"; }
start_afresh() { sql 'drop schema public cascade; create schema public' 2>/dev/null; }

# collect SUBJECT: one pass; $peak is the most memory it held, in kB, $told_failures, $window and $trouble what
# `sources` says of its endpoint then.
collect() {
  local status=0 health
  /usr/bin/time -f %M -o "$work/peak" "$splitroot_bin" --data-dir "$data" --database "$url" \
    --config "$work/$1.toml" collect "$(source_of "$1")" --once >"$work/out" 2>"$work/err" || status=$?
  peak=$(tail -1 "$work/peak")
  health=$(splitroot --database "$url" sources --format json | jq -r --arg s "$(source_of "$1")" \
    '.[] | select(.source == $s) | [(.endpoints[0].failures // 0), (.endpoints[0].window // 0), .trouble != null] | @tsv')
  read -r told_failures window trouble <<<"$health"
  return $status
}

# stands: what may not differ, whatever happened on the way.
stands() {
  rows
  sql "select namespace, encode(key, 'hex'), home, resolver, type, encode(value, 'hex'), block from resolver_record order by 1, 2, 3, 4, 5;
    select source, ldh, standing, since, until from standing where recorded_to is null order by 1, 2, 3"
}
written() { sql "select (select count(*) from name) + (select count(*) from standing)"; }

check_memory() {
  local more=$((peak - usual[$1]))
  [[ $more -lt $most_growth_kb ]] || fail "$1, $2: held $peak kB, without a fault ${usual[$1]} kB"
  growth=$((more > growth ? more : growth))
}

# is_as_wanted SUBJECT WHEN
is_as_wanted() {
  local now
  now=$(stands)
  [[ $now == "${wanted[$1]}" ]] || same "$1 $2: $(cat "$work/err")" "$now" "${wanted[$1]}"
}

# Every subject once without a fault: its rows, its memory, its window.
declare -A wanted usual usual_window
for subject in "${subjects[@]}"; do
  start_afresh
  settings "$subject" "$plain/"
  plan "$subject" '"fault":null'
  collect "$subject" || fail "$subject without a fault: $(cat "$work/err")"
  wanted[$subject]=$(stands)
  usual[$subject]=$peak
  usual_window[$subject]=$window
  [[ $(written) -gt 10 ]] || fail "hardly any rows of $subject"
  [[ $told_failures -eq 0 ]] || fail "$subject: $told_failures failures counted without a fault"
done
