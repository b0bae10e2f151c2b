/* SPDX-License-Identifier: Apache-2.0 */

/*
 * Makes one system call of one process of a start fail, or kills that process at it. A tracer: it attaches to a PHP process
 * and follows what run() makes.
 *
 *     inject PID list             writes every call
 *     inject PID ROLE CALL WHEN ERRNO   the WHENth CALL of the process with that role gives ERRNO without being done;
 *                                 "WHEN+": that one and all later ones
 *     inject PID ROLE kill INDEX  SIGKILL instead of the INDEXth call of all
 *
 * ROLE: 0 the PHP process, between its two marks getpgid(MARK) and getpgid(MARK + 1), 1 its child, 2 its grandchild, which
 * becomes the supervisor, 3 the child of the supervisor until it executes the command, which then runs untraced, 4 the same of
 * the second attempt of a job, 5 the program of the command where that is bgproc.request, which asks for a request of a job.
 * strace can inject too, but counts the calls of every traced process alike: it cannot aim at one of them.
 *
 * Reports on stdout, one line each: "ready"; "task ROLE PID"; "exec ROLE PID"; "call ROLE NAME"; "hit ROLE NAME";
 * "signal ROLE TARGET NUMBER" (a signal that a traced process sends); "gone ROLE PID". Ends by SIGTERM, which frees all.
 */

#include <elf.h>
#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

#define MARK 2147483001
enum { STARTER, FIRST_CHILD, SUPERVISOR, COMMAND, SECOND_COMMAND, REQUEST };
#define TASKS 64

struct name {
	const char *text;
	long number;
};

#define CALL(name) {#name, SYS_##name}

/* Those that a test may want to name; others show as their number. */
static const struct name names[] = {CALL(openat), CALL(read), CALL(pread64), CALL(write), CALL(pwrite64), CALL(writev), CALL(close),
	CALL(fstat), CALL(newfstatat), CALL(statx), CALL(fsync), CALL(fdatasync), CALL(ftruncate), CALL(fallocate), CALL(flock),
	CALL(lseek), CALL(fcntl), CALL(dup3), CALL(pipe2), CALL(clone), CALL(clone3), CALL(execve), CALL(execveat), CALL(wait4),
	CALL(waitid), CALL(ppoll), CALL(signalfd4), CALL(pidfd_open), CALL(pidfd_send_signal), CALL(rt_sigqueueinfo), CALL(prctl),
	CALL(setsid), CALL(close_range), CALL(getdents64), CALL(setpgid), CALL(brk), CALL(mmap), CALL(munmap), CALL(mprotect),
	CALL(mremap), CALL(kill), CALL(memfd_create), CALL(statfs), CALL(fstatfs), CALL(faccessat), CALL(faccessat2), CALL(getrandom),
	CALL(prlimit64), CALL(setpriority), CALL(readlinkat), CALL(unlinkat), CALL(renameat2), CALL(renameat), CALL(linkat),
	CALL(mkdirat), CALL(fchmod), CALL(fchmodat), CALL(chdir), CALL(umask), CALL(setrlimit), CALL(getrlimit), CALL(rt_sigaction),
	CALL(rt_sigprocmask), CALL(rt_sigtimedwait), CALL(getpid), CALL(gettid), CALL(getppid), CALL(getcwd), CALL(geteuid),
	CALL(getuid), CALL(exit_group), CALL(exit), CALL(clock_gettime), CALL(sched_getaffinity), CALL(set_robust_list),
	CALL(set_tid_address), CALL(rseq), CALL(uname), CALL(getpgid), CALL(getsid), CALL(ioctl), CALL(sendto), CALL(recvfrom),
	CALL(sendmsg), CALL(recvmsg), CALL(getsockopt), CALL(setsockopt), CALL(socket), CALL(bind),
	CALL(connect), CALL(getsockname), CALL(getpeername), CALL(socketpair), CALL(eventfd2), CALL(shutdown), CALL(pidfd_getfd),
	CALL(clock_nanosleep), CALL(nanosleep),
#ifdef SYS_open
	CALL(open), CALL(stat), CALL(lstat), CALL(access), CALL(dup2), CALL(pipe), CALL(poll), CALL(vfork), CALL(fork),
	CALL(readlink), CALL(unlink), CALL(rename), CALL(mkdir), CALL(getdents), CALL(arch_prctl), CALL(epoll_wait),
#endif
	CALL(dup)};

struct task {
	pid_t pid;
	int role;    /* -1: its parent has not told of it yet */
	bool parked; /* it waits for that */
	bool failing;
	bool asking; /* brk() that fails */
	uint64_t wanted;
	int children;
	long counts[512];
	long calls;
};

static struct task tasks[TASKS];
static bool window;

/* What to do, from the command line. */
static bool listing, killing, from_then_on, struck;
static int role = -1, error_number;
static long call_number = -1, when;

static const char *call_name(long number)
{
	static char text[24];

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		if (names[i].number == number) {
			return names[i].text;
		}
	}
	snprintf(text, sizeof text, "%ld", number);
	return text;
}

