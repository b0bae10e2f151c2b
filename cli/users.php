<?php
/* SPDX-License-Identifier: Apache-2.0 */
declare(strict_types=1);

namespace Bgproc\Cli;

/**
 * Other users, for root. Whatever concerns the process of another user is done by a child that has become this user for good: it
 * may read, remove and signal what that user may, and nothing else. So a record that a user has forged cannot make root signal,
 * read or remove anything.
 */
final class Users
{
    /** The effective user id, by which the classes decide what is ours. */
    public static function me(): int
    {
        return function_exists('posix_geteuid') ? posix_geteuid() : (int) @fileowner('/proc/self/stat');
    }

    public static function name(int $user): string
    {
        $account = function_exists('posix_getpwuid') ? posix_getpwuid($user) : false;
        return $account === false ? (string) $user : $account['name'];
    }

    public static function needRoot(): void
    {
        if (self::me() !== 0) {
            throw new UsageError('option --all-users is for root only');
        }
        foreach (['posix_setuid', 'posix_setgid', 'posix_initgroups', 'pcntl_fork', 'pcntl_waitpid'] as $function) {
            if (!function_exists($function)) {
                throw new \RuntimeException("--all-users needs $function() of the PHP extensions posix and pcntl");
            }
        }
    }

    /** From here on this process is another user's: groups, group and user, and no way back. */
    public static function become(int $user): void
    {
        $account = posix_getpwuid($user);
        /* Without an account: no group but one that owns nothing. The name belongs to nobody, so the groups of root go. */
        [$name, $group] = $account === false ? ["#$user", 65534] : [$account['name'], $account['gid']];
        if (!posix_initgroups($name, $group) || !posix_setgid($group) || !posix_setuid($user)) {
            throw new \RuntimeException('cannot become the user ' . self::name($user) . ': ' . posix_strerror(posix_get_last_error()));
        }
        if (posix_getuid() !== $user || posix_geteuid() !== $user || posix_getegid() !== $group) {
            throw new \RuntimeException('cannot become the user ' . self::name($user));
        }
    }

    /**
     * Does something as another user, in a child.
     *
     * @param callable(): mixed $work its result must be representable in JSON
     */
    public static function as(int $user, callable $work): mixed
    {
        if ($user === self::me()) {
            return $work();
        }
        $ends = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
        $child = $ends === false ? -1 : pcntl_fork();
        if ($child < 0) {
            throw new \RuntimeException('no child process for the user ' . self::name($user));
        }
        if ($child === 0) {
            fclose($ends[0]);
            self::child($user, $work, $ends[1]);
        }
        fclose($ends[1]);
        $answer = (string) stream_get_contents($ends[0]);
        while (pcntl_waitpid($child, $status) < 0 && pcntl_get_last_error() === PCNTL_EINTR);
        $answer = json_decode($answer, true);
        if (!is_array($answer) || !array_key_exists('value', $answer)) {
            $text = is_string($answer['error'] ?? null) ? $answer['error'] : 'the child of the user ' . self::name($user) . ' gave no answer';
            throw isset($answer['usage']) ? new UsageError($text) : new \RuntimeException($text);
        }
        return $answer['value'];
    }

    private static function child(int $user, callable $work, $answer): never
    {
        try {
            self::become($user);
            $text = json_encode(['value' => $work()], JSON_INVALID_UTF8_SUBSTITUTE | JSON_PRESERVE_ZERO_FRACTION | JSON_THROW_ON_ERROR);
        } catch (\Throwable $error) {
            $usage = $error instanceof UsageError || $error instanceof \ValueError || $error instanceof \TypeError;
            $text = json_encode(['error' => $error->getMessage()] + ($usage ? ['usage' => true] : []), JSON_INVALID_UTF8_SUBSTITUTE);
        }
        while ($text !== '' && ($written = @fwrite($answer, $text)) > 0) {
            $text = substr($text, $written);
        }
        exit(EXIT_OK);
    }
}
