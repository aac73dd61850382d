//! Tries every way out of the seal, and prints one line for each: `name: ok` when it is shut.

use std::ffi::CString;
use std::io::{Error, Write};
use std::process::ExitCode;
use std::sync::mpsc::channel;

use arena_judge::seal;
use rustix::process::{Resource, getrlimit};

#[allow(
    unsafe_code,
    reason = "the probe makes system calls that no safe wrapper makes"
)]
fn call(number: libc::c_long, arguments: [i64; 6]) -> Result<i64, i32> {
    let [a, b, c, d, e, f] = arguments;
    // SAFETY: the calls below are either denied or harmless with these arguments.
    let result = unsafe { libc::syscall(number, a, b, c, d, e, f) };
    if result >= 0 {
        Ok(result)
    } else {
        Err(Error::last_os_error().raw_os_error().unwrap_or(0))
    }
}

fn address(text: &CString) -> i64 {
    i64::try_from(text.as_ptr().addr()).unwrap_or(0)
}

/// Every attempt, with what it returned.
fn attempts(parent: i64) -> Vec<(&'static str, Result<i64, i32>)> {
    let root = CString::new("/etc/passwd").unwrap_or_default();
    let shell = CString::new("/bin/true").unwrap_or_default();
    let flags = i64::from(libc::MAP_PRIVATE | libc::MAP_ANONYMOUS);
    let writable = i64::from(libc::PROT_READ | libc::PROT_WRITE);
    let executable = i64::from(libc::PROT_READ | libc::PROT_EXEC);
    let everything = writable | executable;
    let only_executable = i64::from(libc::PROT_EXEC);
    let page = call(libc::SYS_mmap, [0, 4096, writable, flags, -1, 0]).unwrap_or(0);
    vec![
        (
            "open",
            call(
                libc::SYS_openat,
                [i64::from(libc::AT_FDCWD), address(&root), 0, 0, 0, 0],
            ),
        ),
        ("socket", call(libc::SYS_socket, [1, 1, 0, 0, 0, 0])),
        (
            "internet socket",
            call(libc::SYS_socket, [2, 1, 0, 0, 0, 0]),
        ),
        ("connect", call(libc::SYS_connect, [0, 0, 0, 0, 0, 0])),
        (
            "execve",
            call(libc::SYS_execve, [address(&shell), 0, 0, 0, 0, 0]),
        ),
        (
            "fork",
            call(libc::SYS_clone, [i64::from(libc::SIGCHLD), 0, 0, 0, 0, 0]),
        ),
        ("clone3", call(libc::SYS_clone3, [0, 0, 0, 0, 0, 0])),
        (
            "ptrace",
            call(
                libc::SYS_ptrace,
                [i64::from(libc::PTRACE_TRACEME), 0, 0, 0, 0, 0],
            ),
        ),
        (
            "process_vm_readv",
            call(libc::SYS_process_vm_readv, [parent, 0, 0, 0, 0, 0]),
        ),
        ("kill", call(libc::SYS_kill, [parent, 0, 0, 0, 0, 0])),
        (
            "tgkill of another",
            call(libc::SYS_tgkill, [parent, parent, 0, 0, 0, 0]),
        ),
        (
            "mmap executable",
            call(libc::SYS_mmap, [0, 4096, executable, flags, -1, 0]),
        ),
        (
            "mmap executable and writable",
            call(libc::SYS_mmap, [0, 4096, everything, flags, -1, 0]),
        ),
        (
            "mprotect executable and writable",
            call(libc::SYS_mprotect, [page, 4096, everything, 0, 0, 0]),
        ),
        (
            "mprotect executable alone",
            call(libc::SYS_mprotect, [page, 4096, only_executable, 0, 0, 0]),
        ),
        (
            "pkey_mprotect executable",
            call(libc::SYS_pkey_mprotect, [page, 4096, executable, -1, 0, 0]),
        ),
        (
            "memfd_create",
            call(libc::SYS_memfd_create, [address(&shell), 0, 0, 0, 0, 0]),
        ),
        ("dup", call(libc::SYS_dup, [0, 0, 0, 0, 0, 0])),
        (
            "io_uring",
            call(libc::SYS_io_uring_setup, [1, 0, 0, 0, 0, 0]),
        ),
        ("bpf", call(libc::SYS_bpf, [0, 0, 0, 0, 0, 0])),
        ("unshare", call(libc::SYS_unshare, [0, 0, 0, 0, 0, 0])),
        ("mount", call(libc::SYS_mount, [0, 0, 0, 0, 0, 0])),
        (
            "prctl",
            call(
                libc::SYS_prctl,
                [i64::from(libc::PR_SET_DUMPABLE), 1, 0, 0, 0, 0],
            ),
        ),
        ("setrlimit", call(libc::SYS_prlimit64, [0, 7, 0, 0, 0, 0])),
        ("ioctl", call(libc::SYS_ioctl, [0, 0x541b, 0, 0, 0, 0])),
        ("setuid", call(libc::SYS_setuid, [0, 0, 0, 0, 0, 0])),
    ]
}

