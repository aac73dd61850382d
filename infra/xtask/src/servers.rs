//! A PostgreSQL and a NATS of an arena's own: made once in its data folder, on free ports each time they are started.

use std::ffi::OsString;
use std::fs::{self, DirBuilder, File, OpenOptions, Permissions};
use std::io::{Read, Write};
use std::net::TcpListener;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};

use crate::kept::Recipe;
use crate::shell::step;
use crate::tools;

/// The superuser, whose password is beside the cluster.
const USER: &str = "arena";
/// How long a server may take to end.
const ENDS_WITHIN: Duration = Duration::from_secs(30);

/// A server that can be started, and the way to it.
pub(crate) struct Server {
    pub(crate) recipe: Recipe,
    pub(crate) url: String,
    pub(crate) port: u16,
}

/// PostgreSQL, whose cluster is made the first time.
pub(crate) fn postgres(data: &Path, logs: &Path) -> Result<Server> {
    let home = data.join("postgres");
    let (cluster, secret) = (home.join("cluster"), home.join("password"));
    let version = fs::read_to_string(cluster.join("PG_VERSION")).ok();
    let programs = tools::postgresql(version.as_deref().map(str::trim))
        .with_context(|| missing(version.as_deref()))?;
    folder(&home)?;
    let user = User::for_postgres();
    user.let_in(data, &home)?;
    if version.is_none() {
        step("making the database (once)");
        make_cluster(&user, &programs, &cluster, &secret)?;
    }
    let password = fs::read_to_string(&secret)
        .with_context(|| format!("read the database's password, {}", secret.display()))?;
    let port = free_port()?;
    let mut words: Vec<OsString> = vec![programs.join("postgres").into()];
    words.extend(["-D".into(), cluster.into()]);
    words.extend(["-h", "127.0.0.1", "-p", &port.to_string()].map(OsString::from));
    for setting in ["unix_socket_directories=", "max_connections=400"] {
        words.extend(["-c".into(), setting.into()]);
    }
    Ok(Server {
        recipe: Recipe {
            name: "PostgreSQL".to_owned(),
            words,
            privileges: user.privileges(),
            environment: Vec::new(),
            log: logs.join("postgres.log"),
            // Connections are not waited for.
            last: "INT",
            ends_within: ENDS_WITHIN,
        },
        url: format!("postgres://{USER}:{password}@127.0.0.1:{port}/postgres"),
        port,
    })
}

/// NATS with JetStream.
pub(crate) fn nats(data: &Path, logs: &Path) -> Result<Server> {
    let home = data.join("nats");
    folder(&home)?;
    let program = tools::program_of_nats().context("there is no nats-server")?;
    let (port, password) = (free_port()?, secret()?);
    let configuration = format!(
        "listen: \"127.0.0.1:{port}\"\njetstream {{ store_dir: {:?} }}\n\
         authorization {{ user: {USER}, password: {password:?} }}\n",
        home.join("store")
    );
    let file = home.join("nats.conf");
    write_privately(&file, &configuration)?;
    Ok(Server {
        recipe: Recipe {
            name: "NATS".to_owned(),
            words: vec![program.into(), "-c".into(), file.into()],
            privileges: &[],
            environment: Vec::new(),
            log: logs.join("nats.log"),
            last: "TERM",
            ends_within: ENDS_WITHIN,
        },
        url: format!("nats://{USER}:{password}@127.0.0.1:{port}"),
        port,
    })
}

/// A folder for its owner alone; those that it is in are like any others.
pub(crate) fn folder(path: &Path) -> Result<()> {
    let parent = path.parent().map_or(Ok(()), fs::create_dir_all);
    let made = parent.and_then(|()| {
        let mut builder = DirBuilder::new();
        builder.recursive(true).mode(0o700).create(path)
    });
    made.with_context(|| format!("make {}", path.display()))
}

/// A file for its owner alone, written anew.
pub(crate) fn write_privately(path: &Path, text: &str) -> Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true).mode(0o600);
    options
        .open(path)
        .and_then(|mut file| file.write_all(text.as_bytes()))
        .with_context(|| format!("write {}", path.display()))
}

