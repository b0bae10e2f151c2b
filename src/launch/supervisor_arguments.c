/* SPDX-License-Identifier: Apache-2.0 */
#include "src/launch/supervisor_arguments.h"

#include "src/core/version.h"

#include <stdio.h>
#include <string.h>

/* The index of the word with the descriptor of the record. */
#define RECORD_FD_WORD 4

static void say_ms(struct bgproc_argv *argv, const char *name, int64_t ms)
{
	if (ms >= 0) {
		bgproc_argv_add(argv, "--%s=%lld", name, (long long) ms);
	}
}

static void say_output(struct bgproc_argv *argv, const char *name, const struct bgproc_launch_output *output)
{
	static const char *const modes[] = {
		[BGPROC_OUTPUT_INHERIT] = "inherit",
		[BGPROC_OUTPUT_RELAY] = "relay",
		[BGPROC_OUTPUT_TAIL] = "tail",
		[BGPROC_OUTPUT_STDOUT] = "stdout",
	};

	if (output->mode == BGPROC_OUTPUT_FILE) {
		bgproc_argv_add(argv, "--%s=file:%d", name, output->fd);
	} else {
		bgproc_argv_add(argv, "--%s=%s", name, modes[output->mode]);
	}
}

/* Decimal, "-" for unlimited. */
static void limit_text(char text[24], rlim_t limit)
{
	if (limit == RLIM_INFINITY) {
		strcpy(text, "-");
	} else {
		snprintf(text, 24, "%llu", (unsigned long long) limit);
	}
}

static void say_limits(struct bgproc_argv *argv, const struct bgproc_launch *launch)
{
	for (size_t i = 0; i < launch->limit_count; i++) {
		const struct bgproc_launch_limit *limit = &launch->limits[i];
		char soft[24], hard[24];

		limit_text(soft, limit->soft);
		limit_text(hard, limit->hard);
		bgproc_argv_add(argv, "--limit=%d:%s:%s", limit->resource, soft, hard);
	}
}

static void say_credentials(struct bgproc_argv *argv, const struct bgproc_launch *launch)
{
	if (launch->has_gid) {
		bgproc_argv_add(argv, "--gid=%lu", (unsigned long) launch->gid);
		bgproc_argv_add_text(argv, "--groups=", launch->groups ? launch->groups : "");
	}
	if (launch->has_uid) {
		bgproc_argv_add(argv, "--uid=%lu", (unsigned long) launch->uid);
	}
}

static void say_job(struct bgproc_argv *argv, const struct bgproc_launch_job *job)
{
	bgproc_argv_add(argv, "--job=%s", bgproc_job_kind_name(job->kind));
	bgproc_argv_add(argv, "--keep=%llu", (unsigned long long) job->keep_s);
	bgproc_argv_add_text(argv, "--notify=", job->notify);
	if (job->has_worker) {
		bgproc_argv_add(argv, "--worker-uid=%lu", (unsigned long) job->worker);
	}
	bgproc_argv_add(argv, "--keep-failed=%llu", (unsigned long long) job->keep_failed_s);
	if (job->delay_ms > 0) {
		say_ms(argv, "delay-ms", job->delay_ms);
	} else if (job->start_at_us) {
		bgproc_argv_add(argv, "--start-at-us=%llu", (unsigned long long) job->start_at_us);
	}
	say_ms(argv, "update-timeout-ms", job->update_timeout_ms);
	say_ms(argv, "start-timeout-ms", job->start_timeout_ms);
	if (job->retries > 0) {
		bgproc_argv_add(argv, "--retries=%lld", (long long) job->retries);
		say_ms(argv, "backoff-ms", job->backoff_ms);
	}
}

static void say_behaviour(struct bgproc_argv *argv, const struct bgproc_launch *launch)
{
	if (launch->cwd) {
		bgproc_argv_add(argv, "--cwd=%s", launch->cwd);
	}
	if (launch->umask >= 0) {
		bgproc_argv_add(argv, "--umask=%d", launch->umask);
	}
	if (launch->has_nice) {
		bgproc_argv_add(argv, "--nice=%d", launch->nice);
	}
	say_ms(argv, "timeout-ms", launch->timeout_ms);
	say_ms(argv, "idle-timeout-ms", launch->idle_timeout_ms);
	say_ms(argv, "grace-ms", launch->grace_ms);
	if (launch->job) {
		say_job(argv, launch->job);
	} else {
		bgproc_argv_add(argv, "--keep=%llu", (unsigned long long) launch->keep_s);
	}
	if (launch->error_log) {
		bgproc_argv_add(argv, "--error-log=%s", launch->error_log);
		bgproc_argv_add(argv, "--utc-offset=%lld", (long long) launch->utc_offset_s);
	}
	if (launch->confirm) {
		bgproc_argv_add(argv, "--confirm=1");
	}
}

enum bgproc_status bgproc_launch_write_arguments(const struct bgproc_launch *launch, size_t fixed_length,
	struct bgproc_argv *argv, char **record_fd, struct bgproc_error *err)
{
	enum bgproc_status status;

	bgproc_argv_add(argv, "bgproc.supervisor");
	bgproc_argv_add(argv, "%s", launch->key);
	bgproc_argv_add(argv, "--protocol=%d", BGPROC_PROTOCOL_VERSION);
	bgproc_argv_add(argv, "--dir-fd=%d", launch->dir_fd);
	bgproc_argv_add(argv, "--record-fd=%0*d", BGPROC_PATCH_WIDTH, 0);
	bgproc_argv_add(argv, "--fixed-length=%zu", fixed_length);
	bgproc_argv_add(argv, "--outcome-fd=%d", launch->outcome_fd);
	say_output(argv, "stdout", &launch->out);
	say_output(argv, "stderr", &launch->err);
	bgproc_argv_add(argv, "--output-limit=%llu", (unsigned long long) launch->output_limit);
	say_limits(argv, launch);
	say_credentials(argv, launch);
	say_behaviour(argv, launch);
	bgproc_argv_add(argv, "--exec=%s", launch->program);
	if (launch->shell_fallback) {
		bgproc_argv_add(argv, "--shell-fallback=1");
	}
	bgproc_argv_add(argv, "--");
	bgproc_argv_append(argv, launch->words, launch->word_count);
	status = bgproc_argv_finish(argv, err);
	if (status == BGPROC_OK) {
		*record_fd = argv->pointers[RECORD_FD_WORD] + strlen("--record-fd=");
	}
	return status;
}
