#!/bin/sh
# A PostgreSQL server in a temporary folder, which ends with whoever holds the other end of the standard input, however that ends.
#
#   postgres.sh BIN PORT SETTING…     then a line each: start, stop (as a crash does); answered by the same line
set -eu

bin=$1
port=$2
shift 2
settings=
for setting; do
  settings="$settings -c $setting"
done

folder=$(mktemp -d "${TMPDIR:-/tmp}/otelbridge-postgres-XXXXXX")
server=

# A child of this shell rather than a daemon: whatever reaps orphans, or does not, its end is seen here.
start() {
  # shellcheck disable=SC2086 # the settings are words
  "$bin/postgres" -D "$folder/data" -p "$port" -c listen_addresses=127.0.0.1 -c unix_socket_directories= $settings >>"$folder/log" 2>&1 &
  server=$!
  until "$bin/pg_isready" -q -h 127.0.0.1 -p "$port"; do
    kill -0 "$server" 2>/dev/null || { cat "$folder/log" >&2; exit 1; }
    sleep 0.05
  done
}

stop() {
  kill -QUIT "$server"
  wait "$server" || true
  server=
}

end() {
  [ -z "$server" ] || stop
  rm -rf "$folder"
}
trap end EXIT

"$bin/initdb" -D "$folder/data" -A trust -E UTF8 --locale=C -U otelbridge --no-sync >/dev/null
while read -r command; do
  "$command"
  echo "$command"
done
