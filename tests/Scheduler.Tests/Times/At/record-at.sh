#!/bin/bash
# Prints at-cases.tsv with the answers of this machine's at(1): ./record-at.sh < at-cases.tsv > recorded.tsv
# Needs the packages at and faketime, and root, whose queue must be empty. OURS and WHY are taken over as they are.
set -euo pipefail
queue=/var/spool/cron/atjobs
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
# A copy has no set-user-id bit, with which the loader would not let the clock be faked.
cp /usr/bin/at "$dir/at"

while IFS= read -r line; do
    if [[ $line == \#* ]]; then
        echo "$line"
        continue
    fi
    # A tab before an empty column counts, which read with IFS would skip.
    IFS=$'\x1f' read -r now zone spec _ ours why <<< "${line//$'\t'/$'\x1f'}"
    words=$(printf '%b.' "$spec")
    said=$(TZ=$zone FAKETIME_FMT=%s faketime -f "$(date -d "$now" +%s)" "$dir/at" -M -- "${words%.}" 2>&1 < /dev/null) || true
    job=$(find "$queue" -type f -name 'a*' -printf '%f')
    if [[ -n $job ]]; then
        # The name of a job's file ends in the minutes since 1970.
        answer=$(TZ=$zone date -d "@$((16#${job:6} * 60))" +%FT%T%:z)
        rm "$queue/$job"
    elif [[ $said == *'in the past'* ]]; then
        answer=past
    else
        answer=refused
    fi
    row=$(printf '%s\t' "$now" "$zone" "$spec" "$answer")
    [[ -z $ours ]] && echo "${row%$'\t'}" || printf '%s%s\t%s\n' "$row" "$ours" "$why"
done
