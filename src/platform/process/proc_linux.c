/* SPDX-License-Identifier: Apache-2.0 */
#include "src/platform/file/descriptor.h"
#include "src/platform/file/procfs.h"
#include "src/platform/process/proc.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <unistd.h>

/* From linux/magic.h of Linux 6.9; older headers do not have it. In this file system each pidfd has a unique inode. */
#define PIDFS_MAGIC 0x50494446
/* asm-generic numbers, the same on every architecture since 5.1. */
#ifndef SYS_pidfd_send_signal
# define SYS_pidfd_send_signal 424
#endif
#ifndef MADV_WIPEONFORK
# define MADV_WIPEONFORK 18
#endif
#ifndef SYS_pidfd_open
# define SYS_pidfd_open 434
#endif

/* ---- identity ---- */

/*
 * Whether no process has the pid, as far as that can be found out without a descriptor. kill() is not used: if the number is
 * that of a thread, kill() would accept it.
 */
static bool is_no_process(pid_t pid)
{
	return syscall(SYS_tgkill, pid, pid, 0) < 0 && errno == ESRCH;
}

static int pidfd_open_raw(pid_t pid)
{
	/* A pidfd is always close-on-exec. */
	int pidfd = (int) syscall(SYS_pidfd_open, pid, 0);

	if (pidfd < 0 && (errno == EINVAL || errno == ENOENT)) {
		/* Linux returns these errors for the number of a thread: one before 6.15, the other since. */
		int saved_errno = errno;

		errno = is_no_process(pid) ? ESRCH : saved_errno;
	}
	return pidfd;
}

/* The inode of a pidfd if it identifies the process uniquely (pidfs, Linux 6.9+), else 0. False when it cannot be found out. */
static bool pidfd_inode(int pidfd, uint64_t *inode)
{
	struct statfs fs;
	struct stat st;

	*inode = 0;
	/* 32-bit systems have 32-bit inodes, which are reused. */
	if (sizeof(long) < 8) {
		return true;
	}
	if (fstatfs(pidfd, &fs) < 0 || fstat(pidfd, &st) < 0) {
		return false;
	}
	*inode = fs.f_type == PIDFS_MAGIC ? st.st_ino : 0;
	return true;
}

/*
 * Facts that do not change during the life of a process, but may differ after a fork: the child may be in another pid
 * namespace (after unshare()) or move to another cgroup. They are kept on a page that the kernel clears in a forked child.
 * Each fact is written only when it is complete, so several threads may find it out at the same time. The page stays until
 * the process ends.
 */
struct facts {
	uint64_t pid_namespace; /* 0: not known */
	int in_service;         /* 0: not known, 1: no, 2: yes */
};

/* NULL if the system has no such memory (before Linux 4.14, or no memory left): nothing is cached then. */
static struct facts *kept_facts(void)
{
	static struct facts *kept;
	struct facts *mine = __atomic_load_n(&kept, __ATOMIC_ACQUIRE), *none = NULL;

