/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_TESTS_REFUSE_CALL_H
#define BGPROC_TESTS_REFUSE_CALL_H

/*
 * Simulates a kernel that does not have a system call, or refuses it, with a seccomp filter. Use it in a child of the test,
 * because a filter cannot be removed.
 */

#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/prctl.h>

/*
 * From now on the call fails with this errno where the low half of an argument (0 to 5), masked, has that value. False when no
 * filter can be set.
 */
static inline bool refuse_call_where(long call, int sys_errno, unsigned argument, uint32_t mask, uint32_t value)
{
	struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t) call, 0, 4),
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, (uint32_t) (offsetof(struct seccomp_data, args) + argument * sizeof(uint64_t))),
		BPF_STMT(BPF_ALU | BPF_AND | BPF_K, mask),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | (uint32_t) sys_errno),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog program = {sizeof code / sizeof code[0], code};

	return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}

/* The same, whatever the arguments are. */
static inline bool refuse_call(long call, int sys_errno)
{
	return refuse_call_where(call, sys_errno, 0, 0, 0);
}

#endif
