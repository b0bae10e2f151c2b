#!/usr/bin/env bash
# Joins cli/*.php into bin/bgproc: one file, because a command line tool of many files would not find its parts where PECL puts it.
#
#   tools/gen-cli.sh              writes bin/bgproc, and what is made of it: share/man/man1/bgproc.1, share/completions/*
#   tools/gen-cli.sh --out DIR    writes them below DIR instead
#   tools/gen-cli.sh --stdout     prints bin/bgproc instead
#
# The parts stand in the order of the list below. Each begins with "<?php", a comment, the namespace and its "use" lines; the joined file
# has the head of cli/main.php, every "use" line once, then the parts without their heads.
#
# SPDX-License-Identifier: Apache-2.0
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$BGPROC_ROOT"

parts="exit_code usage suggestion option_parser signals text terminal table record keys users follower proc_usage help completion completion_scripts lookup \
  run_command process_commands logs_command stop_commands job_commands job_output top_command main"

case ${1:-} in
  '') out=. ;;
  --out) out=${2:?a directory} ;;
  --stdout) out= ;;
  *) die "usage: tools/gen-cli.sh [--stdout | --out DIR]" ;;
esac

# A part that is not in the list, or a name in the list without its part, would be a command that silently is not there.
listed=$(tr -s ' ' '\n' <<<"$parts" | sed 's/.*/cli\/&.php/' | sort)
[ "$listed" = "$(printf '%s\n' cli/*.php | sort)" ] || die "the files of cli/ are not those of the list in tools/gen-cli.sh"

# head FILE prints what stands before the namespace, uses FILE the "use" lines, body FILE what follows them.
head_of() { sed '/^namespace /,$d' "$1"; }
uses_of() { sed -n '/^namespace /,/^[^un]/{/^use .*;$/p}' "$1"; }
body_of() {
  awk '!found { found = /^namespace / ; next }
    !begun && (/^$/ || /^use .*;$/) { next }
    { begun = 1; print }' "$1"
}

made=$(mktemp -d)
trap 'rm -rf "$made"' EXIT
joined=$made/bin/bgproc
mkdir -p "$made/bin" "$made/share/man/man1" "$made/share/completions"
{
  printf '#!/usr/bin/env php\n'
  head_of cli/main.php | sed 's|^/\* SPDX.*|&\n/* Joined from cli/*.php by tools/gen-cli.sh: edit those files. */|'
  printf 'namespace Bgproc\\Cli;\n\n'
  for part in $parts; do uses_of "cli/$part.php"; done | sort -u
  for part in $parts; do
    printf '\n/* ---- cli/%s.php ---- */\n\n' "$part"
    body_of "cli/$part.php"
  done
} >"$joined"

if [ -z "$out" ]; then
  cat "$joined"
  exit 0
fi
php="php$BGPROC_PHP_VERSION"
"$php" -n tools/gen-man.php >"$made/share/man/man1/bgproc.1"
"$php" -n "$joined" completion bash >"$made/share/completions/bgproc.bash"
"$php" -n "$joined" completion zsh >"$made/share/completions/_bgproc"
"$php" -n "$joined" completion fish >"$made/share/completions/bgproc.fish"
(cd "$made" && find . -type f) | while read -r file; do
  if ! cmp -s "$made/$file" "$out/$file"; then
    mkdir -p "$(dirname "$out/$file")"
    cat "$made/$file" >"$out/$file"
  fi
done
