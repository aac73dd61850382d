//! Every flag and every environment variable, in one struct.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use arena_accounts::{ForwardedHeader, TrustedProxies};
use clap::{Args, Parser, Subcommand};

use crate::several::{RedisArgs, SeveralArgs};

/// The hidden command of the judge's own process.
pub(crate) const JUDGE_PROCESS: &str = "judge-process";

/// Code Battle Arena: the whole arena in one program.
#[derive(Debug, Parser)]
#[command(name = "arena", version)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Run the arena.
    Serve(Box<ServeArgs>),
    /// Judge one file.
    #[command(subcommand)]
    Judge(JudgeCommand),
    /// Look after the languages' runtimes.
    #[command(subcommand)]
    Runtimes(RuntimesCommand),
    /// Look after problems.
    #[command(subcommand)]
    Problems(ProblemsCommand),
    /// Look into the event log.
    #[command(subcommand)]
    Events(EventsCommand),
    /// Look after ratings.
    #[command(subcommand)]
    Ratings(RatingsCommand),
    /// Look after the keys that sign access tokens.
    #[command(subcommand)]
    Keys(KeysCommand),
    /// Look at the processes of an arena.
    #[command(subcommand)]
    Cluster(ClusterCommand),
    /// The judge's own process; started by the arena.
    #[command(hide = true)]
    JudgeProcess,
}

/// Where everything is kept.
#[derive(Clone, Debug, Args)]
pub(crate) struct StorageArgs {
    /// The folder of the embedded databases and the signing keys.
    #[arg(long, env = "ARENA_DATA_DIR", default_value = "arena-data")]
    pub(crate) data_dir: PathBuf,
    /// `postgres://…`: keep events, accounts and read models there instead of in SQLite files.
    #[arg(long, env = "DATABASE_URL", hide_env_values = true)]
    pub(crate) database_url: Option<String>,
    /// The folder of built runtimes and generated tests.
    #[arg(long, env = "ARENA_CACHE_DIR")]
    pub(crate) cache_dir: Option<PathBuf>,
}

#[derive(Clone, Debug, Args)]
pub(crate) struct ServeArgs {
    /// The address to listen on. 127.0.0.1 unless told otherwise.
    #[arg(long, env = "ARENA_LISTEN", default_value = "127.0.0.1:8080")]
    pub(crate) listen: SocketAddr,
    #[command(flatten)]
    pub(crate) storage: StorageArgs,
    #[command(flatten)]
    pub(crate) several: SeveralArgs,
    #[command(flatten)]
    pub(crate) redis: RedisArgs,
    /// Origins of other sites whose pages may use the API: `https://host[:port]`, comma-separated.
    #[arg(long, env = "ARENA_ALLOWED_ORIGINS", value_delimiter = ',')]
    pub(crate) allowed_origins: Vec<String>,
    /// Proxies whose forwarding headers are believed: addresses or networks, comma-separated.
    #[arg(long, env = "ARENA_TRUSTED_PROXIES", default_value = "")]
    pub(crate) trusted_proxies: String,
    /// The header that they write: `x-forwarded-for` or `forwarded`.
    #[arg(
        long,
        env = "ARENA_FORWARDED_HEADER",
        default_value = "x-forwarded-for"
    )]
    pub(crate) forwarded_header: String,
    /// Set cookies for TLS alone; needed wherever players come over https.
    #[arg(long, env = "ARENA_SECURE_COOKIES")]
    pub(crate) secure_cookies: bool,
    /// Requests a second of one address and of one player; bursts are three times that.
    #[arg(long, env = "ARENA_REQUESTS_PER_SECOND", default_value_t = 40)]
    pub(crate) requests_per_second: u32,
    /// New guests an hour from one address.
    #[arg(long, env = "ARENA_GUESTS_PER_HOUR", default_value_t = arena_accounts::options::GUESTS_PER_ADDRESS_HOUR)]
    pub(crate) guests_per_hour: u32,
    /// New accounts an hour from one address.
    #[arg(long, env = "ARENA_REGISTRATIONS_PER_HOUR", default_value_t = arena_accounts::options::REGISTRATIONS_PER_ADDRESS_HOUR)]
    pub(crate) registrations_per_hour: u32,
    /// Threads that judge; the number of cores unless told otherwise.
    #[arg(long, env = "ARENA_JUDGE_THREADS")]
    pub(crate) judge_threads: Option<usize>,
    /// A folder of problems instead of the built-in catalogue.
    #[arg(long, env = "ARENA_PROBLEMS")]
    pub(crate) problems: Option<PathBuf>,
    /// What is logged, as `tracing` filters: `info`, `arena_tree=debug,info`.
    #[arg(long, env = "ARENA_LOG", default_value = "info")]
    pub(crate) log: String,
    /// Log JSON lines.
    #[arg(long, env = "ARENA_LOG_JSON")]
    pub(crate) log_json: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum JudgeCommand {
    /// Judge FILE against a problem's tests and print the verdict.
    Run {
        /// As `arena runtimes list` names it: `python`.
        #[arg(long)]
        language: String,
        /// The problem's folder.
        #[arg(long)]
        problem: PathBuf,
        file: PathBuf,
        /// Print JSON.
        #[arg(long)]
        json: bool,
        #[arg(long, env = "ARENA_CACHE_DIR")]
        cache_dir: Option<PathBuf>,
    },
    /// Judge submissions of the log again, with what they were judged with, and report every difference. The arena may be
    /// running. Exits with 0 if there is none, with 1 if there is, with 2 if it could not be found out.
    Again(AgainArgs),
}

