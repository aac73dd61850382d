//! Opens the event log, accounts and read models on the backend that was configured.

use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Context;
use arena_accounts::{Accounts, Database, Options};
use arena_bus::ArenaEvent;
use arena_bus::codec::{ArenaCodec, Family, name};
use arena_log::{
    EventCodec, EventLog, PostgresLog, PostgresOptions, Recorded, SqliteLog, SqliteOptions,
};
use arena_projections::{Decode, DecodeError, Fact, Store};
use arena_rules::ids::BattleId;

use crate::config::StorageArgs;

/// The event log, for the one process that serves it.
pub(crate) async fn log(storage: &StorageArgs) -> anyhow::Result<Arc<dyn EventLog>> {
    Ok(match &storage.database_url {
        Some(url) => {
            let options = PostgresOptions::new(url).context("DATABASE_URL")?;
            Arc::new(PostgresLog::open(options).await?)
        }
        None => {
            storage.make_data_dir()?;
            let options = SqliteOptions::new(&storage.events_file());
            Arc::new(SqliteLog::open(options).await?)
        }
    })
}

/// The event log, for one of several processes that serve it.
pub(crate) async fn shared_log(url: &str) -> anyhow::Result<Arc<PostgresLog>> {
    let options = PostgresOptions::new(url).context("DATABASE_URL")?;
    Ok(Arc::new(PostgresLog::open(options.member()).await?))
}

/// The event log of an arena that may be running, to read and nothing else.
pub(crate) async fn log_to_read(storage: &StorageArgs) -> anyhow::Result<Arc<dyn EventLog>> {
    Ok(match &storage.database_url {
        Some(url) => {
            let options = PostgresOptions::new(url).context("DATABASE_URL")?;
            Arc::new(PostgresLog::open(options.read_only()).await?)
        }
        None => {
            let file = events_file_to_read(storage)?;
            Arc::new(SqliteLog::open(SqliteOptions::new(&file).read_only()).await?)
        }
    })
}

/// The embedded event log, which must be there.
pub(crate) fn events_file_to_read(storage: &StorageArgs) -> anyhow::Result<PathBuf> {
    let file = storage.events_file();
    anyhow::ensure!(
        file.is_file(),
        "there is no event log at {} (choose its folder with --data-dir)",
        file.display()
    );
    Ok(file)
}

pub(crate) async fn read_models(storage: &StorageArgs) -> anyhow::Result<Store> {
    let store = match &storage.database_url {
        Some(url) => Store::postgres(url).await,
        None => Store::sqlite(&storage.projections_file()).await,
    };
    store.context("open the read models")
}

pub(crate) async fn accounts(
    storage: &StorageArgs,
    limits: arena_accounts::options::Limits,
    now_ms: i64,
) -> anyhow::Result<Accounts> {
    storage.make_data_dir()?;
    let database = match &storage.database_url {
        Some(url) => Database::Postgres(url.clone()),
        None => Database::Sqlite(storage.accounts_file()),
    };
    let mut options = Options::new(storage.keys_dir());
    options.limits = limits;
    Accounts::open(database, options, now_ms)
        .await
        .context("open the accounts")
}

/// How the projections read stored events. Sessions, and what players type and submit, are most of
/// a log; no read model folds them, so they are not decoded.
pub(crate) fn decode() -> Decode {
    Arc::new(|recorded: &Recorded| {
        let typed = matches!(
            name(recorded.kind),
            Some("battle.edited" | "battle.submitted")
        );
        if typed || Family::of(recorded.kind) == Some(Family::Session) {
            return Ok(None);
        }
        let event = ArenaCodec::decode(recorded.kind, recorded.schema, &recorded.data)
            .map_err(DecodeError::new)?;
        Ok(match event {
            ArenaEvent::Battle(event) => Some(Fact::Battle(BattleId(recorded.stream.0), event)),
            ArenaEvent::Queue(event) => Some(Fact::Queue(event)),
            ArenaEvent::Book(event) => Some(Fact::Rating(event)),
            ArenaEvent::Session(_) => None,
        })
    })
}
