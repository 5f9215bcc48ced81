#!/usr/bin/env bash
# Builds the solution once and runs every test project. The last line is "N passed, N failed"; anything but "0 failed" exits non-zero.
#
#   bash tests/run.sh                      everything
#   bash tests/run.sh --filter EXPRESSION  the tests that 'dotnet test --filter' selects
#
# Needs the .NET SDK of global.json. Installs by apt-get what else is missing (nodejs, npm, curl, postgresql, chromium, fonts-noto-core, iproute2, e2fsprogs, mount, util-linux), and the Node
# packages of the tests; one of them is the engine of ClickHouse, of 566 MB (OTELBRIDGE_LIBCHDB names a libchdb.so that is there already).
# Two test projects run at a time; what each of them says is shown when it has ended.
# Pictures of every page are in TestResults/screenshots afterwards, those of browser tests that failed in TestResults/failures.
# Some tests break disks and networks of their own: they need the rights of root, loop devices and network namespaces. Where a machine lacks that they fail, unless
# OTELBRIDGE_CHAOS_LEAVE_OUT names them as what may be left out: "full-disk,network-cut".
# A skipped test, a test project without tests, and a test process that crashes or hangs count as failures.
set -euo pipefail
exec </dev/null

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
results="$root/TestResults"
node_folders=("$root/tests/OtelBridge.Interop.Tests/node" "$root/tests/OtelBridge.Interop.Tests/node-emitters" "$root/tests/OtelBridge.Browser.Tests/node")
engine_folder="$root/tests/OtelBridge.ClickHouseEngine/node"
oldest_node=20
newer_node_version=20.19.5
project_timeout=800 # seconds
projects_at_once=2 # many tests wait for others, and use no processor meanwhile
# The longest come first, so that nothing long is left at the end; the order of the rest does not matter.
longest=(OtelBridge.Store.Tests OtelBridge.Browser.Tests OtelBridge.Tests OtelBridge.Interop.Tests OtelBridge.Server.Tests OtelBridge.Documents.Tests)
filter=()

passed=0
failed=0
memory_folder= # where the temporary files of the tests are, when the machine has memory for them
tests_pid= # of the test process that a runner waits for, which leads a process group of its own
declare -A running=() # the projects that run, by the id of the runner that waits for them

say() { printf '%s\n' "$*"; }

# The last line, whatever ends the script.
finish() {
  local exit_code=$?
  trap - EXIT
  end_runners
  [ -z "$memory_folder" ] || rm -rf "$memory_folder"
  if [ "$exit_code" -ne 0 ] || [ "$passed" -eq 0 ]; then
    failed=$((failed > 0 ? failed : 1))
  fi

  say "$passed passed, $failed failed"
  exit $((failed > 0))
}
trap finish EXIT
trap 'end_runners; exit 130' INT TERM

# Ends what a crashed or interrupted test process may have left: servers and peers are in its process group.
end_tests() {
  if [ -n "$tests_pid" ]; then
    kill -KILL -- "-$tests_pid" 2>/dev/null || true
    tests_pid=
  fi
}

# Tells the runners to end their tests, and waits until they have.
end_runners() {
  local runner
  for runner in "${!running[@]}"; do
    kill -TERM "$runner" 2>/dev/null || true
  done
  for runner in "${!running[@]}"; do
    wait "$runner" 2>/dev/null || true
  done
  running=()
}

# Ends the run before any test could be run.
stop() {
  say "tests/run.sh: $*" >&2
  exit 1
}

read_arguments() {
  while [ $# -gt 0 ]; do
    case "$1" in
      --filter)
        [ $# -ge 2 ] || stop "--filter needs an expression."
        filter=(--filter "$2")
        shift 2
        ;;
      *) stop "unknown argument '$1'; only --filter EXPRESSION is known." ;;
    esac
  done
}

# What the developer's own environment says must not decide what a test sees.
clean_environment() {
  local name
  for name in "${!OTEL_@}" "${!MLFLOW_@}" "${!OPENAI_@}" "${!ANTHROPIC_@}" OTELBRIDGE_PRICES_FILE OTELBRIDGE_RECORD OTELBRIDGE_STORE OTELBRIDGE_GRPC OTELBRIDGE_OTLP_HTTP OTELBRIDGE_HTTP; do
    unset "$name"
  done

  export LC_ALL=C.UTF-8 TERM=dumb DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_CLI_UI_LANGUAGE=en
  # Build servers would outlive this script.
  export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0 UseSharedCompilation=false
  # Most programs here live for a second or two: what the compiler learns of them costs more than it saves.
  export DOTNET_TieredPGO=0
  # A proxy is for package registries; every server of the tests is here.
  export no_proxy="127.0.0.1,localhost${no_proxy:+,$no_proxy}"
  export NO_PROXY="$no_proxy"
}

check_dotnet() {
  command -v dotnet >/dev/null || stop "dotnet is missing. Install the .NET SDK that global.json names: https://dotnet.microsoft.com/download"
  (cd "$root" && dotnet --version >/dev/null) || stop "this .NET SDK is not the one that global.json names."
}

