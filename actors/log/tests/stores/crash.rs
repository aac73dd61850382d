//! A process that writes to the log is killed with -9, again and again: what it acknowledged is
//! there, and the next one opens the log at once, while the killed one is still ending.

use std::fs::{File, OpenOptions};
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use arena_log::conformance::assert_sound;
use arena_log::testing::{append, claim_all, postgres};
use arena_log::verify::verify_acks;
use arena_log::{
    EventLog, PostgresLog, PostgresOptions, ShardId, SqliteLog, SqliteOptions, StreamId, Version,
};
use tokio::task::JoinSet;
use uuid::Uuid;

/// Says to this test binary that it is the process that is killed, and where it leaves its acknowledgements.
const FOLDER: &str = "ARENA_LOG_CRASH_FOLDER";
/// Where it writes; without it, to SQLite in the folder.
const DATABASE: &str = "ARENA_LOG_CRASH_DATABASE";

const ROUNDS: usize = 6;
const ACKS_A_ROUND: usize = 150;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_process_on_sqlite_acknowledged_before_it_was_killed_is_in_the_log() {
    let folder = tempfile::tempdir().unwrap();
    kill_and_look(folder.path(), None).await;
    // The check itself notices what is missing.
    let log = open(folder.path(), None).await;
    let (stream, command) = (Uuid::new_v4(), Uuid::new_v4());
    let lie = format!("{{\"stream\":\"{stream}\",\"version\":1,\"command\":\"{command}\"}}\n");
    let found = verify_acks(&*log, lie.as_bytes()).await.unwrap();
    assert_eq!((found.acks, found.missing_count), (1, 1));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_process_on_postgresql_acknowledged_before_it_was_killed_is_in_the_log() {
    let folder = tempfile::tempdir().unwrap();
    let database = postgres().await;
    kill_and_look(folder.path(), Some(database.url())).await;
}

async fn kill_and_look(folder: &Path, database: Option<&str>) {
    let acks = folder.join("acks");
    File::create(&acks).unwrap();
    for round in 1..=ROUNDS {
        let mut child = spawn_writer(folder, database);
        wait_for_acks(&mut child, &acks, round * ACKS_A_ROUND).await;
        child.kill().unwrap();
        // Its lock may still be there, and must not be in the way.
        let log = open(folder, database).await;
        child.wait().unwrap();
        assert_sound(&*log).await;
        let found = verify_acks(&*log, BufReader::new(File::open(&acks).unwrap()))
            .await
            .unwrap();
        assert_eq!(found.missing, Vec::<String>::new(), "round {round}");
        assert!(found.acks >= (round * ACKS_A_ROUND) as u64);
        claim_all(&*log).await;
        log.close().await;
    }
}

async fn open(folder: &Path, database: Option<&str>) -> Arc<dyn EventLog> {
    match database {
        Some(url) => {
            let options = PostgresOptions::new(url).unwrap();
            Arc::new(PostgresLog::open(options).await.unwrap())
        }
        None => {
            let options = SqliteOptions::new(&folder.join("log.db"));
            Arc::new(SqliteLog::open(options).await.unwrap())
        }
    }
}

fn spawn_writer(folder: &Path, database: Option<&str>) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args([
            "--exact",
            "crash::the_process_that_is_killed",
            "--nocapture",
        ])
        .env(FOLDER, folder)
        .envs(database.map(|url| (DATABASE, url)))
        .stdout(Stdio::null())
        .spawn()
        .unwrap()
}

async fn wait_for_acks(child: &mut Child, acks: &Path, count: usize) {
    while BufReader::new(File::open(acks).unwrap()).lines().count() < count {
        assert_eq!(
            child.try_wait().unwrap(),
            None,
            "the writer ended by itself"
        );
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
}

/// Writes until it is killed, when it is told to; otherwise there is nothing to do.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_process_that_is_killed() {
    let Some(folder) = std::env::var_os(FOLDER) else {
        return;
    };
    let folder = Path::new(&folder);
    let database = std::env::var_os(DATABASE);
    let log = open(folder, database.as_deref().and_then(|url| url.to_str())).await;
    let (_, claim) = claim_all(&*log).await;
    let mut writers = JoinSet::new();
    for number in 0..8 {
        let stream = StreamId(Uuid::new_v4());
        let epoch = claim.epoch(ShardId::of(stream)).unwrap();
        let log = Arc::clone(&log);
        let mut acks = OpenOptions::new()
            .append(true)
            .open(folder.join("acks"))
            .unwrap();
        writers.spawn(async move {
            let mut version = Version::ZERO;
            loop {
                let data: Vec<&[u8]> = vec![b"some data"; 1 + number % 3];
                let append = append(stream, version, epoch, &data);
                let command = append.command;
                let stored = log.append(append).await.unwrap();
                let first = stored.first_version();
                let ack = format!(
                    "{{\"stream\":\"{stream}\",\"version\":{first},\"command\":\"{command}\"}}\n"
                );
                // One write a line: the writers share the file.
                acks.write_all(ack.as_bytes()).unwrap();
                version = version.plus(data.len() as u64);
            }
        });
    }
    writers.join_next().await.unwrap().unwrap();
}
