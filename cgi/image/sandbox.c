#include "cgi/image/sandbox.h"

#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>

#include "common/image/image.h"

#include "common/base/poison.h"

/* The sanitizers need address space and system calls of their own. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED 1
#else
#define SANITIZED 0
#endif

#if defined(__x86_64__)
#define THIS_MACHINE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define THIS_MACHINE AUDIT_ARCH_AARCH64
#else
#error "say which AUDIT_ARCH this machine is"
#endif

enum { MEMORY_MAX = 768, SECONDS_MAX = 20 }; /* MiB; of processor time */

static bool limit(int what, rlim_t most)
{
	struct rlimit both = {most, most};

	return setrlimit((__rlimit_resource_t)what, &both) == 0;
}

static bool limits(void)
{
	/* A write past the limit fails instead of killing: the picture grew too large. */
	signal(SIGXFSZ, SIG_IGN);
	return limit(RLIMIT_CORE, 0) && limit(RLIMIT_CPU, SECONDS_MAX) &&
	       limit(RLIMIT_FSIZE, IMAGE_STORED_MAX) &&
	       (SANITIZED || limit(RLIMIT_AS, (rlim_t)MEMORY_MAX * 1024 * 1024));
}

/* seccomp(2): the machine's own numbers only, and of these the ones listed. */
static bool filter(void)
{
#define ALLOW(call)                                                                                \
	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (call), 0, 1),                                         \
	    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)
	struct sock_filter program[] = {
	    BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch)),
	    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, THIS_MACHINE, 1, 0),
	    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
	    BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
	    ALLOW(__NR_read),
	    ALLOW(__NR_write),
	    ALLOW(__NR_close),
	    ALLOW(__NR_fstat),
	    ALLOW(__NR_newfstatat),
	    ALLOW(__NR_lseek),
	    ALLOW(__NR_mmap),
	    ALLOW(__NR_munmap),
	    ALLOW(__NR_mremap),
	    ALLOW(__NR_brk),
	    ALLOW(__NR_madvise),
	    ALLOW(__NR_futex),
	    ALLOW(__NR_getrandom),
	    ALLOW(__NR_rt_sigreturn),
	    ALLOW(__NR_exit),
	    ALLOW(__NR_exit_group),
	    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
	};
	struct sock_fprog whole = {.len = sizeof program / sizeof *program, .filter = program};

	return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
	       prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &whole, 0, 0) == 0;
}

bool sandbox_enter(void)
{
	return limits() && (SANITIZED || filter());
}