as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo -n "$@"
  else
    return 1
  fi
}

# ensure COMMAND PACKAGE…: installs the packages when the command is missing.
ensure() {
  local command=$1
  shift
  command -v "$command" >/dev/null && return
  local manual="Install it yourself: apt-get install $*"
  command -v apt-get >/dev/null || stop "$command is missing, and there is no apt-get to install it. $manual"
  say "$command is missing: installing $* by apt-get"
  as_root apt-get update -qq || stop "$command is missing, and 'apt-get update' failed (root or sudo without a password is needed). $manual"
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" \
    || stop "$command is missing, and 'apt-get install $*' failed. $manual"
  command -v "$command" >/dev/null || stop "$command is still missing after 'apt-get install $*'. $manual"
}

# The programs of the server, which Debian keeps outside of the path. Only the programs: the tests start servers of their own.
ensure_postgres() {
  if ! ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 && ! command -v initdb >/dev/null; then
    as_root mkdir -p /etc/postgresql-common/createcluster.d 2>/dev/null \
      && printf 'create_main_cluster = false\n' | as_root tee /etc/postgresql-common/createcluster.d/no-main-cluster.conf >/dev/null || true
    ensure pg_ctlcluster postgresql
  fi
}

# The browser of the browser tests, and a font for its pictures.
ensure_chromium() {
  if ! command -v chromium-browser >/dev/null && ! command -v google-chrome >/dev/null; then
    ensure chromium chromium fonts-noto-core
  fi
}

# What makes disks and networks that may break. Where it is left out the tests say so, not this.
ensure_breakable() {
  local PATH="$PATH:/usr/sbin:/sbin"
  ensure ip iproute2
  ensure mkfs.ext4 e2fsprogs
  ensure mount mount
  ensure prlimit util-linux
  if [ -n "${OTELBRIDGE_CHAOS_LEAVE_OUT:-}" ]; then
    say "May be left out, as OTELBRIDGE_CHAOS_LEAVE_OUT says: $OTELBRIDGE_CHAOS_LEAVE_OUT"
  fi
}

check_tools() {
  ensure node nodejs npm
  ensure npm npm
  ensure curl curl
  ensure_postgres
  ensure_chromium
  ensure_breakable
  if [ "$(node_major)" -lt "$oldest_node" ]; then
    newer_node
  fi
}

