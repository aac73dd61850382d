//! `arena cluster status`: who is there, who has what, and how much there is to do. It reads the log's database and nothing
//! else, so that it answers while processes are dead and NATS is away.

mod members;
mod report;
mod told;

use anyhow::Context;
use arena_log::{EventLog, Known, Membership, PostgresLog, PostgresOptions, Roster};
use arena_log::{SqliteLog, SqliteOptions};
use arena_tree::{Clock, SystemClock};

use crate::config::StorageArgs;

pub(crate) use members::Speaking;
pub(crate) use told::Told;

use report::Report;

/// Prints it.
pub(crate) async fn status(storage: &StorageArgs, json: bool) -> anyhow::Result<()> {
    let (nodes, roster) = read(storage).await?;
    let report = Report::of(&nodes, &roster, SystemClock.now().0);
    if json {
        println!("{}", serde_json::to_string_pretty(&report)?);
    } else {
        print!("{report}");
    }
    Ok(())
}

async fn read(storage: &StorageArgs) -> anyhow::Result<(Vec<Known>, Roster)> {
    if let Some(url) = &storage.database_url {
        let options = PostgresOptions::new(url).context("DATABASE_URL")?;
        let log = PostgresLog::open(options.read_only()).await?;
        let read = (log.nodes().await?, log.roster().await?);
        log.close().await;
        return Ok(read);
    }
    let file = crate::storage::events_file_to_read(storage)?;
    let log = SqliteLog::open(SqliteOptions::new(&file).read_only()).await?;
    let read = (log.nodes().await?, log.roster().await?);
    log.close().await;
    Ok(read)
}
