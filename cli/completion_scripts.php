<?php
/* SPDX-License-Identifier: Apache-2.0 */
declare(strict_types=1);

namespace Bgproc\Cli;

/* What "bgproc completion SHELL" prints. */
const COMPLETION_SCRIPTS = [
    'bash' => <<<'BASH'
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

        BASH,
    'zsh' => <<<'ZSH'
        #compdef bgproc
        # zsh completion for bgproc; made by "bgproc completion zsh"
        # SPDX-License-Identifier: Apache-2.0
        _bgproc() {
            local line kind
            local -a plain open
            for line in "${(@f)$("${words[1]}" __complete -- "${(@Q)words[2,CURRENT-1]}" "$PREFIX" 2>/dev/null)}"; do
                case $line in
                    :*) kind=${line#:} ;;
                    *=$'\t'*) open+=("${line/$'\t'/:}") ;;
                    *) plain+=("${line/$'\t'/:}") ;;
                esac
            done
            # -U: a part in the middle of a key will do. Behind "=" comes the value.
            (( $#plain )) && _describe -t words bgproc plain -U
            (( $#open )) && _describe -t options bgproc open -U -S ''
            [[ $PREFIX == --*=* ]] && compset -P '*='
            case $kind in
                files) _files ;;
                directories) _files -/ ;;
                commands) _command_names -e ;;
            esac
        }
        # Loaded by autoload or by source.
        if [ "$funcstack[1]" = _bgproc ]; then
            _bgproc "$@"
        else
            compdef _bgproc bgproc
        fi

        ZSH,
    'fish' => <<<'FISH'
        # fish completion for bgproc; made by "bgproc completion fish"
        # SPDX-License-Identifier: Apache-2.0
        function __bgproc_complete
            set -l words (commandline -opc)
            set -l current (commandline -ct)
            set -l value $current
            set -l before ''
            if string match -q -- '--*=*' $current
                set value (string replace -r '^--[^=]*=' '' -- $current)
                set before (string match -r '^--[^=]*=' -- $current)
            end
            for line in ($words[1] __complete -- $words[2..-1] $current 2>/dev/null)
                switch $line
                    case ':files' ':commands'
                        if test $line = ':commands'
                            __fish_complete_command
                        end
                        for path in (__fish_complete_path $value)
                            echo -- $before$path
                        end
                    case ':directories'
                        for path in (__fish_complete_directories $value '')
                            echo -- $before$path
                        end
                    case ':*'
                    case '*'
                        echo -- $line
                end
            end
        end
        complete -c bgproc -f -a '(__bgproc_complete)'

        FISH,
];
