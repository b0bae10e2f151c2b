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
