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
end() {
  "$bin/pg_ctl" -D "$folder/data" -m immediate -w stop >&2 || true
  rm -rf "$folder"
}
trap end EXIT

"$bin/initdb" -D "$folder/data" -A trust -E UTF8 --locale=C -U otelbridge --no-sync >/dev/null
while read -r command; do
  case $command in
    start)
      "$bin/pg_ctl" -D "$folder/data" -w -t 60 -l "$folder/log" -o "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories='' $settings" start >&2 \
        || { cat "$folder/log" >&2; exit 1; } ;;
    stop) "$bin/pg_ctl" -D "$folder/data" -m immediate -w stop >&2 ;;
  esac
  echo "$command"
done
