//! PostgreSQL under attack: cut and delayed connections, killed backends, a killed server.

use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

use arena_log::conformance::{Load, assert_sound};
use arena_log::mutant::Mutant;
use arena_log::testing::{Break, PostgresServer, Proxy, append, claim_all};
use arena_log::{
    AppendError, Appended, Epoch, EventLog, OwnerId, PostgresLog, PostgresOptions, ShardId,
    StreamId, Version,
};
use sqlx::{Connection, PgConnection};
use uuid::Uuid;

/// What the proxy looks for.
const NEEDLE: &[u8] = b"the request that breaks";

/// A server, a proxy before it, a log through the proxy, and the same log without it.
struct Broken {
    _server: PostgresServer,
    proxy: Proxy,
    log: Arc<PostgresLog>,
    direct: PostgresLog,
    stream: StreamId,
    epoch: Epoch,
}

impl Broken {
    async fn new(mutant: Option<Mutant>) -> Self {
        let server = PostgresServer::start().await;
        let proxy = Proxy::before(server.address()).await;
        let database = server.database().await;
        let options = |url: &str| PostgresOptions::new(url).unwrap().shared();
        let through = options(&proxy.url(database.url())).patience(Duration::from_secs(30));
        let through = match mutant {
            Some(mutant) => through.mutant(mutant),
            None => through,
        };
        let log = Arc::new(PostgresLog::open(through).await.unwrap());
        let direct = PostgresLog::open(options(database.url())).await.unwrap();
        let (_, claim) = claim_all(&*log).await;
        let stream = StreamId(Uuid::new_v4());
        let epoch = claim.epoch(ShardId::of(stream)).unwrap();
        // Both of the append's statements are known to the connection from here on, so that a
        // request that breaks is the statement itself.
        log.append(append(stream, Version(0), epoch, &[b"first"]))
            .await
            .unwrap();
        let refused = log
            .append(append(stream, Version(5), epoch, &[b"no"]))
            .await;
        assert!(matches!(refused, Err(AppendError::Conflict { .. })));
        Self {
            _server: server,
            proxy,
            log,
            direct,
            stream,
            epoch,
        }
    }