#[derive(Clone, Debug, Args)]
pub(crate) struct AgainArgs {
    #[command(flatten)]
    pub(crate) which: WhichArgs,
    /// Append what today's problems and runtimes would change, as corrections. The arena must be stopped.
    #[arg(long)]
    pub(crate) apply: bool,
    /// Print JSON.
    #[arg(long)]
    pub(crate) json: bool,
    /// A folder of problems instead of the built-in catalogue.
    #[arg(long, env = "ARENA_PROBLEMS")]
    pub(crate) problems: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) storage: StorageArgs,
}

#[derive(Clone, Debug, Args)]
#[group(required = true, multiple = false)]
pub(crate) struct WhichArgs {
    /// One submission.
    pub(crate) submission: Option<uuid::Uuid>,
    /// All submissions of a battle.
    #[arg(long)]
    pub(crate) battle: Option<uuid::Uuid>,
    /// All submissions to a problem.
    #[arg(long)]
    pub(crate) problem: Option<String>,
    /// Every submission of the log.
    #[arg(long)]
    pub(crate) all: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum RuntimesCommand {
    /// Build languages' runtimes and compile them for this machine. A running arena takes them up.
    Build {
        /// All languages if none is given.
        languages: Vec<String>,
        #[arg(long, env = "ARENA_CACHE_DIR")]
        cache_dir: Option<PathBuf>,
    },
    /// Print every language with its version and whether it can be judged, and what builds of other versions occupy.
    List {
        #[arg(long, env = "ARENA_CACHE_DIR")]
        cache_dir: Option<PathBuf>,
    },
    /// Remove the built runtimes that no language of this version uses. Without `--yes`, print what would be removed.
    Clean {
        /// Remove them.
        #[arg(long)]
        yes: bool,
        #[arg(long, env = "ARENA_CACHE_DIR")]
        cache_dir: Option<PathBuf>,
    },
    /// Run every language's self-test in the sealed process.
    Test {
        #[arg(long, env = "ARENA_CACHE_DIR")]
        cache_dir: Option<PathBuf>,
    },
    /// Print what is bundled in the runtimes, under which licences, and the files of their texts; those lie in the folder
    /// `licences` beside each built runtime.
    Licences {
        /// All languages if none is given; with what is bundled in a runtime that they share.
        languages: Vec<String>,
        /// Print the texts too.
        #[arg(long)]
        texts: bool,
        #[arg(long, env = "ARENA_CACHE_DIR")]
        cache_dir: Option<PathBuf>,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum ProblemsCommand {
    /// Judge every solution of every problem and compare with what it must get. Of packages: run the validators too; exits
    /// with 1 if something is wrong, with 2 if a program is in a language that is not there.
    Verify {
        /// Folders of single problems, or packages of the ICPC and Kattis format (folders or zips); the built-in catalogue if
        /// none is given.
        folders: Vec<PathBuf>,
        /// Print JSON; for packages.
        #[arg(long)]
        json: bool,
        #[arg(long, env = "ARENA_CACHE_DIR")]
        cache_dir: Option<PathBuf>,
        /// Also print every solution's fuel.
        #[arg(long)]
        details: bool,
    },
    /// Verify a package of the ICPC and Kattis format and store it for play; a running arena takes it up. Exits with 1 if it is
    /// refused, with 2 if it is stored and not played.
    Import(ImportArgs),
    /// Print every problem with its difficulty, where it comes from, and whether it is played.
    List(ListArgs),
    /// Remove an imported package; a running arena offers it no more.
    Remove(RemoveArgs),
    /// Write an imported package, or a problem of the stdin form, as a package.
    Export(ExportArgs),
}

#[derive(Clone, Debug, Args)]
pub(crate) struct ImportArgs {
    /// A folder or a zip.
    pub(crate) path: PathBuf,
    /// How hard it is: `easy`, `medium` or `hard`; packages do not say. What replaces another is as hard as that unless told
    /// otherwise, everything else `medium`.
    #[arg(long)]
    pub(crate) difficulty: Option<String>,
    /// Put it in the place of an imported problem of the same id.
    #[arg(long)]
    pub(crate) replace: bool,
    /// Play it although some of its programs cannot be run here. Its output validator and an accepted submission must.
    #[arg(long)]
    pub(crate) accept_unverified: bool,
    #[command(flatten)]
    pub(crate) storage: StorageArgs,
}

#[derive(Clone, Debug, Args)]
pub(crate) struct ListArgs {
    /// A folder of problems instead of the built-in catalogue.
    #[arg(long, env = "ARENA_PROBLEMS")]
    pub(crate) problems: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) storage: StorageArgs,
}

#[derive(Clone, Debug, Args)]
pub(crate) struct RemoveArgs {
    /// The id of the imported problem.
    pub(crate) problem: String,
    #[command(flatten)]
    pub(crate) storage: StorageArgs,
}

#[derive(Clone, Debug, Args)]
pub(crate) struct ExportArgs {
    /// The id of an imported problem or of one of the catalogue; or a folder.
    pub(crate) problem: String,
    /// The folder to make, or the zip if it ends in `.zip`.
    #[arg(long)]
    pub(crate) to: PathBuf,
    /// `legacy`, `legacy-icpc` or `2025-09`, for the arena's own problems; a package stays what it is.
    #[arg(long)]
    pub(crate) format: Option<String>,
    /// Who is named as the author of one of the arena's own problems.
    #[arg(long, default_value = "")]
    pub(crate) author: String,
    #[command(flatten)]
    pub(crate) storage: StorageArgs,
}

#[derive(Debug, Subcommand)]
pub(crate) enum EventsCommand {
    /// Check the log's invariants from the first event to the last. The arena may be running.
    Verify {
        #[command(flatten)]
        storage: StorageArgs,
        /// Lines of `{"stream":…,"version":…,"command":…}`: what clients were told is stored must be there.
        #[arg(long)]
        acks: Option<PathBuf>,
    },
    /// Print a stream's events as JSON lines.
    Show {
        /// The stream's id: a battle's is the battle's own.
        stream: uuid::Uuid,
        #[command(flatten)]
        storage: StorageArgs,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum RatingsCommand {
    /// Compute every rating again from the battles and compare it with the book.
    Verify {
        #[command(flatten)]
        storage: StorageArgs,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum KeysCommand {
    /// Sign with a new key from now on; the old one verifies until its tokens have expired.
    Rotate {
        #[command(flatten)]
        storage: StorageArgs,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum ClusterCommand {
    /// Print every process with its lease, its shards and what it has to do. It needs the event log's database alone: processes
    /// may be dead and NATS away.
    Status {
        /// Print JSON, whose shape is stable.
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        storage: StorageArgs,
    },
}

impl ServeArgs {
    /// The networks whose forwarding headers are believed, and which header that is.
    pub(crate) fn proxies(&self) -> anyhow::Result<(TrustedProxies, ForwardedHeader)> {
        let proxies = self.trusted_proxies.parse().context("--trusted-proxies")?;
        let header = match self.forwarded_header.as_str() {
            "x-forwarded-for" => ForwardedHeader::XForwardedFor,
            "forwarded" => ForwardedHeader::Forwarded,
            other => bail!("--forwarded-header {other}: say `x-forwarded-for` or `forwarded`"),
        };
        Ok((proxies, header))
    }

    /// Origins are compared as browsers write them: scheme and authority, nothing after.
    pub(crate) fn origins(&self) -> anyhow::Result<Vec<String>> {
        for origin in &self.allowed_origins {
            let authority = origin.split_once("://").map(|(_, authority)| authority);
            if authority.is_none_or(|authority| authority.is_empty() || authority.contains('/')) {
                bail!("--allowed-origins {origin}: write it like https://example.org");
            }
        }
        Ok(self.allowed_origins.clone())
    }
}

impl StorageArgs {
    pub(crate) fn events_file(&self) -> PathBuf {
        self.data_dir.join("events.db")
    }

    pub(crate) fn accounts_file(&self) -> PathBuf {
        self.data_dir.join("accounts.db")
    }

    pub(crate) fn projections_file(&self) -> PathBuf {
        self.data_dir.join("projections.db")
    }

    pub(crate) fn keys_dir(&self) -> PathBuf {
        self.data_dir.join("keys")
    }

    /// Makes the data folder, readable by its owner alone.
    pub(crate) fn make_data_dir(&self) -> anyhow::Result<&Path> {
        use std::os::unix::fs::DirBuilderExt;
        let dir = &self.data_dir;
        std::fs::DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(dir)
            .with_context(|| format!("make the data folder {}", dir.display()))?;
        Ok(dir)
    }
}
