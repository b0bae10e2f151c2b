<?php
/* SPDX-License-Identifier: Apache-2.0 */
declare(strict_types=1);

namespace Bgproc\Cli;

/** "Did you mean": the known word that is most similar to a wrong one. */
final class Suggestion
{
    /**
     * @param list<string> $known
     *
     * @return string "; did you mean ...?", or '' when no known word is similar
     */
    public static function for(string $word, array $known): string
    {
        $best = self::nearest($word, $known);
        return $best === null ? '' : "; did you mean \"$best\"?";
    }

    private static function nearest(string $word, array $known): ?string
    {
        $best = null;
        /* Two errors are allowed in a long word, one in a short word. */
        $least = strlen(ltrim($word, '-')) < 5 ? 2 : 3;
        foreach (strlen($word) > 40 ? [] : $known as $candidate) {
            $distance = self::distance($word, $candidate);
            if ($distance < $least) {
                [$best, $least] = [$candidate, $distance];
            }
        }
        if ($best === null && strlen(ltrim($word, '-')) >= 2) {
            $begin = array_values(array_filter($known, fn (string $candidate) => str_starts_with($candidate, $word)));
            $best = count($begin) === 1 ? $begin[0] : null;
        }
        return $best;
    }

    /** The Levenshtein distance, but two swapped neighbouring letters count as one error. */
    private static function distance(string $one, string $other): int
    {
        for ($i = 0; $i + 1 < strlen($one); $i++) {
            $swapped = $one;
            [$swapped[$i], $swapped[$i + 1]] = [$one[$i + 1], $one[$i]];
            if ($swapped === $other) {
                return $one === $other ? 0 : 1;
            }
        }
        return levenshtein($one, $other);
    }
}
