//! The empty room: what an escape from wasm finds.
//!
//! [`enter`] is called first in the process, [`restrict`] and [`seal`] after everything is loaded. Afterwards no
//! thread can open a file, a socket or a process, or signal anybody. Memory becomes executable only where
//! it can no longer be written to: programs are translated to machine code in here.

use std::collections::BTreeMap;
use std::fmt;

use landlock::{ABI, Access, AccessFs, AccessNet, Ruleset, RulesetAttr, RulesetStatus, Scope};
use rustix::process::{
    DumpableBehavior, Resource, Rlimit, Signal, set_dumpable_behavior,
    set_parent_process_death_signal, setrlimit,
};
use seccompiler::{
    BpfProgram, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompFilter,
    SeccompRule,
};

/// Why a process could not be sealed. A judge that is not sealed does not judge.
#[derive(Debug, thiserror::Error)]
#[error("seal the judge process: {step}: {reason}")]
pub struct SealError {
    step: &'static str,
    reason: String,
}

fn failed<E: fmt::Display>(step: &'static str) -> impl FnOnce(E) -> SealError {
    move |error| SealError {
        step,
        reason: error.to_string(),
    }
}

/// First thing in the process: nothing inherited but the three standard descriptors, no privileges
/// to gain, no core, and death with the parent.
///
/// # Errors
/// When the kernel refuses a step.
#[allow(unsafe_code, reason = "close_range has no safe wrapper")]
pub fn enter() -> Result<(), SealError> {
    // SAFETY: the first code of the process; no descriptor above the standard ones is in use.
    let closed = unsafe { libc::syscall(libc::SYS_close_range, 3, libc::c_uint::MAX, 0) };
    if closed != 0 {
        return Err(failed("close inherited descriptors")(
            std::io::Error::last_os_error(),
        ));
    }
    set_parent_process_death_signal(Some(Signal::KILL)).map_err(failed("die with the parent"))?;
    rustix::thread::set_no_new_privs(true).map_err(failed("no new privileges"))?;
    limit(Resource::Core, 0)
}

/// When everything is loaded, before the threads that run guests start: nobody may trace the
/// process (it could not read its own `/proc` any more), no file grows (compiled runtimes were
/// written before), and Landlock takes files, network, and
/// signals and sockets beyond the process from this thread and those that it starts. Says what
/// the kernel lacks.
///
/// # Errors
/// When the kernel has Landlock and refuses the rules.
pub fn restrict() -> Result<Option<String>, SealError> {
    set_dumpable_behavior(DumpableBehavior::NotDumpable).map_err(failed("refuse tracing"))?;
    limit(Resource::Fsize, 0)?;
    let status = Ruleset::default()
        .handle_access(AccessFs::from_all(ABI::V6))
        .and_then(|rules| rules.handle_access(AccessNet::from_all(ABI::V6)))
        .and_then(|rules| rules.scope(Scope::from_all(ABI::V6)))
        .and_then(Ruleset::create)
        .and_then(landlock::RulesetCreated::restrict_self)
        .map_err(failed("landlock"))?;
    Ok(match status.ruleset {
        RulesetStatus::FullyEnforced => None,
        RulesetStatus::PartiallyEnforced => Some("landlock: only in part on this kernel".into()),
        RulesetStatus::NotEnforced => Some("landlock: not available".into()),
    })
}

/// Last: no new descriptors, threads or processes, and only the system calls that judging needs,
/// on all threads at once.
///
/// # Errors
/// When the kernel refuses.
pub fn seal() -> Result<(), SealError> {
    limit(Resource::Nproc, 0)?;
    limit(Resource::Nofile, 0)?;
    let program = filter().map_err(failed("system call filter"))?;
    seccompiler::apply_filter_all_threads(&program).map_err(failed("system call filter"))
}

fn limit(resource: Resource, value: u64) -> Result<(), SealError> {
    let limit = Rlimit {
        current: Some(value),
        maximum: Some(value),
    };
    setrlimit(resource, limit).map_err(failed("resource limits"))
}

/// Allowed whatever the arguments: memory without execution is checked apart.
const PLAIN: &[libc::c_long] = &[
    libc::SYS_brk,
    libc::SYS_clock_gettime,
    libc::SYS_clock_nanosleep,
    libc::SYS_close,
    libc::SYS_exit,
    libc::SYS_exit_group,
    libc::SYS_futex,
    libc::SYS_getpid,
    libc::SYS_getrandom,
    libc::SYS_gettid,
    libc::SYS_madvise,
    libc::SYS_membarrier,
    libc::SYS_mremap,
    libc::SYS_munmap,
    libc::SYS_nanosleep,
    libc::SYS_read,
    libc::SYS_readv,
    libc::SYS_restart_syscall,
    libc::SYS_rseq,
    libc::SYS_rt_sigprocmask,
    libc::SYS_rt_sigreturn,
    libc::SYS_sched_getaffinity,
    libc::SYS_sched_yield,
    libc::SYS_set_robust_list,
    libc::SYS_sigaltstack,
    libc::SYS_write,
    libc::SYS_writev,
];

fn filter() -> Result<BpfProgram, seccompiler::Error> {
    let mut rules: BTreeMap<i64, Vec<SeccompRule>> =
        PLAIN.iter().map(|&call| (call, Vec::new())).collect();
    let executable = u64::from(libc::PROT_EXEC.unsigned_abs());
    let without = || rule(2, SeccompCmpOp::MaskedEq(executable), 0);
    rules.insert(libc::SYS_mmap, vec![without()?]);
    // To read and execute and nothing else, never to write and execute.
    let read_and_execute = u64::from((libc::PROT_READ | libc::PROT_EXEC).unsigned_abs());
    let translated = rule(2, SeccompCmpOp::Eq, read_and_execute)?;
    rules.insert(libc::SYS_mprotect, vec![without()?, translated]);
    // Aborting sends a signal to oneself; nobody else can be sent one.
    rules.insert(
        libc::SYS_tgkill,
        vec![rule(0, SeccompCmpOp::Eq, u64::from(std::process::id()))?],
    );
    let architecture = std::env::consts::ARCH.try_into()?;
    let denied = SeccompAction::Errno(libc::EPERM.unsigned_abs());
    let filter = SeccompFilter::new(rules, denied, SeccompAction::Allow, architecture)?;
    Ok(filter.try_into()?)
}

fn rule(
    argument: u8,
    operator: SeccompCmpOp,
    value: u64,
) -> Result<SeccompRule, seccompiler::BackendError> {
    let condition = SeccompCondition::new(argument, SeccompCmpArgLen::Dword, operator, value)?;
    SeccompRule::new(vec![condition])
}
