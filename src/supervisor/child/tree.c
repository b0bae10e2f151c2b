/* SPDX-License-Identifier: Apache-2.0 */
#include "src/supervisor/child/tree.h"

#include "src/platform/process/proc.h"
#include "src/platform/process/usage.h"
#include "src/supervisor/child/visited.h"

#include <errno.h>
#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#ifndef __WALL
# define __WALL 0
#endif

/* How often a walk that found only dead children, or a change, is repeated before other events are handled. */
#define WALKS_MAX 64
/* How long changes are searched for while a signal is sent: nothing else is done meanwhile, and a large tree takes time. */
#define NEWS_MS 500
/* How many ancestors of a process are checked for the supervisor. Deeper processes come nearer when their ancestors die. */
#define DEPTH_MAX 64

/* True, with *pid set, when a child is dead and not reaped. which: one pid, or 0 for any. */
static bool find_dead(pid_t which, pid_t *pid)
{
	siginfo_t info;

	memset(&info, 0, sizeof info);
	if (waitid(which ? P_PID : P_ALL, (id_t) which, &info, WEXITED | WNOHANG | WNOWAIT | __WALL) < 0) {
		return false;
	}
	*pid = info.si_pid;
	return info.si_pid > 0;
}

/* False when it is not a dead child of the supervisor. */
static bool reap(pid_t pid)
{
	pid_t result;

	do {
		result = waitpid(pid, NULL, WNOHANG | __WALL);
	} while (result < 0 && errno == EINTR);
	return result == pid;
}

/* Whether the whole command has ended: if only its first thread has ended, /proc shows it as a zombie too. */
static bool has_ended(const struct bgproc_tree *tree)
{
	pid_t pid;

	return tree->ended || find_dead(tree->command, &pid);
}

bool bgproc_tree_reap(struct bgproc_tree *tree)
{
	pid_t pid;

	if (!tree->ended && tree->command > 0 && find_dead(tree->command, &pid)) {
		tree->ended = true;
	}
	/* Once the command is a zombie, "any child" would find it every time. The walks reap the others then. */
	while (!tree->ended && find_dead(0, &pid)) {
		if (pid == tree->command) {
			tree->ended = true;
		} else {
			reap(pid);
		}
	}
	return tree->ended;
}

/* ---- walks ---- */

struct walk {
	const struct bgproc_tree *tree;
	int signal_number;           /* 0: only count */
	struct bgproc_visited *roll; /* the pids that have received the signal; NULL: all get it, in each walk */
	bool command_ended;          /* the command had ended before the walk began */
	bool moved;                  /* a process died during the walk: its children are now ours, and perhaps were not visited */
	uint32_t alive;
};

/* Dead processes are reaped, so they never count as nested. */
static bool is_nested(const struct bgproc_relative *relative, void *context)
{
	const struct walk *walk = context;

	return relative->pid != walk->tree->command && !relative->zombie &&
		(relative->starting || bgproc_is_supervisor(relative->pid));
}

static bool descends_from_us(pid_t pid)
{
	pid_t self = getpid();

	for (int depth = 0; depth < DEPTH_MAX && pid > 1; depth++) {
		pid = bgproc_parent_of(pid);
		if (pid == self) {
			return true;
		}
	}
	return false;
}

/*
 * A pid that a walk has seen may belong to another process a moment later, when its parent has reaped it. Only our own
 * children wait for us to reap them, and processes that fork and end all the time leave no time for more checks. For others
 * the identity is taken first, then its descent is checked, and the signal is sent to that identity alone. False when the
 * process may live and was not signalled: its descent is not visible while its ancestors below us die, or a descriptor was
 * missing.
 */
static bool signal_relative(const struct bgproc_relative *relative, int signal_number)
{
	struct bgproc_identity identity = {0};

	if (relative->parent == getpid()) {
		kill(relative->pid, signal_number);
		return true;
	}
	bgproc_identity_here(&identity);
	return bgproc_identity_of(relative->pid, &identity) && descends_from_us(relative->pid) &&
		!bgproc_is_starting(relative->pid) && !bgproc_is_supervisor(relative->pid) &&
		(bgproc_identity_signal(&identity, signal_number, NULL) == 0 || errno == ESRCH || errno == EPERM);
}

/*
 * Whether a process gets the signal that is first seen outside the group after the group has got the signal. It has just
 * left the group or was just forked. If its parent dies of the signal, the process existed before it and gets the signal. A
 * parent that catches the signal may have started the process to clean up, and is responsible for it.
 */
static bool is_due_late(const struct bgproc_relative *relative, int signal_number)
{
	return relative->parent == getpid() || !bgproc_catches(relative->parent, signal_number);
}