static long number_of(const char *text)
{
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		if (strcmp(names[i].text, text) == 0) {
			return names[i].number;
		}
	}
	return atol(text);
}

static struct task *find(pid_t pid)
{
	struct task *unused = NULL;

	for (size_t i = 0; i < TASKS; i++) {
		if (tasks[i].pid == pid) {
			return &tasks[i];
		}
		if (tasks[i].pid == 0 && !unused) {
			unused = &tasks[i];
		}
	}
	if (!unused) {
		fprintf(stderr, "inject: too many processes\n");
		exit(1);
	}
	*unused = (struct task) {.pid = pid, .role = -1};
	return unused;
}

/* ---- registers ---- */

#if defined(__x86_64__)
static void skip_call(pid_t pid)
{
	ptrace(PTRACE_POKEUSER, pid, offsetof(struct user_regs_struct, orig_rax), -1L);
}

static void set_result(pid_t pid, long value)
{
	ptrace(PTRACE_POKEUSER, pid, offsetof(struct user_regs_struct, rax), value);
}

/* The first argument, whose register is as it was when the call is over. */
static void set_argument(pid_t pid, long value)
{
	ptrace(PTRACE_POKEUSER, pid, offsetof(struct user_regs_struct, rdi), value);
}

static void restore_argument(pid_t pid, long value)
{
	set_argument(pid, value);
}
#elif defined(__aarch64__)
static void skip_call(pid_t pid)
{
	int none = -1;
	struct iovec part = {&none, sizeof none};

	ptrace(PTRACE_SETREGSET, pid, 0x404 /* NT_ARM_SYSTEM_CALL */, &part);
}

static void set_result(pid_t pid, long value)
{
	struct user_regs_struct registers;
	struct iovec part = {&registers, sizeof registers};

	ptrace(PTRACE_GETREGSET, pid, NT_PRSTATUS, &part);
	registers.regs[0] = (unsigned long) value;
	ptrace(PTRACE_SETREGSET, pid, NT_PRSTATUS, &part);
}

/* The first argument, whose register is that of the result when the call is over. */
static void set_argument(pid_t pid, long value)
{
	set_result(pid, value);
}

static void restore_argument(pid_t pid, long value)
{
	(void) pid;
	(void) value;
}
#else
# error "inject knows the registers of x86-64 and arm64 only"
#endif

/* ---- what a traced process does ---- */

/* Whom a pidfd of the process means: the line "Pid:" of its fdinfo. */
static long target_of(pid_t pid, int fd)
{
	char path[64], line[128];
	long target = -2;
	FILE *file;

	snprintf(path, sizeof path, "/proc/%d/fdinfo/%d", (int) pid, fd);
	file = fopen(path, "re");
	while (file && fgets(line, sizeof line, file)) {
		if (strncmp(line, "Pid:", 4) == 0) {
			target = atol(line + 4);
		}
	}
	if (file) {
		fclose(file);
	}
	return target;
}

static void report_signal(const struct task *task, long number, const uint64_t *args)
{
	if (number == SYS_kill || number == SYS_rt_sigqueueinfo || number == SYS_tkill) {
		printf("signal %d %ld %ld\n", task->role, (long) (int) args[0], (long) args[1]);
	} else if (number == SYS_tgkill) {
		printf("signal %d %ld %ld\n", task->role, (long) (int) args[0], (long) args[2]);
	} else if (number == SYS_pidfd_send_signal) {
		printf("signal %d %ld %ld\n", task->role, target_of(task->pid, (int) args[0]), (long) args[1]);
	}
}

static bool is_hit(const struct task *task, long number)
{
	long count;

	if (task->role != role || (struck && !from_then_on)) {
		return false;
	}
	if (killing) {
		return task->calls == when;
	}
	if (number != call_number) {
		return false;
	}
	count = task->counts[number & 511];
	return count == when || (from_then_on && count > when);
}

static void enter(struct task *task, long number, const uint64_t *args)
{
	if (task->role == 0 && number == SYS_getpgid && args[0] >= MARK && args[0] <= MARK + 1) {
		window = args[0] == MARK;
		return;
	}
	if (task->role == 0 && !window) {
		return;
	}
	task->calls++;
	task->counts[number & 511]++;
	if (listing) {
		printf("call %d %s\n", task->role, call_name(number));
	}
	report_signal(task, number, args);
	if (is_hit(task, number)) {
		printf("hit %d %s\n", task->role, call_name(number));
		struck = true;
		if (killing) {
			kill(task->pid, SIGKILL);
		} else if (number == SYS_brk) {
			/* The kernel gives no error here but the end as it is, which brk(0) asks for. */
			set_argument(task->pid, 0);
			task->asking = true;
			task->wanted = args[0];
		} else {
			skip_call(task->pid);
			task->failing = true;
		}
	}
}

