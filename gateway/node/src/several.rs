//! One arena of several processes: what each of them does, and how they reach one another.

use std::collections::BTreeSet;
use std::path::PathBuf;

use anyhow::{Context, ensure};
use arena_bus::NatsOptions;
use arena_bus::work::WorkOptions;
use arena_edge::{Redis, RedisOptions};
use clap::{Args, ValueEnum};

use crate::config::StorageArgs;

/// A part of the arena's work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub(crate) enum Role {
    /// Players' connections, the HTTP API and the web client.
    Gateway,
    /// The actors of battles, sessions, queues and ratings.
    Battles,
    /// Judging what players submit.
    Judge,
    /// The read models.
    Projector,
}

const ALL: [Role; 4] = [Role::Gateway, Role::Battles, Role::Judge, Role::Projector];

impl Role {
    /// As the roster of the log has it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Gateway => "gateway",
            Self::Battles => arena_tree::shards::HOLDER,
            Self::Judge => "judge",
            Self::Projector => "projector",
        }
    }
}

/// Whether the process is one of several, and which.
#[derive(Clone, Debug, Args)]
pub(crate) struct SeveralArgs {
    /// What this process does, comma-separated; everything unless told. Some of it alone needs PostgreSQL and NATS.
    #[arg(long, env = "ARENA_ROLES", value_delimiter = ',', value_enum)]
    pub(crate) roles: Vec<Role>,
    /// `nats://host:port`, several of a cluster with commas: be one of several processes on one PostgreSQL.
    #[arg(long, env = "NATS_URL", hide_env_values = true)]
    pub(crate) nats_url: Option<String>,
    /// The CA of NATS's certificates (PEM), instead of the system's.
    #[arg(long, env = "NATS_CA_FILE")]
    pub(crate) nats_ca_file: Option<PathBuf>,
    /// The certificate (PEM) by which NATS knows this process.
    #[arg(long, env = "NATS_CERTIFICATE", requires = "nats_key")]
    pub(crate) nats_certificate: Option<PathBuf>,
    /// The key of that certificate (PEM).
    #[arg(long, env = "NATS_KEY", requires = "nats_certificate")]
    pub(crate) nats_key: Option<PathBuf>,
    /// A `.creds` file for NATS.
    #[arg(long, env = "NATS_CREDENTIALS")]
    pub(crate) nats_credentials: Option<PathBuf>,
    /// Speak to NATS on other machines without TLS too.
    #[arg(long, env = "NATS_ALLOW_PLAIN")]
    pub(crate) nats_allow_plain: bool,
    /// What operators call this process; its process id unless told.
    #[arg(long, env = "ARENA_NAME")]
    pub(crate) name: Option<String>,
}

/// What gateways share, if there is a Redis.
#[derive(Clone, Debug, Args)]
pub(crate) struct RedisArgs {
    /// `redis://host:port` or `rediss://user:password@host:port`: share rates of requests, who is connected, and ranks between
    /// gateways. The arena does without it too.
    #[arg(long, env = "REDIS_URL", hide_env_values = true)]
    pub(crate) redis_url: Option<String>,
    /// The CA of Redis's certificates (PEM), instead of the system's.
    #[arg(long, env = "REDIS_CA_FILE")]
    pub(crate) redis_ca_file: Option<PathBuf>,
    /// Speak to Redis on other machines without TLS or a password too.
    #[arg(long, env = "REDIS_ALLOW_OPEN")]
    pub(crate) redis_allow_open: bool,
}

impl RedisArgs {
    /// # Errors
    /// Settings that cannot work. A server that does not answer is no error.
    pub(crate) async fn connect(&self) -> anyhow::Result<Option<Redis>> {
        let Some(url) = &self.redis_url else {
            return Ok(None);
        };
        let mut options = RedisOptions::new(url).context("REDIS_URL")?;
        if let Some(file) = &self.redis_ca_file {
            options = options.ca_file(file);
        }
        if self.redis_allow_open {
            options = options.allow_open();
        }
        let redis = Redis::connect(&options).await;
        Ok(Some(redis.context("REDIS_URL")?))
    }
}

/// How the process takes part.
#[derive(Clone)]
pub(crate) struct Part {
    pub(crate) roles: BTreeSet<Role>,
    pub(crate) standing: Standing,
}

/// Whether there are others.
#[derive(Clone)]
pub(crate) enum Standing {
    Alone,
    OneOfSeveral(Box<Member>),
}