static void visit(const struct bgproc_relative *relative, void *context)
{
	struct walk *walk = context;
	bool outside = relative->group != walk->tree->command;
	bool due = outside && walk->signal_number;

	if (walk->roll) {
		/*
		 * If the parent is another process, "zombie" may mean that only its first thread has ended. That can be checked only when
		 * it is a child of the supervisor.
		 */
		bool unknown = relative->zombie && relative->parent != getpid();

		enum bgproc_roll_news news = bgproc_visited_call(walk->roll, relative, outside && !unknown);

		due = news == BGPROC_ROLL_OWED ||
			(news == BGPROC_ROLL_OUTSIDE && (!walk->roll->group_has_it || is_due_late(relative, walk->signal_number)));
	}

	if (relative->zombie) {
		/* It waits for its parent, which was alive a moment ago and was counted. */
		if (relative->parent != getpid()) {
			return;
		}
		/* The command is reaped only when its end is written. */
		if (relative->pid == walk->tree->command && walk->command_ended) {
			return;
		}
		if (relative->pid == walk->tree->command ? has_ended(walk->tree) : reap(relative->pid)) {
			walk->moved = true;
			return;
		}
		/* Only its first thread has ended: the process lives. */
	}
	walk->alive++;
	/* The group gets its signal as a whole, by kill(). */
	if (due && !signal_relative(relative, walk->signal_number)) {
		if (walk->roll) {
			bgproc_visited_owe(walk->roll, relative->pid);
		}
	} else if (due && walk->roll) {
		signal_relative(relative, SIGCONT);
	}
}

/*
 * The proof that the tree is empty. A walk lists our own children first. This list is complete: a new child is added at its
 * end, and only we remove children from it. At the moment at which the end of the list was read, each process of the tree was
 * in the list or descended from a process in it (we are a subreaper). Zombies have no children: the kernel moves their
 * children to us in the same instant. So if all of the list are zombies or nested supervisors, and were so before the list
 * was read, the tree was empty at that moment, and it stays empty.
 *
 * A process of the list that is found dead later may have lived when the list was read. Its children are then at the end of
 * our list, so the list is read again. The dead process is reaped, so this ends; the command, which is not reaped, dies once.
 */
static uint32_t walk_tree(const struct bgproc_tree *tree, int signal_number, struct bgproc_visited *roll)
{
	if (tree->command <= 1) {
		return 0;
	}
	for (int round = 0; round < WALKS_MAX; round++) {
		struct walk walk = {
			.tree = tree, .signal_number = signal_number, .roll = roll, .command_ended = has_ended(tree)};

		if (roll) {
			bgproc_visited_begin(roll);
		}
		if (bgproc_tree_each(is_nested, visit, &walk) < 0) {
			/*
			 * On systems without a process list only the group is known, and it got its signal. On others a failure proves
			 * nothing.
			 */
			return errno == ENOSYS && tree->ended ? 0 : 1;
		}
		if (walk.alive > 0 || !walk.moved) {
			return walk.alive;
		}
	}
	/* Some process keeps creating children that die: that process is alive. */
	return 1;
}

static void signal_all(const struct bgproc_tree *tree, int signal_number)
{
	if (tree->command > 1) {
		kill(-tree->command, signal_number);
	}
}

/*
 * Processes may leave the group, fork or die while the signal is sent. The children of a process that dies move to another
 * place of the tree during the walk. So walks are repeated until one has seen the same as the one before, or until the time
 * has passed.
 */
void bgproc_tree_signal(const struct bgproc_tree *tree, int signal_number, struct bgproc_deadline end)
{
	struct bgproc_visited roll = {0};
	int round = 0;

	end = bgproc_deadline_earlier(end, bgproc_deadline_in(NEWS_MS));
	/* First the processes outside the group: their descendants are found best while they live. */
	walk_tree(tree, signal_number, &roll);
	signal_all(tree, signal_number);
	signal_all(tree, SIGCONT);
	roll.group_has_it = true;
	do {
		walk_tree(tree, signal_number, &roll);
	} while (bgproc_visited_changed(&roll) && ++round < WALKS_MAX && bgproc_deadline_left(end) > 0);
	bgproc_visited_free(&roll);
}

void bgproc_tree_forward(const struct bgproc_tree *tree, int signal_number)
{
	if (!tree->ended) {
		signal_all(tree, signal_number);
	}
}

uint32_t bgproc_tree_kill(const struct bgproc_tree *tree)
{
	signal_all(tree, SIGKILL);
	return walk_tree(tree, SIGKILL, NULL);
}

uint32_t bgproc_tree_count(const struct bgproc_tree *tree)
{
	return walk_tree(tree, 0, NULL);
}

/* ---- the end ---- */

void bgproc_tree_finish(struct bgproc_tree *tree, struct bgproc_end *end)
{
	struct rusage usage;
	pid_t pid;
	int status;

	if (tree->command <= 1) {
		return;
	}
	do {
		pid = wait4(tree->command, &status, WNOHANG | __WALL, &usage);
	} while (pid < 0 && errno == EINTR);
	if (pid != tree->command) {
		return;
	}
	tree->ended = true;
	tree->command = 0;
	end->exited = WIFEXITED(status);
	end->exit_code = end->exited ? WEXITSTATUS(status) : 0;
	end->term_signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
	end->core_dumped = WIFSIGNALED(status) && WCOREDUMP(status);
	end->usage = bgproc_usage_of(&usage);
}