    async fn data(&self) -> Vec<Vec<u8>> {
        let events = self
            .direct
            .read_stream(self.stream, Version::ZERO, 100)
            .await
            .unwrap();
        events.into_iter().map(|event| event.data).collect()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_connection_that_is_cut_around_a_commit_leaves_nothing_in_doubt() {
    let broken = Broken::new(None).await;
    let (stream, epoch) = (broken.stream, broken.epoch);
    for (round, what) in [Break::BeforeRequest, Break::BeforeAnswer]
        .into_iter()
        .enumerate()
    {
        broken.proxy.order(NEEDLE, what);
        let version = Version(1 + 2 * round as u64);
        let append = append(stream, version, epoch, &[NEEDLE, b"and its second part"]);
        let stored = broken.log.append(append.clone()).await.unwrap();
        assert!(
            matches!(stored, Appended::Stored { .. }),
            "{what:?}: {stored:?}"
        );
        assert_eq!(stored.first_version(), version.next());
        let again = broken.log.append(append).await.unwrap();
        assert!(
            matches!(again, Appended::Duplicate { .. }),
            "{what:?}: {again:?}"
        );
        assert_eq!(again.first_position(), stored.first_position());
    }
    assert_eq!(broken.data().await.len(), 5);
    assert_sound(&broken.direct).await;
}

/// A refused append that was still on its way is not stored later: its statement comes too late
/// for the epoch. Returns how many events the stream has at the end.
async fn a_delayed_request_after_its_refusal(mutant: Option<Mutant>) -> usize {
    let broken = Broken::new(mutant).await;
    let (stream, epoch) = (broken.stream, broken.epoch);
    broken.proxy.order(NEEDLE, Break::Delay);
    let early = append(stream, Version(2), epoch, &[NEEDLE]);
    let refused = broken.log.append(early).await;
    let conflict = AppendError::Conflict {
        stream,
        expected: Version(2),
        actual: Version(1),
    };
    assert_eq!(refused, Err(conflict));
    // Only now the stream comes to the version that the refused append expected.
    broken
        .log
        .append(append(stream, Version(1), epoch, &[b"second"]))
        .await
        .unwrap();
    broken.proxy.deliver().await;
    broken.data().await.len()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_refused_append_that_arrives_late_is_not_stored() {
    assert_eq!(a_delayed_request_after_its_refusal(None).await, 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_the_epoch_bump_a_refused_append_that_arrives_late_is_stored() {
    assert_eq!(
        a_delayed_request_after_its_refusal(Some(Mutant::NoEpochBump)).await,
        3
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_append_in_doubt_is_settled_by_reading_when_its_shard_was_lost() {
    for (what, stored) in [(Break::BeforeAnswer, true), (Break::BeforeRequest, false)] {
        let broken = Broken::new(None).await;
        let (stream, epoch) = (broken.stream, broken.epoch);
        let shard = ShardId::of(stream);
        broken.proxy.order(NEEDLE, what);
        broken.proxy.let_in(false);
        let in_doubt = {
            let log = Arc::clone(&broken.log);
            let append = append(stream, Version(1), epoch, &[NEEDLE]);
            tokio::spawn(async move { log.append(append).await })
        };
        // The server has done what it was told before another owner comes.
        while stored && broken.data().await.len() < 2 {
            tokio::task::yield_now().await;
        }
        if !stored {
            broken.proxy.is_spent().await;
        }
        let other = OwnerId(Uuid::new_v4());
        let claim = broken.direct.claim(other, &[shard]).await.unwrap();
        broken.proxy.let_in(true);
        match in_doubt.await.unwrap() {
            Ok(Appended::Stored { first_version, .. }) if stored => {
                assert_eq!(first_version, Version(2));
            }
            Err(AppendError::Fenced { .. }) if !stored => {}
            answer => panic!("{what:?}: {answer:?}"),
        }
        let version = Version(if stored { 2 } else { 1 });
        let refused = broken
            .log
            .append(append(stream, version, epoch, &[b"late"]))
            .await;
        assert!(
            matches!(refused, Err(AppendError::Fenced { .. })),
            "{refused:?}"
        );
        let epoch = claim.epoch(shard).unwrap();
        broken
            .direct
            .append(append(stream, version, epoch, &[b"on"]))
            .await
            .unwrap();
        assert_sound(&broken.direct).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_backends_break_no_promise() {
    let server = PostgresServer::start().await;
    let database = server.database().await;
    let mut handles: Vec<Arc<dyn EventLog>> = Vec::new();
    for writers in [1, 2] {
        let options = PostgresOptions::new(database.url())
            .unwrap()
            .shared()
            .writers(writers);
        handles.push(Arc::new(PostgresLog::open(options).await.unwrap()));
    }
    let load = Load {
        appenders: 32,
        appends: 100,
        streams: 48,
        takeovers: 20,
    };
    let attack = tokio::spawn(load.run(handles.clone(), 7));
    let mut admin = PgConnection::connect(database.url()).await.unwrap();
    let mut killed = 0;
    while !attack.is_finished() {
        let kill = "select count(pg_terminate_backend(pid)) from (select pid from pg_stat_activity \
            where application_name like 'arena-log%' and state = 'active' \
            order by random() limit 1) victim";
        killed += sqlx::query_scalar::<_, i64>(kill)
            .fetch_one(&mut admin)
            .await
            .unwrap();
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    let ledger = attack.await.unwrap();
    println!(
        "{} appends stored, {killed} backends killed",
        ledger.stored()
    );
    assert!(killed > 5, "only {killed} backends were caught at work");
    ledger.assert_kept(&*handles[0]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_killed_server_loses_nothing_acknowledged_and_appends_go_on_after_its_restart() {
    let mut server = PostgresServer::start().await;
    let database = server.database().await;
    let options = PostgresOptions::new(database.url())
        .unwrap()
        .patience(Duration::from_secs(60));
    let log: Arc<dyn EventLog> = Arc::new(PostgresLog::open(options).await.unwrap());
    let load = Load {
        appenders: 32,
        appends: 60,
        streams: 64,
        takeovers: 0,
    };
    for round in 0..2 {
        let attack = tokio::spawn(load.run(vec![Arc::clone(&log)], round));
        let before = log.heads().await.unwrap().total();
        while log.heads().await.unwrap().total() < before + 200 {
            tokio::task::yield_now().await;
        }
        server.kill();
        assert!(!attack.is_finished());
        server.restart().await;
        let ledger = attack.await.unwrap();
        assert!(ledger.stored() > 500);
        assert_sound(&*log).await;
        if round == 0 {
            ledger.assert_kept(&*log).await;
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn appends_are_unavailable_while_the_server_is_away_and_go_on_when_it_is_back() {
    let mut server = PostgresServer::start().await;
    let database = server.database().await;
    let options = PostgresOptions::new(database.url())
        .unwrap()
        .patience(Duration::from_millis(100));
    let log = PostgresLog::open(options).await.unwrap();
    let (_, claim) = claim_all(&log).await;
    let stream = StreamId(Uuid::new_v4());
    let epoch = claim.epoch(ShardId::of(stream)).unwrap();
    let next = |version| log.append(append(stream, Version(version), epoch, &[b"x"]));
    next(0).await.unwrap();
    server.kill();
    // The first one finds the connection broken and is in doubt: it waits for the truth. The next
    // one of the same stream is never in its batch.
    let mut in_doubt = next(1);
    assert!(futures_util::poll!(in_doubt.as_mut()).is_pending());
    let refused = next(2).await;
    assert!(
        matches!(refused, Err(AppendError::Unavailable { .. })),
        "{refused:?}"
    );
    server.restart().await;
    in_doubt.await.unwrap();
    let stored = loop {
        match next(2).await {
            Err(AppendError::Unavailable { .. }) => {}
            answer => break answer,
        }
    };
    stored.unwrap();
    assert_eq!(log.heads().await.unwrap().total(), 3);
}

/// The backends that the log writes over, as PostgreSQL knows them.
async fn writing_backends(admin: &mut PgConnection) -> Vec<String> {
    let backends = "select pid::text from pg_stat_activity where application_name like 'arena-log%' \
        and query like '%order by h.shard for update%' and query not like '%pg_stat_activity%'";
    sqlx::query_scalar::<_, String>(backends)
        .fetch_all(admin)
        .await
        .unwrap()
}

fn signal(signal: &str, pids: &[String]) {
    let sent = Command::new("kill")
        .arg(signal)
        .args(pids)
        .status()
        .unwrap();
    assert!(sent.success());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_frozen_backend_delays_an_append_and_can_store_nothing_when_it_thaws() {
    let server = PostgresServer::start().await;
    let database = server.database().await;
    let options = PostgresOptions::new(database.url())
        .unwrap()
        .statement_timeout(Duration::from_millis(500));
    let log = PostgresLog::open(options).await.unwrap();
    let (_, claim) = claim_all(&log).await;
    let stream = StreamId(Uuid::new_v4());
    let epoch = claim.epoch(ShardId::of(stream)).unwrap();
    let mut admin = PgConnection::connect(database.url()).await.unwrap();
    for version in 0..3 {
        log.append(append(stream, Version(2 * version), epoch, &[b"x"]))
            .await
            .unwrap();
        let frozen = writing_backends(&mut admin).await;
        assert!(!frozen.is_empty());
        signal("-STOP", &frozen);
        let stored = log
            .append(append(stream, Version(2 * version + 1), epoch, &[b"y"]))
            .await;
        signal("-CONT", &frozen);
        assert_eq!(stored.unwrap().first_version(), Version(2 * version + 2));
        // The thawed backend does what it still has to do, and ends.
        while writing_backends(&mut admin)
            .await
            .iter()
            .any(|pid| frozen.contains(pid))
        {
            tokio::task::yield_now().await;
        }
    }
    let events = log.read_stream(stream, Version::ZERO, 10).await.unwrap();
    assert_eq!(events.len(), 6);
    assert_sound(&log).await;
}