#[derive(Clone)]
pub(crate) struct Member {
    pub(crate) database_url: String,
    pub(crate) nats: NatsOptions,
    pub(crate) name: String,
}

impl Part {
    pub(crate) fn has(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }

    /// How the judges' queue is kept.
    pub(crate) fn work(&self) -> WorkOptions {
        let mut work = WorkOptions::default();
        if let Standing::OneOfSeveral(member) = &self.standing {
            work.replicas = member.nats.copies();
        }
        work
    }
}

impl SeveralArgs {
    /// # Errors
    /// Settings that cannot work together.
    pub(crate) fn part(&self, storage: &StorageArgs) -> anyhow::Result<Part> {
        let roles: BTreeSet<Role> = if self.roles.is_empty() {
            ALL.into()
        } else {
            self.roles.iter().copied().collect()
        };
        let Some(url) = &self.nats_url else {
            ensure!(
                roles.len() == ALL.len(),
                "--roles: a process that does not do everything needs others, which it reaches over NATS. Set NATS_URL and \
                 DATABASE_URL, or leave --roles out"
            );
            let standing = Standing::Alone;
            return Ok(Part { roles, standing });
        };
        let database_url = storage.database_url.clone().context(
            "NATS_URL makes this process one of several, which share one PostgreSQL: set DATABASE_URL, or leave NATS_URL out",
        )?;
        let name = self.name.clone();
        let name = name.unwrap_or_else(|| format!("arena-{}", std::process::id()));
        let mut nats = NatsOptions::new(url).context("NATS_URL")?.name(&name);
        if let Some(file) = &self.nats_ca_file {
            nats = nats.ca_file(file);
        }
        if let (Some(certificate), Some(key)) = (&self.nats_certificate, &self.nats_key) {
            nats = nats.client_certificate(certificate, key);
        }
        if let Some(file) = &self.nats_credentials {
            nats = nats.credentials_file(file);
        }
        if self.nats_allow_plain {
            nats = nats.allow_plain();
        }
        let member = Member {
            database_url,
            nats,
            name,
        };
        let standing = Standing::OneOfSeveral(Box::new(member));
        Ok(Part { roles, standing })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use clap::Parser;

    use super::*;
    use crate::config::{Cli, Command};

    fn part(arguments: &[&str]) -> anyhow::Result<Part> {
        let arguments = [&["arena", "serve"], arguments].concat();
        match Cli::try_parse_from(arguments)?.command {
            Command::Serve(args) => args.several.part(&args.storage),
            other => anyhow::bail!("not to serve: {other:?}"),
        }
    }

    const DATABASE: &str = "--database-url=postgres://localhost/arena";
    const NATS: &str = "--nats-url=nats://localhost:4222";

    #[test]
    fn a_process_does_everything_unless_told() {
        for arguments in [&[][..], &[DATABASE], &[DATABASE, NATS]] {
            let part = part(arguments).unwrap();
            assert!(ALL.into_iter().all(|role| part.has(role)));
            let several = matches!(part.standing, Standing::OneOfSeveral(_));
            assert_eq!(several, arguments.contains(&NATS));
        }
        let part = part(&[DATABASE, NATS, "--roles=judge,gateway"]).unwrap();
        assert_eq!(part.roles, BTreeSet::from([Role::Gateway, Role::Judge]));
    }

    #[test]
    fn the_judges_queue_is_on_three_servers_of_a_cluster() {
        let cluster = "--nats-url=nats://localhost:1,nats://localhost:2,nats://localhost:3";
        for (nats, copies) in [(NATS, 1), (cluster, 3)] {
            let part = part(&[DATABASE, nats]).unwrap();
            assert_eq!(part.work().replicas, copies);
        }
    }

    #[test]
    fn what_cannot_work_is_refused_with_what_to_do() {
        let rows: [(&[&str], &str); 6] = [
            (&[NATS], "set DATABASE_URL"),
            (&["--roles=gateway"], "Set NATS_URL"),
            (&[DATABASE, "--roles=gateway,battles,judge"], "Set NATS_URL"),
            (&["--roles=player"], "possible values: gateway"),
            (&[DATABASE, "--nats-url=http://x"], "NATS_URL"),
            (&[DATABASE, NATS, "--nats-key=k"], "--nats-certificate"),
        ];
        for (arguments, expected) in rows {
            let error = part(arguments).err().map(|error| format!("{error:#}"));
            let error = error.unwrap_or_else(|| format!("{arguments:?} is taken"));
            assert!(error.contains(expected), "{arguments:?}: {error}");
        }
    }
}