	if (mine) {
		return mine;
	}
	mine = mmap(NULL, sizeof *mine, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (mine == MAP_FAILED) {
		return NULL;
	}
	if (madvise(mine, sizeof *mine, MADV_WIPEONFORK) < 0) {
		munmap(mine, sizeof *mine);
		return NULL;
	}
	if (!__atomic_compare_exchange_n(&kept, &none, mine, false, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE)) {
		/* Another thread has mapped its page first. */
		munmap(mine, sizeof *mine);
		mine = none;
	}
	return mine;
}

void bgproc_identity_here(struct bgproc_identity *identity)
{
	/* The same for all forks. Several threads may write it at the same time, because they write the same value. */
	static char boot_id[BGPROC_BOOT_ID_LENGTH + 1];
	struct facts once = {0}, *facts = kept_facts();
	struct stat st;

	facts = facts ? facts : &once;
	if (facts->pid_namespace == 0 && stat("/proc/self/ns/pid", &st) == 0) {
		facts->pid_namespace = st.st_ino;
	}
	if (boot_id[BGPROC_BOOT_ID_LENGTH - 1] == '\0') {
		char text[BGPROC_BOOT_ID_LENGTH + 2];

		if (bgproc_procfs_read("/proc/sys/kernel/random/boot_id", text, sizeof text) >= BGPROC_BOOT_ID_LENGTH) {
			memcpy(boot_id, text, BGPROC_BOOT_ID_LENGTH);
		}
	}
	memcpy(identity->boot_id, boot_id, sizeof boot_id);
	identity->boot_id[BGPROC_BOOT_ID_LENGTH] = '\0';
	identity->pid_namespace = facts->pid_namespace;
}

void bgproc_identity_find(pid_t pid, struct bgproc_identity *identity)
{
	int pidfd = pidfd_open_raw(pid);

	identity->pid = pid;
	identity->start_ticks = 0;
	identity->pidfd_inode = 0;
	if (pidfd >= 0) {
		pidfd_inode(pidfd, &identity->pidfd_inode);
		bgproc_fd_close(&pidfd);
	}
	if (identity->pidfd_inode == 0) {
		struct bgproc_procfs_stat fields;

		identity->start_ticks = bgproc_procfs_stat(pid, &fields) ? fields.start_ticks : 0;
	}
}

void bgproc_identity_of_self(struct bgproc_identity *identity)
{
	/* getpid() is not used, because it may be cached: the caller may be a fresh clone. */
	bgproc_identity_find((pid_t) syscall(SYS_getpid), identity);
}

bool bgproc_identity_of(pid_t pid, struct bgproc_identity *identity)
{
	struct bgproc_procfs_stat fields;
	int pidfd = pidfd_open_raw(pid);

	identity->pid = pid;
	identity->pidfd_inode = 0;
	if (pidfd >= 0) {
		pidfd_inode(pidfd, &identity->pidfd_inode);
		bgproc_fd_close(&pidfd);
	}
	if (!bgproc_procfs_stat(pid, &fields)) {
		return false;
	}
	identity->start_ticks = fields.start_ticks;
	return true;
}

enum sight {
	SEEN_ALIVE,
	SEEN_GONE,
	UNSEEN, /* the call that should find out has failed */
};

/* Without an inode the start time identifies the process. */
static enum sight look_at_start(const struct bgproc_identity *identity)
{
	struct bgproc_procfs_stat fields;

	/* An identity that consists of a pid only is not unique, so it is never accepted. */
	if (identity->start_ticks == 0) {
		return SEEN_GONE;
	}
	errno = 0;
	if (!bgproc_procfs_stat(identity->pid, &fields)) {
		/* There is no such process, or there was no descriptor or memory to read its state. */
		return errno == 0 || errno == ENOENT || errno == ESRCH ? SEEN_GONE : UNSEEN;
	}
	return !bgproc_procfs_dead(fields.state) && fields.start_ticks == identity->start_ticks ? SEEN_ALIVE : SEEN_GONE;
}

/* Whether the identity is that of the pidfd (-1 below Linux 5.3) and of the pid's numbers, and the process is alive. */
static enum sight look(const struct bgproc_identity *identity, int pidfd)
{
	struct pollfd ended = {.fd = pidfd, .events = POLLIN};
	uint64_t inode = 0;

	/* Readable: the process has ended, even if its parent has not reaped it yet. */
	if (pidfd >= 0 && poll(&ended, 1, 0) > 0) {
		return SEEN_GONE;
	}
	if (pidfd >= 0 && identity->pidfd_inode && !pidfd_inode(pidfd, &inode)) {
		return UNSEEN;
	}
	if (inode) {
		return inode == identity->pidfd_inode ? SEEN_ALIVE : SEEN_GONE;
	}
	if (pidfd < 0 && identity->pidfd_inode && identity->start_ticks == 0) {
		/* A filter forbids a call in this process that the process's starter could use. */
		return is_no_process(identity->pid) ? SEEN_GONE : UNSEEN;
	}
	return look_at_start(identity);
}

/* Without /proc (in a chroot) boot and namespace cannot be compared. Then only the numbers of the pid are compared. */
static enum bgproc_liveness check_place(const struct bgproc_identity *identity)
{
	struct bgproc_identity here = {0};

	bgproc_identity_here(&here);
	if (identity->boot_id[0] && here.boot_id[0] && strcmp(identity->boot_id, here.boot_id) != 0) {
		return BGPROC_OTHER_BOOT;
	}
	if (identity->pid_namespace && here.pid_namespace && identity->pid_namespace != here.pid_namespace) {
		return BGPROC_OTHER_NAMESPACE;
	}
	return BGPROC_ALIVE;
}

enum bgproc_liveness bgproc_identity_check(const struct bgproc_identity *identity)
{
	enum bgproc_liveness place = check_place(identity);
	enum sight sight;
	int pidfd;