/// What translating a program to machine code needs.
fn translate() -> Result<i64, i32> {
    let flags = i64::from(libc::MAP_PRIVATE | libc::MAP_ANONYMOUS);
    let writable = i64::from(libc::PROT_READ | libc::PROT_WRITE);
    let executable = i64::from(libc::PROT_READ | libc::PROT_EXEC);
    let page = call(libc::SYS_mmap, [0, 4096, writable, flags, -1, 0])?;
    call(libc::SYS_mprotect, [page, 4096, executable, 0, 0, 0])
}

pub(crate) fn main() -> ExitCode {
    let mut lines = Vec::new();
    let mut say = |name: &str, shut: bool, detail: String| {
        lines.push(format!(
            "{name}: {}",
            if shut {
                "ok".to_owned()
            } else {
                format!("OPEN ({detail})")
            }
        ));
    };
    if let Err(error) = seal::enter() {
        eprintln!("{error}");
        return ExitCode::FAILURE;
    }
    // While it can still be read: what the process has.
    let descriptors: Vec<String> = std::fs::read_dir("/proc/self/fd")
        .map(|entries| {
            entries
                .flatten()
                .map(|entry| entry.file_name().to_string_lossy().into_owned())
                .collect()
        })
        .unwrap_or_default();
    // The listing itself is the fourth.
    say(
        "no inherited descriptors",
        descriptors.len() == 4,
        format!("{descriptors:?}"),
    );
    let variables = std::env::vars_os().count();
    say(
        "no environment",
        variables == 0,
        format!("{variables} variables"),
    );
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    say(
        "no new privileges",
        status.contains("NoNewPrivs:\t1"),
        "status".into(),
    );
    let parent = i64::from(std::os::unix::process::parent_id());
    // A thread from before the seal: the filter must be on it too.
    let (go, wait) = channel::<()>();
    let (tell, heard) = channel();
    let elder = std::thread::spawn(move || {
        if wait.recv().is_ok() && tell.send(attempts(parent)).is_err() {
            eprintln!("nobody listens");
        }
    });
    let restricted = seal::restrict();
    let dumpable = call(
        libc::SYS_prctl,
        [i64::from(libc::PR_GET_DUMPABLE), 0, 0, 0, 0, 0],
    );
    say("not dumpable", dumpable == Ok(0), format!("{dumpable:?}"));
    let zero = |resource| getrlimit(resource).current == Some(0);
    say("no core file", zero(Resource::Core), "limits".into());
    say("no file can grow", zero(Resource::Fsize), "limits".into());
    match restricted {
        Ok(lacking) => {
            let denied = std::fs::File::open("/etc/passwd").is_err();
            say(
                "landlock alone denies files",
                denied || lacking.is_some(),
                "opened".into(),
            );
            if let Some(lacking) = lacking {
                println!("note: {lacking}");
            }
        }
        Err(error) => say("landlock", false, error.to_string()),
    }
    if let Err(error) = seal::seal() {
        eprintln!("{error}");
        return ExitCode::FAILURE;
    }
    for (name, result) in attempts(parent) {
        say(name, result == Err(libc::EPERM), format!("{result:?}"));
    }
    let translated = translate();
    say(
        "written memory may become code that is not written to any more",
        translated == Ok(0),
        format!("{translated:?}"),
    );
    if go.send(()).is_ok() {
        for (name, result) in heard.recv().unwrap_or_default() {
            say(
                &format!("other thread: {name}"),
                result == Err(libc::EPERM),
                format!("{result:?}"),
            );
        }
    }
    say(
        "new thread",
        std::thread::Builder::new().spawn(|| ()).is_err(),
        "started".into(),
    );
    drop(elder);
    let mut output = std::io::stdout();
    for line in lines {
        if writeln!(output, "{line}").is_err() {
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}
