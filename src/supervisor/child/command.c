/* SPDX-License-Identifier: Apache-2.0 */
#include "src/supervisor/child/command.h"

#include "src/protocol/supervisor.h"
#include "src/platform/process/self.h"
#include "src/platform/signal/signals.h"
#include "src/platform/signal/sigsource.h"
#include "src/platform/process/spawn.h"
#include "src/platform/process/spawn_fork.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#define SHELL "/bin/sh"

/* Environment entries for a job. Each consists of a name and a value whose length arguments.c has checked. */
#define JOB_ENTRIES 3
#define JOB_ENTRY_SIZE 160

/* All data that the child needs, prepared before the clone. */
struct plan {
	const struct bgproc_options *options;
	struct bgproc_rights rights;
	int stdout_fd, stderr_fd;
	char *shell_argv[4]; /* empty without the fallback; the line in it is owned */
	char **envp;         /* owned; the strings are not */
	char job_environment[JOB_ENTRIES][JOB_ENTRY_SIZE];
};

/* ---- between clone and exec: async-signal-safe calls only, nothing written but the report ---- */

static int set_output(const struct plan *plan)
{
	if (plan->stdout_fd >= 0 && dup2(plan->stdout_fd, 1) < 0) {
		return -1;
	}
	return plan->stderr_fd >= 0 && dup2(plan->stderr_fd, 2) < 0 ? -1 : 0;
}

static int set_limits(const struct bgproc_options *options)
{
	for (size_t i = 0; i < options->limit_count; i++) {
		const struct bgproc_limit *limit = &options->limits[i];
		struct rlimit value = {limit->soft_unlimited ? RLIM_INFINITY : (rlim_t) limit->soft,
			limit->hard_unlimited ? RLIM_INFINITY : (rlim_t) limit->hard};

		if (setrlimit((__typeof__(RLIMIT_CORE)) limit->resource, &value) < 0) {
			return -1;
		}
	}
	return 0;
}

/* Returns the stage of the step that failed; NONE when all were done. */
static enum bgproc_stage prepare(const struct plan *plan)
{
	const struct bgproc_options *options = plan->options;

	/* Cannot fail: this process is not a session leader and has not called exec. */
	setpgid(0, 0);
	if (set_output(plan) < 0) {
		return BGPROC_STAGE_OUTPUT;
	}
	/*
	 * No descriptor must be closed: all others of the supervisor are close-on-exec. Steps that need root come before the user is
	 * changed, steps that need the rights of that user after it.
	 */
	if (set_limits(options) < 0) {
		return BGPROC_STAGE_LIMIT;
	}
	if (options->has_nice && setpriority(PRIO_PROCESS, 0, options->nice) < 0) {
		return BGPROC_STAGE_NICE;
	}
	if (options->has_umask) {
		umask(options->umask);
	}
	if (bgproc_self_change_groups(&plan->rights) < 0) {
		return BGPROC_STAGE_GROUP;
	}
	if (bgproc_self_change_user(&plan->rights) < 0) {
		return BGPROC_STAGE_USER;
	}
	if (options->cwd && chdir(options->cwd) < 0) {
		return BGPROC_STAGE_CHDIR;
	}
	return BGPROC_STAGE_NONE;
}

static void become_command(void *context, struct bgproc_spawn_report *report)
{
	const struct plan *plan = context;
	const struct bgproc_options *options = plan->options;

	report->stage = prepare(plan);
	if (report->stage == BGPROC_STAGE_NONE) {
		/* The order matters: as long as the memory is shared, no signal handler of the supervisor may run in the child. */
		bgproc_sigsource_leave();
		bgproc_signals_unblock_all();
		execve(options->exec_path, options->command, plan->envp);
		report->sys_errno = errno;
		if (plan->shell_argv[0]) {
			execve(SHELL, plan->shell_argv, plan->envp);
		}
		report->stage = BGPROC_STAGE_EXEC;
	} else {
		report->sys_errno = errno;
	}
}

/* ---- before ---- */

static void fill_job_environment(struct plan *plan, uint32_t attempt)
{
	if (attempt > 0) {
		snprintf(plan->job_environment[0], JOB_ENTRY_SIZE, "BGPROC_NOTIFY=%s", plan->options->notify);
		snprintf(plan->job_environment[1], JOB_ENTRY_SIZE, "BGPROC_JOB=%s", plan->options->key);
		snprintf(plan->job_environment[2], JOB_ENTRY_SIZE, "BGPROC_ATTEMPT=%" PRIu32, attempt);
	}
}