node_major() {
  local version
  version=$(node --version)
  version=${version#v}
  printf '%s' "${version%%.*}"
}

# Distributions are slow with Node; the npm registry has its programs as packages. For these tests alone: nothing else on the machine sees it.
newer_node() {
  local folder="$root/tests/OtelBridge.Interop.Tests/node_modules"
  if [ ! -x "$folder/.bin/node" ]; then
    say "node $(node --version) is too old, the tests need $oldest_node: installing node $newer_node_version beside the tests (npm)"
    npm install --no-save --no-audit --no-fund --loglevel=error --prefix "$(dirname "$folder")" "node@$newer_node_version" >/dev/null \
      || stop "node $(node --version) is too old; the tests need $oldest_node or newer, and npm could not install one."
  fi

  export PATH="$folder/.bin:$PATH"
  hash -r
  [ "$(node_major)" -ge "$oldest_node" ] || stop "node $(node --version) is too old; the tests need $oldest_node or newer."
}

# Packages are installed again when the lock file differs from the one they were installed from, or when somebody removed some.
install_node_packages() {
  local folder stamp
  # One copy of the largest of them is enough for a machine.
  if [ -z "${OTELBRIDGE_LIBCHDB:-}" ]; then
    node_folders+=("$engine_folder")
  elif [ ! -f "$OTELBRIDGE_LIBCHDB" ]; then
    stop "OTELBRIDGE_LIBCHDB names no file: $OTELBRIDGE_LIBCHDB"
  fi

  for folder in "${node_folders[@]}"; do
    stamp="$folder/node_modules/.installed-from"
    cmp -s "$folder/package-lock.json" "$stamp" && [ ! "$folder/node_modules" -nt "$stamp" ] && continue
    say "Installing the Node packages of ${folder#"$root"/} (npm ci)"
    (cd "$folder" && npm ci --no-audit --no-fund --loglevel=error) || stop "'npm ci' in $folder failed."
    cp "$folder/package-lock.json" "$stamp"
  done
}

# One compiler for all projects, which would otherwise warm up anew for each; it waits for more until it is ended.
build() {
  local pipe="otelbridge-tests-$$" exit_code=0 process
  say "Building"
  dotnet build "$root/OtelBridge.sln" -c Release -warnaserror -nodeReuse:false -p:UseSharedCompilation=true -p:SharedCompilationId="$pipe" --verbosity quiet || exit_code=$?
  for process in /proc/[0-9]*; do
    if grep -qas -- "-pipename:$pipe" "$process/cmdline"; then
      kill "${process#/proc/}" 2>/dev/null || true
    fi
  done
  [ "$exit_code" -eq 0 ] || stop "the build failed."
}

# counter FILE NAME: one of the counters of a result file; nothing when there is no such file.
counter() {
  [ -f "$1" ] || return 0
  sed -n "s/.*<Counters [^>]*\b$2=\"\([0-9]*\)\".*/\1/p" "$1" | head -n 1
}

# names FILE OUTCOME: the tests with that outcome.
names() {
  sed -n "s/.*<UnitTestResult [^>]*testName=\"\([^\"]*\)\"[^>]* outcome=\"$2\".*/  \1/p" "$1" | sort
}

# Runs the tests of a project and says how it went; how many passed and failed is in the file .count beside its results. A process of its own (see start).
run_project() {
  local project=$1 name file exit_code=0
  name=$(basename "$project" .csproj)
  file="$results/$name.trx"
  grep -q "$name.csproj" "$root/OtelBridge.sln" || { say "$name: not in OtelBridge.sln"; say "0 1" >"$results/$name.count"; return; }

  say "== $name"
  timeout --kill-after=10 "$project_timeout" \
    dotnet test "$project" --no-build -c Release --logger "trx;LogFileName=$name.trx" --results-directory "$results" "${filter[@]}" &
  tests_pid=$!
  wait "$tests_pid" || exit_code=$?
  end_tests

  local total executed ok bad skipped
  total=$(counter "$file" total)
  executed=$(counter "$file" executed)
  ok=$(counter "$file" passed)
  bad=$((${executed:-0} - ${ok:-0}))
  skipped=$((${total:-0} - ${executed:-0}))

  if [ "$skipped" -gt 0 ]; then
    say "$name: skipped tests count as failures:"
    names "$file" NotExecuted
    bad=$((bad + skipped))
  fi

  if [ "${total:-0}" -eq 0 ] && { [ ${#filter[@]} -eq 0 ] || [ "$exit_code" -ne 0 ]; }; then
    say "$name: no test was run (exit code $exit_code)"
    bad=$((bad + 1))
  elif [ "$exit_code" -ne 0 ] && [ "$bad" -eq 0 ]; then
    say "$name: the test process ended with code $exit_code (124: it hung for $project_timeout s)"
    bad=$((bad + 1))
  fi

  # What a project's tests want to be seen, such as a line for each emitter.
  if [ -f "$results/$name.txt" ]; then
    cat "$results/$name.txt"
  fi

  say "$name: ${ok:-0} passed, $bad failed ($SECONDS s)"
  if [ "$bad" -gt 0 ] && [ -f "$file" ]; then
    names "$file" Failed
  fi

  say "${ok:-0} $bad" >"$results/$name.count"
}

# Stores of the tests live for a second, and there are thousands of them: a disk spends more time on making and removing their files than the tests on what is in them.
use_memory() {
  local needed=$((8 * 1024 * 1024)) # KiB
  if [ -w /dev/shm ] && [ "$(df -Pk /dev/shm | awk 'NR == 2 { print $4 }')" -ge "$needed" ] && [ "$(awk '$1 == "MemAvailable:" { print $2 }' /proc/meminfo)" -ge "$needed" ]; then
    memory_folder=$(mktemp -d /dev/shm/otelbridge-tests-XXXXXX)
    chmod 1777 "$memory_folder" # the servers of the tests have users of their own
    export TMPDIR="$memory_folder"
  fi
}

# Starts the tests of a project beside those that run, as a process that writes to a file of its own.
start() {
  local name
  name=$(basename "$1" .csproj)
  (
    trap - EXIT
    trap 'end_tests; exit 143' TERM
    SECONDS=0
    run_project "$1"
  ) >"$results/$name.log" 2>&1 &
  running[$!]=$name
}

# Waits until the tests of one project have ended, shows what they said, and counts.
await_one() {
  local runner name ok=0 bad=1
  wait -n -p runner "${!running[@]}" || true
  name=${running[$runner]}
  unset "running[$runner]"
  cat "$results/$name.log"
  if [ -f "$results/$name.count" ]; then
    read -r ok bad <"$results/$name.count"
  else
    say "$name: its runner ended before its tests"
  fi

  passed=$((passed + ok))
  failed=$((failed + bad))
}

# Every test project, in the order of their start.
projects() {
  local name project
  for name in "${longest[@]}"; do
    if [ -f "$root/tests/$name/$name.csproj" ]; then
      say "$root/tests/$name/$name.csproj"
    fi
  done
  for project in "$root"/tests/*.Tests/*.csproj; do
    name=$(basename "$project" .csproj)
    if [[ " ${longest[*]} " != *" $name "* ]]; then
      say "$project"
    fi
  done
}

read_arguments "$@"
clean_environment
check_dotnet
check_tools
install_node_packages
build
rm -rf "$results"
mkdir -p "$results"
use_memory
mapfile -t projects < <(projects)
for project in "${projects[@]}"; do
  if [ ${#running[@]} -ge "$projects_at_once" ]; then
    await_one
  fi

  start "$project"
done
while [ ${#running[@]} -gt 0 ]; do
  await_one
done
