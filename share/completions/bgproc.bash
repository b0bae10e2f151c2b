# bash completion for bgproc; made by "bgproc completion bash"
# SPDX-License-Identifier: Apache-2.0
_bgproc() {
    local IFS=$'\n' i word line kind= current words=()
    # For bash "=" is a word of its own: --name=value is put together again.
    for ((i = 1; i <= COMP_CWORD; i++)); do
        word=${COMP_WORDS[i]}
        if [ ${#words[@]} -gt 0 ] && [[ ${words[-1]} == --* && ( $word == = || ${COMP_WORDS[i - 1]} == = ) ]]; then
            words[-1]+=$word
        else
            words+=("$word")
        fi
    done
    current=${words[-1]}
    COMPREPLY=()
    while read -r line; do
        case $line in
            :*) kind=${line#:} ;;
            *)
                word=${line%%$'\t'*}
                # Of --name=value bash replaces what is behind the "=".
                [[ $current == --*=* ]] && word=${word#*=}
                COMPREPLY+=("$word")
                ;;
        esac
    done < <("${COMP_WORDS[0]}" __complete -- "${words[@]}" 2>/dev/null)
    [[ $current == --*=* ]] && current=${current#*=}
    case $kind in
        files) COMPREPLY=($(compgen -f -- "$current")) && compopt -o filenames ;;
        directories) COMPREPLY=($(compgen -d -- "$current")) && compopt -o filenames ;;
        commands) COMPREPLY=($(compgen -c -- "$current")) ;;
    esac
    if [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *= ]]; then
        compopt -o nospace
    fi
    return 0
}
complete -F _bgproc bgproc