	if (place != BGPROC_ALIVE) {
		return place;
	}
	if (identity->pid <= 1) {
		return BGPROC_GONE;
	}
	pidfd = pidfd_open_raw(identity->pid);
	if (pidfd < 0 && errno != ENOSYS && errno != EINVAL) {
		/* No descriptor or no memory: a process that cannot be checked counts as alive. */
		return errno == ESRCH || is_no_process(identity->pid) ? BGPROC_GONE : BGPROC_ALIVE;
	}
	sight = look(identity, pidfd);
	bgproc_fd_close(&pidfd);
	return sight == SEEN_GONE ? BGPROC_GONE : BGPROC_ALIVE;
}

int bgproc_identity_open(const struct bgproc_identity *identity)
{
	int pidfd;

	if (identity->pid <= 1 || check_place(identity) != BGPROC_ALIVE) {
		errno = ESRCH;
		return -1;
	}
	pidfd = pidfd_open_raw(identity->pid);
	/* Checked after it was opened: from here on the descriptor cannot refer to another process. */
	if (pidfd >= 0) {
		enum sight sight = look(identity, pidfd);

		if (sight != SEEN_ALIVE) {
			bgproc_fd_close(&pidfd);
			errno = sight == SEEN_GONE ? ESRCH : EIO;
		}
	}
	return pidfd;
}

static int send_by_pid(pid_t pid, int signal_number, const uint64_t *message)
{
	if (message) {
		union sigval value = {.sival_ptr = (void *) (uintptr_t) *message};

		return sigqueue(pid, signal_number, value);
	}
	return kill(pid, signal_number);
}

/* Below Linux 5.3 there is no pidfd. The check and the signal are two steps, with as little time in between as possible. */
static int signal_by_pid(const struct bgproc_identity *identity, int signal_number, const uint64_t *message)
{
	enum sight sight = check_place(identity) == BGPROC_ALIVE ? look(identity, -1) : SEEN_GONE;

	/* A process that cannot be checked is not signalled. */
	if (sight != SEEN_ALIVE) {
		errno = sight == SEEN_GONE ? ESRCH : EIO;
		return -1;
	}
	return send_by_pid(identity->pid, signal_number, message);
}

int bgproc_identity_signal(const struct bgproc_identity *identity, int signal_number, const uint64_t *message)
{
	int pidfd, result;
	siginfo_t info;

	if (identity->pid <= 1 || identity->pid == getpid()) {
		errno = EINVAL;
		return -1;
	}
	pidfd = bgproc_identity_open(identity);
	if (pidfd < 0) {
		return errno == ENOSYS ? signal_by_pid(identity, signal_number, message) : -1;
	}
	memset(&info, 0, sizeof info);
	info.si_signo = signal_number;
	info.si_code = SI_QUEUE;
	info.si_pid = getpid();
	info.si_uid = getuid();
	if (message) {
		info.si_value.sival_ptr = (void *) (uintptr_t) *message;
	}
	result = (int) syscall(SYS_pidfd_send_signal, pidfd, signal_number, message ? &info : NULL, 0);
	/* A filter (or valgrind) may know only one of the two calls. The process was checked just before. */
	if (result < 0 && errno == ENOSYS) {
		result = send_by_pid(identity->pid, signal_number, message);
	}
	bgproc_fd_close(&pidfd);
	return result;
}

static bool find_service(void)
{
	char text[4096], *line, *end;
	bool found = false;

	if (bgproc_procfs_read("/proc/self/cgroup", text, sizeof text) > 0) {
		/* Version 2 has one line, "0::/system.slice/php8.2-fpm.service"; version 1 has one line for each hierarchy. */
		for (line = strtok_r(text, "\n", &end); line; line = strtok_r(NULL, "\n", &end)) {
			size_t length = strlen(line);

			found = found || (length > 8 && strcmp(line + length - 8, ".service") == 0);
		}
	}
	return found;
}

bool bgproc_in_service(void)
{
	struct facts once = {0}, *facts = kept_facts();

	facts = facts ? facts : &once;
	if (facts->in_service == 0) {
		facts->in_service = find_service() ? 2 : 1;
	}
	return facts->in_service == 2;
}

bool bgproc_catches(pid_t pid, int signal_number)
{
	struct bgproc_procfs_stat fields;

	/* The fields have 32 bits, so real-time signals are unknown. */
	return signal_number < 32 && bgproc_procfs_stat(pid, &fields) && (fields.caught >> (signal_number - 1) & 1);
}