static void serve_call(struct task *task)
{
	struct __ptrace_syscall_info info;

	if (ptrace(PTRACE_GET_SYSCALL_INFO, task->pid, sizeof info, &info) <= 0) {
		return;
	}
	if (info.op == 1 /* PTRACE_SYSCALL_INFO_ENTRY */) {
		enter(task, (long) info.entry.nr, info.entry.args);
	} else if (info.op == 2 /* PTRACE_SYSCALL_INFO_EXIT */ && task->failing) {
		set_result(task->pid, -error_number);
		task->failing = false;
	} else if (info.op == 2 && task->asking) {
		restore_argument(task->pid, (long) task->wanted);
		task->asking = false;
	}
}

/* ---- the processes ---- */

static void go_on(const struct task *task, int signal_number)
{
	ptrace(PTRACE_SYSCALL, task->pid, 0, (long) signal_number);
}

static void let_go(struct task *task)
{
	ptrace(PTRACE_DETACH, task->pid, 0, 0);
	task->pid = 0;
}

static void introduce(struct task *parent)
{
	unsigned long pid = 0;
	struct task *child;

	ptrace(PTRACE_GETEVENTMSG, parent->pid, 0, &pid);
	child = find((pid_t) pid);
	child->role = parent->role + 1;
	if (parent->role == SUPERVISOR && parent->children++ > 0) {
		child->role = SECOND_COMMAND;
	}
	printf("task %d %d\n", child->role, (int) child->pid);
	if (child->parked) {
		child->parked = false;
		go_on(child, 0);
	}
}

/* Whether what a process has executed is our own program of requests. */
static bool is_request(pid_t pid)
{
	static const char name[] = "bgproc.request";
	char path[32], words[sizeof name] = "";
	FILE *file;

	snprintf(path, sizeof path, "/proc/%d/cmdline", (int) pid);
	file = fopen(path, "re");
	if (file) {
		(void) !fread(words, 1, sizeof words, file);
		fclose(file);
	}
	return memcmp(words, name, sizeof name) == 0;
}

static void serve_stop(struct task *task, int status)
{
	int number = WSTOPSIG(status), event = status >> 16;

	if (number == (SIGTRAP | 0x80)) {
		serve_call(task);
	} else if (event == PTRACE_EVENT_CLONE || event == PTRACE_EVENT_FORK || event == PTRACE_EVENT_VFORK) {
		introduce(task);
	} else if (event == PTRACE_EVENT_EXEC) {
		printf("exec %d %d\n", task->role, (int) task->pid);
		if (task->role == COMMAND && is_request(task->pid)) {
			*task = (struct task) {.pid = task->pid, .role = REQUEST};
		} else if (task->role >= COMMAND) {
			let_go(task);
			return;
		}
	} else if (event == PTRACE_EVENT_STOP) {
		if (task->role < 0) {
			task->parked = true;
			return;
		}
		if (number != SIGTRAP) {
			ptrace(PTRACE_LISTEN, task->pid, 0, 0);
			return;
		}
	} else {
		go_on(task, number);
		return;
	}
	go_on(task, 0);
}

/* False when nobody is traced any more. */
static bool serve(void)
{
	int status;
	pid_t pid;

	while ((pid = waitpid(-1, &status, __WALL | WNOHANG)) > 0) {
		struct task *task = find(pid);

		if (WIFSTOPPED(status)) {
			serve_stop(task, status);
		} else {
			printf("gone %d %d\n", task->role, (int) pid);
			task->pid = 0;
		}
	}
	return pid == 0 || errno != ECHILD;
}

static bool read_words(int argc, char **argv)
{
	listing = argc == 3 && strcmp(argv[2], "list") == 0;
	killing = argc == 5 && strcmp(argv[3], "kill") == 0;
	if (listing) {
		return true;
	}
	if (!killing && argc != 6) {
		return false;
	}
	role = atoi(argv[2]);
	when = atol(argv[4]);
	if (!killing) {
		call_number = number_of(argv[3]);
		from_then_on = strchr(argv[4], '+') != NULL;
		error_number = atoi(argv[5]);
	}
	return when > 0;
}

int main(int argc, char **argv)
{
	const long options = PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACECLONE | PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK | PTRACE_O_TRACEEXEC;
	sigset_t set;
	pid_t pid;

	if (!read_words(argc, argv)) {
		fprintf(stderr, "usage: inject PID list | PID ROLE CALL WHEN[+] ERRNO | PID ROLE kill INDEX\n");
		return 2;
	}
	setvbuf(stdout, NULL, _IOLBF, 0);
	sigemptyset(&set);
	sigaddset(&set, SIGCHLD);
	sigaddset(&set, SIGTERM);
	sigprocmask(SIG_BLOCK, &set, NULL);
	pid = atoi(argv[1]);
	find(pid)->role = 0;
	if (ptrace(PTRACE_SEIZE, pid, 0, options) < 0 || ptrace(PTRACE_INTERRUPT, pid, 0, 0) < 0) {
		perror("inject: ptrace");
		return 1;
	}
	printf("ready\n");
	while (serve() && sigwaitinfo(&set, NULL) != SIGTERM) {
	}
	return 0;
}
