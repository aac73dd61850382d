//! TLS, credentials, permissions, and servers that do not fit.

use std::time::Duration;

use arena_bus::conformance::PATIENCE;
use arena_bus::judges::{Offer, Ran, Run, RunError};
use arena_bus::testing::{Certificates, NatsServer, NatsSettings};
use arena_bus::work::{Submitted, WorkError, WorkId, WorkOptions, WorkQueue};
use arena_bus::{Bus, ConnectError, NatsOptions};
use arena_log::OwnerId;
use arena_rules::ids::PlayerId;
use arena_rules::matchmaking::Candidates;
use arena_rules::play::{Language, ProblemId, ProblemRef};
use tokio::time::{Instant, sleep, timeout};
use uuid::Uuid;

/// What the table of subjects gives a process that plays battles without a judge, and a judge that has no battles.
const ROLES: &str = r#"
authorization {
  users: [
    { user: player, password: geheim, permissions: {
      publish: ["arena.v1.sync.*", "arena.v1.clock.*", "arena.v1.cmd.*", "_INBOX.>", "arena.v1.evt.*", "arena.v1.heads",
                "arena.v1.judge.work", "arena.v1.judge.run", "$JS.API.STREAM.MSG.GET.ARENA_JUDGE"]
      subscribe: ["_INBOX.>", "arena.v1.clock.*", "arena.v1.heads", "arena.v1.evt.*", "arena.v1.cmd.*",
                  "arena.v1.judge.offers"] } },
    { user: judge, password: geheim, permissions: {
      publish: ["arena.v1.sync.*", "arena.v1.clock.*", "arena.v1.cmd.*", "_INBOX.>", "arena.v1.judge.>",
                "$JS.ACK.ARENA_JUDGE.>", "$JS.API.STREAM.*.ARENA_JUDGE", "$JS.API.STREAM.*.ARENA_JUDGE_DEAD",
                "$JS.API.STREAM.MSG.GET.*", "$JS.API.CONSUMER.*.ARENA_JUDGE.>", "$JS.API.CONSUMER.*.*.ARENA_JUDGE.>"]
      subscribe: ["_INBOX.>", "arena.v1.clock.*", "arena.v1.heads", "arena.v1.evt.*", "arena.v1.judge.run"] } }
  ]
}
"#;

async fn connect(options: &NatsOptions) -> Result<Bus, ConnectError> {
    Bus::connect(options, OwnerId(Uuid::new_v4())).await
}

fn configured(configuration: &str) -> NatsSettings {
    NatsSettings {
        configuration: configuration.to_owned(),
        ..NatsSettings::default()
    }
}

#[tokio::test]
async fn tls_takes_the_right_ca_and_client_certificate_alone() {
    let certificates = Certificates::new();
    let server = NatsServer::with(&NatsSettings {
        certificates: Some(certificates.clone()),
        ..NatsSettings::default()
    })
    .await;
    let url = format!("tls://localhost:{}", server.address().port());
    let (certificate, key) = certificates.client();
    let known = NatsServer::options_for(&url).client_certificate(certificate, key);
    let right = known.clone().ca_file(certificates.ca());
    connect(&right).await.unwrap();

    let stranger = Certificates::new();
    let without = NatsServer::options_for(&url).ca_file(certificates.ca());
    let (certificate, key) = stranger.client();
    for (what, wrong) in [
        ("another CA", known.ca_file(stranger.ca())),
        ("no client certificate", without.clone()),
        (
            "another's client certificate",
            without.client_certificate(certificate, key),
        ),
    ] {
        let refused = connect(&wrong).await;
        assert!(
            matches!(refused, Err(ConnectError::Tls { .. })),
            "{what}: {refused:?}"
        );
    }
    // And nobody speaks in the clear to a server that cannot do better.
    let plain = NatsServer::start().await;
    let url = format!("tls://localhost:{}", plain.address().port());
    let refused = connect(&NatsServer::options_for(&url).ca_file(certificates.ca())).await;
    assert!(
        matches!(refused, Err(ConnectError::Tls { .. })),
        "{refused:?}"
    );
}

#[tokio::test]
async fn users_and_tokens_are_checked() {
    let server = NatsServer::with(&configured(
        "authorization { users: [{ user: ann, password: geheim }] }",
    ))
    .await;
    let options = server.options();
    connect(&options.clone().user("ann", "geheim"))
        .await
        .unwrap();
    let url = format!("nats://ann:geheim@{}", server.address());
    connect(&NatsServer::options_for(&url)).await.unwrap();
    for wrong in [options.clone().user("ann", "falsch"), options] {
        let refused = connect(&wrong).await.unwrap_err();
        assert!(
            matches!(refused, ConnectError::Refused { .. }),
            "{refused:?}"
        );
        assert!(!format!("{refused} {refused:?}").contains("falsch"));
    }
    let server = NatsServer::with(&configured("authorization { token: geheim }")).await;
    connect(&server.options().token("geheim")).await.unwrap();
    let refused = connect(&server.options().token("falsch")).await;
    assert!(
        matches!(refused, Err(ConnectError::Refused { .. })),
        "{refused:?}"
    );
}

#[tokio::test]
async fn a_server_that_takes_only_small_messages_is_refused_by_its_setting() {
    let server = NatsServer::with(&configured("max_payload: 512KB")).await;
    let refused = connect(&server.options()).await.unwrap_err();
    assert!(matches!(
        refused,
        ConnectError::PayloadTooSmall { found: 524_288, .. }
    ));
    assert!(refused.to_string().contains("max_payload"), "{refused}");
}

