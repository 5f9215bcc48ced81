#!/usr/bin/env bash
# Asks the package feed for known weaknesses of everything that is restored, packages of packages included.
#
#   bash tools/vulnerable.sh
#
# Ends with 0 when the feed knows of none, with 1 when it names some (each is printed), and with 3 when it cannot answer: a feed without data of weaknesses says
# nothing of them, which is not the same as that there are none.
set -uo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_CLI_UI_LANGUAGE=en

# Known and accepted, see docs/security/supply-chain.md. It is published, so a feed that does not name it has no data, whatever else it says: NuGet then answers that there is nothing.
accepted='SQLitePCLRaw.lib.e_sqlite3'

answer=$(cd "$root" && timeout 300 dotnet list OtelBridge.sln package --vulnerable --include-transitive 2>&1)
code=$?

if [ "$code" -ne 0 ] || ! grep -q "> $accepted " <<<"$answer"; then
  tail -n 3 <<<"$answer"
  echo "vulnerable: the feed could not answer (exit code $code): it does not name $accepted, whose weakness is published. Nothing is known of the others; ask a feed that has the data."
  exit 3
fi

others=$(grep -E '^ +> ' <<<"$answer" | grep -v "> $accepted " | sort -u)
if [ -n "$others" ]; then
  printf '%s\n' "$others"
  echo "vulnerable: the feed names packages with known weaknesses, see above."
  exit 1
fi

echo "vulnerable: the feed knows of no weakness but the accepted one ($accepted)."