/* Whether the entry has the same name as one of the entries for the job. */
static bool is_replaced(const struct plan *plan, const char *entry)
{
	for (int i = 0; i < JOB_ENTRIES; i++) {
		const char *own = plan->job_environment[i];

		if (own[0] && strncmp(entry, own, (size_t) (strchr(own, '=') - own) + 1) == 0) {
			return true;
		}
	}
	return false;
}

/* The entries without their guard. Entries without a guard were not added by the caller and are left out. */
static char **unguarded(char *const *envp, struct plan *plan)
{
	size_t count = 0, used = 0;
	char **list;

	while (envp[count]) {
		count++;
	}
	list = malloc((count + JOB_ENTRIES + 1) * sizeof *list);
	if (list) {
		for (size_t i = 0; i < count; i++) {
			if (envp[i][0] == BGPROC_ENV_GUARD && !is_replaced(plan, envp[i] + 1)) {
				list[used++] = envp[i] + 1;
			}
		}
		for (int i = 0; i < JOB_ENTRIES; i++) {
			if (plan->job_environment[i][0]) {
				list[used++] = plan->job_environment[i];
			}
		}
		list[used] = NULL;
	}
	return list;
}

/*
 * Runs sh -c LINE if the program cannot be executed, so that the result is that of a shell: a script without "#!" runs, the
 * next program of that name in PATH is found, all other cases end with 126 or 127 and the shell's message. The caller uses
 * this only for lines of plain words, so the words joined by blanks are the line. False without memory.
 */
static bool set_shell(struct plan *plan)
{
	const struct bgproc_options *options = plan->options;
	size_t length = 0;
	char *line, *at;

	for (size_t i = 0; i < options->command_length; i++) {
		length += strlen(options->command[i]) + 1;
	}
	line = malloc(length + 1);
	if (!line) {
		return false;
	}
	at = line;
	for (size_t i = 0; i < options->command_length; i++) {
		at = stpcpy(stpcpy(at, i > 0 ? " " : ""), options->command[i]);
	}
	plan->shell_argv[0] = (char *) "sh";
	plan->shell_argv[1] = (char *) "-c";
	plan->shell_argv[2] = line;
	return true;
}

static pid_t start(struct plan *plan, struct bgproc_spawn_report *report)
{
	const struct bgproc_options *options = plan->options;

	if (options->has_uid || options->has_gid || options->has_groups) {
		return bgproc_spawn_fork(become_command, plan, report);
	}
	return bgproc_spawn(become_command, plan, report);
}

static void explain(const struct bgproc_options *options, enum bgproc_stage stage, int sys_errno,
	struct bgproc_error *err)
{
	err->stage = stage;
	if (stage == BGPROC_STAGE_EXEC) {
		bgproc_error_set(err, BGPROC_ERR_SPAWN, sys_errno, "Cannot execute \"%s\"", options->exec_path);
	} else if (stage == BGPROC_STAGE_CHDIR) {
		bgproc_error_set(err, BGPROC_ERR_SPAWN, sys_errno, "Cannot change to the directory \"%s\"", options->cwd);
	} else {
		bgproc_error_set(
			err, BGPROC_ERR_SPAWN, sys_errno, "Cannot prepare the command (%s)", bgproc_stage_name(stage));
	}
}

pid_t bgproc_command_start(const struct bgproc_options *options, char *const *envp, uint32_t attempt,
	int stdout_fd, int stderr_fd, struct bgproc_error *err)
{
	struct plan plan = {.options = options, .stdout_fd = stdout_fd, .stderr_fd = stderr_fd};
	struct bgproc_spawn_report report;
	pid_t pid = -1;

	plan.rights = (struct bgproc_rights) {options->groups, options->group_count, options->uid, options->gid,
		options->has_groups, options->has_uid, options->has_gid};
	fill_job_environment(&plan, attempt);
	plan.envp = unguarded(envp, &plan);
	if (!plan.envp || (options->shell_fallback && !set_shell(&plan))) {
		explain(options, BGPROC_STAGE_CLONE, ENOMEM, err);
	} else if ((pid = start(&plan, &report)) < 0) {
		explain(options, BGPROC_STAGE_CLONE, errno, err);
	} else if (report.stage != BGPROC_STAGE_NONE) {
		bgproc_spawn_reap(pid);
		pid = -1;
		explain(options, report.stage, report.sys_errno, err);
	}
	free(plan.envp);
	free(plan.shell_argv[2]);
	return pid;
}