#[tokio::test]
async fn a_user_who_may_not_do_what_the_bus_does_is_told_what_it_needs() {
    let server = NatsServer::with(&configured(
        "authorization { users: [{ user: ann, password: geheim, permissions: { publish: \"other.>\" } }] }",
    ))
    .await;
    let refused = connect(&server.options().user("ann", "geheim"))
        .await
        .unwrap_err();
    assert!(refused.to_string().contains("arena.v1.>"), "{refused}");
}

#[tokio::test]
async fn a_server_that_is_not_there_is_told_by_its_address() {
    let server = NatsServer::start().await;
    server.kill();
    let refused = connect(&server.options()).await.unwrap_err();
    assert!(
        matches!(refused, ConnectError::Unreachable { .. }),
        "{refused:?}"
    );
    assert!(
        refused.to_string().contains(&server.address().to_string()),
        "{refused}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn each_role_gets_along_with_what_the_table_gives_it_and_no_player_takes_work() {
    let server = NatsServer::with(&configured(ROLES)).await;
    let as_user = |user: &str| server.options().user(user, "geheim");
    let player = connect(&as_user("player")).await.unwrap();
    let judge = connect(&as_user("judge")).await.unwrap();
    let options = WorkOptions::default();
    let id = |attempt| WorkId {
        submission: Uuid::from_u128(7),
        attempt,
    };

    // Only judges make the queue, take from it and bury.
    let queue = WorkQueue::over(&player, &options).unwrap();
    let refused = queue.submit(id(1), Vec::new()).await;
    assert!(
        matches!(refused, Err(WorkError::Unavailable { .. })),
        "{refused:?}"
    );
    let judges = WorkQueue::open(&judge, &options).await.unwrap();
    let place = queue.submit(id(1), b"code".to_vec()).await.unwrap();
    assert_eq!(place.submitted, Submitted::Queued);
    assert_eq!(queue.holds(id(1), place).await, Ok(true));
    let mut thief = queue.worker();
    let stolen = timeout(Duration::from_millis(500), thief.next()).await;
    assert!(stolen.is_err(), "{stolen:?}");
    let mut worker = judges.worker();
    let job = timeout(PATIENCE, worker.next()).await.unwrap();
    job.keep(sleep(Duration::from_millis(1))).await;
    job.again(Duration::ZERO).await.unwrap();
    let job = timeout(PATIENCE, worker.next()).await.unwrap();
    let place = job.pass_on().await.unwrap();
    let job = timeout(PATIENCE, worker.next()).await.unwrap();
    job.bury("a test").await.unwrap();
    assert_eq!(queue.holds(id(2), place).await, Ok(false));
    assert_eq!(judges.dead(10).await.unwrap().len(), 1);
    assert_eq!(judges.depth().await.unwrap().waiting, 0);

    // Samples are run, and what can be judged is heard.
    let mut offers = player.offers().await.unwrap();
    let mut runs = judge.serve_runs().await.unwrap();
    let answering = tokio::spawn(async move {
        while let Some((run, responder)) = runs.next().await {
            responder.answer(Ran::NoSuchProblem {
                problem: run.problem.id.0,
            });
        }
    });
    let offer = Offer {
        from: OwnerId(Uuid::from_u128(1)),
        languages: Vec::new(),
        problems: Candidates::default(),
    };
    let start = Instant::now();
    loop {
        judge.offer(&offer);
        let ran = player.run(run(), Instant::now() + PATIENCE).await;
        let heard = timeout(Duration::from_millis(50), offers.next()).await;
        match (ran, heard) {
            (Ok(ran), Ok(Some(heard))) => {
                let problem = "two-sum".to_owned();
                assert_eq!((ran, heard), (Ran::NoSuchProblem { problem }, offer));
                break;
            }
            (Ok(_) | Err(RunError::NoJudge), _) => {}
            (Err(error), _) => panic!("{error}"),
        }
        assert!(start.elapsed() < PATIENCE, "the server has no subscription");
    }
    answering.abort();
}

fn run() -> Run {
    Run {
        player: PlayerId(Uuid::from_u128(8)),
        language: Language("python".to_owned()),
        code: "print(1)".to_owned(),
        problem: ProblemRef {
            id: ProblemId("two-sum".to_owned()),
            hash: "ab".repeat(32),
        },
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_that_a_judge_lets_go_is_answered_and_without_judges_refused_at_once() {
    let server = NatsServer::start().await;
    let [asker, judge] = [(); 2].map(|()| server.options());
    let (asker, judge) = (
        connect(&asker).await.unwrap(),
        connect(&judge).await.unwrap(),
    );
    let deadline = Instant::now() + PATIENCE;
    assert_eq!(asker.run(run(), deadline).await, Err(RunError::NoJudge));
    assert_eq!(
        Bus::default().run(run(), deadline).await,
        Err(RunError::NoJudge)
    );
    let mut runs = judge.serve_runs().await.unwrap();
    let dropping = tokio::spawn(async move {
        while let Some((_, responder)) = runs.next().await {
            drop(responder);
        }
    });
    let ran = loop {
        match asker.run(run(), deadline).await {
            Err(RunError::NoJudge) => assert!(Instant::now() < deadline),
            ran => break ran,
        }
    };
    assert!(matches!(ran, Ok(Ran::Unavailable { .. })), "{ran:?}");
    dropping.abort();
}