fn missing(version: Option<&str>) -> String {
    match version {
        Some(version) => {
            let version = version.trim();
            format!(
                "the database was made by PostgreSQL {version}, which is not there any more: install postgresql-{version}, or \
                 choose another folder with --data-dir"
            )
        }
        None => "there is no PostgreSQL".to_owned(),
    }
}

/// Whole or not at all: a cluster that was begun and not finished is made anew.
fn make_cluster(user: &User, programs: &Path, cluster: &Path, secret_file: &Path) -> Result<()> {
    let fresh = cluster.with_extension("new");
    if fresh.exists() {
        fs::remove_dir_all(&fresh)?;
    }
    write_privately(secret_file, &secret()?)?;
    user.own(secret_file)?;
    let mut initdb = user.command(&programs.join("initdb"));
    initdb.arg("--pgdata").arg(&fresh);
    initdb.arg("--pwfile").arg(secret_file);
    initdb.args(["--auth=scram-sha-256", "--encoding=UTF8"]);
    initdb.args(["--locale=C.UTF-8", "--username", USER]);
    quietly(&mut initdb)?;
    fs::rename(&fresh, cluster).context("put the database in its place")
}

/// Who runs PostgreSQL, which refuses to run as root.
enum User {
    This,
    /// Debian's package has made one.
    Postgres,
}

impl User {
    fn for_postgres() -> Self {
        if tools::is_root() {
            Self::Postgres
        } else {
            Self::This
        }
    }

    /// What it may do less than this program.
    fn privileges(&self) -> &'static [&'static str] {
        match self {
            Self::This => &[],
            Self::Postgres => &["--reuid=postgres", "--regid=postgres", "--init-groups"],
        }
    }

    fn command(&self, program: &Path) -> Command {
        let mut command = Command::new("setpriv");
        command.args(self.privileges()).arg("--").arg(program);
        command.current_dir("/");
        command
    }

    fn own(&self, path: &Path) -> Result<()> {
        match self {
            Self::This => Ok(()),
            Self::Postgres => quietly(Command::new("chown").arg("postgres").arg(path)),
        }
    }

    /// Gives it `home`, and the way through `data`, and nothing else of it.
    fn let_in(&self, data: &Path, home: &Path) -> Result<()> {
        self.own(home)?;
        if matches!(self, Self::This) {
            return Ok(());
        }
        quietly(Command::new("chgrp").arg("postgres").arg(data))?;
        fs::set_permissions(data, Permissions::from_mode(0o710))?;
        let mut reach = self.command(Path::new("test"));
        let reached = reach.arg("-x").arg(home).status();
        let reached = reached.context("start setpriv")?;
        ensure!(
            reached.success(),
            "PostgreSQL does not run as root, and its user `postgres` cannot reach {}: choose another folder with --data-dir",
            home.display()
        );
        Ok(())
    }
}

/// Runs to the end and shows what was said only if it went wrong.
fn quietly(command: &mut Command) -> Result<()> {
    let shown = format!("{command:?}");
    let output = command.output().with_context(|| format!("start {shown}"))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        bail!("{shown} ended with {}: {said}", output.status);
    }
    Ok(())
}

fn free_port() -> Result<u16> {
    let listener = TcpListener::bind("127.0.0.1:0").context("find a free port")?;
    Ok(listener.local_addr()?.port())
}

fn secret() -> Result<String> {
    let mut bytes = [0; 32];
    File::open("/dev/urandom")
        .and_then(|mut random| random.read_exact(&mut bytes))
        .context("read /dev/urandom")?;
    Ok(blake3::hash(&bytes).to_hex()[..32].to_owned())
}

/// The program that asks PostgreSQL whether it takes connections.
pub(crate) fn asks_postgres(port: u16) -> tokio::process::Command {
    let programs = tools::postgresql(None).unwrap_or_else(|| PathBuf::from("/usr/bin"));
    let mut command = tokio::process::Command::new(programs.join("pg_isready"));
    command.args(["-q", "-h", "127.0.0.1", "-p", &port.to_string()]);
    command
}
