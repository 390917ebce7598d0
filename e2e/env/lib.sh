# What the scripts of e2e/env share. Sourced, never run.
# shellcheck shell=bash

set -euo pipefail

# A test machine may hand us any locale and file mode mask; the stores' and tools' answers are read by these scripts.
export LC_ALL=C.UTF-8
umask 022

ENV_DIR=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
PROJECT_DIR=$(cd "$ENV_DIR/../.." && pwd)
CACHE=${FLEETMAN_CACHE:-$HOME/.cache/fleetman}
LOGS=$CACHE/logs
STORES=$PROJECT_DIR/target/stores

say() { printf '%s\n' "$*"; }

# One sentence, on stderr, that says what is missing and where to read more.
die() {
  printf '%s: %s\n' "${0##*/}" "$*" >&2
  exit 1
}

need_root() { [ "$(id -u)" = 0 ] || die "needs root, for it ${1:-changes the machine}."; }

need_tool() { command -v "$1" >/dev/null || die "$1 is not installed; run e2e/env/install first."; }

# Runs a step without its output, which goes to a log; says how long it took, or why it failed.
#   step LABEL LOG-NAME COMMAND...
step() {
  local label=$1 log=$LOGS/$2.log began=$SECONDS
  shift 2
  mkdir -p "$LOGS"
  if "$@" >"$log" 2>&1 </dev/null; then
    say "$label: $((SECONDS - began)) s"
  else
    tail -n 15 "$log" >&2
    die "$label failed after $((SECONDS - began)) s; all of its output is in $log."
  fi
}

# Waits until a command succeeds.
#   await SECONDS COMMAND...
await() {
  local limit=$(($(date +%s) + $1))
  shift
  until "$@" >/dev/null 2>&1; do
    [ "$(date +%s)" -lt "$limit" ] || return 1
    sleep 0.2
  done
}

# A process is named by its id and its start time: an id alone is given out again.
#   remember_process PID FILE
remember_process() { printf '%s %s\n' "$1" "$(started_at "$1")" >>"$2"; }

started_at() { sed 's/.*) //' "/proc/$1/stat" 2>/dev/null | cut -d' ' -f20; }

is_same_process() { [ -n "$2" ] && [ "$(started_at "$1")" = "$2" ]; }

# Ends the processes a file remembers, the last one first, and forgets them: asked, then after ten seconds killed.
#   end_processes FILE
end_processes() {
  [ -f "$1" ] || return 0
  local pid start
  while read -r pid start; do
    is_same_process "$pid" "$start" || continue
    kill -TERM "$pid" 2>/dev/null || true
    await 10 process_is_gone "$pid" "$start" || kill -KILL "$pid" 2>/dev/null || true
    await 5 process_is_gone "$pid" "$start" || say "process $pid would not end" >&2
  done < <(tac "$1")
  rm -f "$1"
}

process_is_gone() { ! is_same_process "$1" "$2" || [ "$(sed 's/.*) //' "/proc/$1/stat" | cut -c1)" = Z ]; }

any_alive() {
  local pid start
  [ -f "$1" ] || return 1
  while read -r pid start; do
    process_is_gone "$pid" "$start" || return 0
  done <"$1"
  return 1
}

port_is_taken() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# Creates a bucket, or finds it there.
#   create_bucket ENDPOINT ACCESS-KEY SECRET-KEY BUCKET REGION
create_bucket() {
  local status
  # Some servers take a request without the hash of its body for one that was signed as having none.
  # A server that has just come up on a busy machine may say 503 for a while.
  status=$(curl -sS -o /dev/null -w '%{http_code}' --max-time 20 --retry 6 --retry-delay 1 --noproxy '*' \
    --aws-sigv4 "aws:amz:$5:s3" --user "$2:$3" -H "x-amz-content-sha256: $(printf '' | sha256sum | cut -d' ' -f1)" \
    -X PUT "$1/$4")
  case $status in
    200 | 409) ;;
    *) die "the bucket $4 could not be created at $1: HTTP $status." ;;
  esac
}

# Writes the file that a shell sources to point the tests at a store, and prints it.
#   write_store_env NAME ENDPOINT ACCESS-KEY SECRET-KEY BUCKET REGION
write_store_env() {
  local file=$STORES/$1.env name=FLEETMAN_TEST_${1^^}
  mkdir -p "$STORES"
  cat >"$file" <<END
export ${name}_ENDPOINT=$2
export ${name}_ACCESS_KEY=$3
export ${name}_SECRET_KEY=$4
export ${name}_BUCKET=$5
export ${name}_REGION=$6
END
  cat "$file"
}
