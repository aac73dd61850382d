#![allow(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeMap;

use super::upcast::{EnvelopeV1, EnvelopeV2, JudgementV1, JudgementV2};
use super::*;
use arena_rules::battle::{
    AbortReason, End, FinishReason, Judgement, JudgingReason, Keystroke, Origin, Outcome, Party,
    Setup, Summary, Verdict,
};
use arena_rules::ids::{
    BattleId, ConnectionId, CorrectionId, GatewayId, PlayerId, SubmissionId, TicketId,
};
use arena_rules::matchmaking::{LeaveReason, Pool, Reasons, Ticket};
use arena_rules::play::{
    Difficulty, Goal, Language, Mode, ProblemId, ProblemRef, Stakes, Standing, Wish,
};
use arena_rules::rating::{Rating, RatingChange, Source};
use arena_rules::session::Invitation;
use arena_rules::time::{Span, Time};
use uuid::Uuid;

/// BLAKE3 of the stored payload of every kind, in the newest schema. A change here means that a stored form has changed:
/// add a schema and an upcast instead.
const GOLDEN: &str = include_str!("golden.txt");

#[test]
fn stored_forms_never_change() {
    let mut lines = String::new();
    for event in one_of_each() {
        let stored = ArenaCodec::encode(&event).unwrap();
        let hash = blake3::hash(&stored.data).to_hex();
        let name = name(stored.kind).unwrap();
        lines.push_str(&format!(
            "{} {} {name} {hash}\n",
            stored.kind, stored.schema
        ));
    }
    assert_eq!(
        lines, GOLDEN,
        "the stored forms as this build writes them:\n{lines}"
    );
}

#[test]
fn decoding_is_the_inverse_of_encoding() {
    for event in one_of_each() {
        let stored = ArenaCodec::encode(&event).unwrap();
        assert_eq!(
            ArenaCodec::decode(stored.kind, stored.schema, &stored.data).unwrap(),
            event
        );
    }
}

#[test]
fn every_kind_has_a_name_of_its_own_and_a_family() {
    let events = one_of_each();
    let names: BTreeMap<_, _> = events
        .iter()
        .map(|event| (name(kinds::kind(event)).unwrap(), ()))
        .collect();
    assert_eq!(names.len(), events.len());
    assert!(
        events
            .iter()
            .all(|event| Family::of(kinds::kind(event)).is_some())
    );
    assert_eq!(Family::of(199), None);
}

#[test]
fn a_verdict_from_before_hashes_were_recorded_is_upcast() {
    let old = EnvelopeV1::Judged {
        at: Time(5),
        player: player(1),
        submission: SubmissionId(id(2)),
        judgement: JudgementV1 {
            verdict: Verdict::WrongAnswer,
            tests_passed: 3,
            tests_total: 20,
            fuel_used: 7,
            fuel_limit: 9,
        },
    };
    let stored = pack(107, 1, &old).unwrap();
    let ArenaEvent::Battle(battle::Event::Judged { at, judgement, .. }) =
        ArenaCodec::decode(107, 1, &stored.data).unwrap()
    else {
        unreachable!("kind 107 is a verdict")
    };
    assert_eq!(
        (at, judgement.verdict, judgement.tests_passed),
        (Time(5), Verdict::WrongAnswer, 3)
    );
    assert_eq!(judgement.runtime_hash, "");
    assert!(ArenaCodec::decode(107, 4, &stored.data).is_err());
    assert!(ArenaCodec::decode(107, 0, &stored.data).is_err());
}

#[test]
fn a_verdict_from_before_limits_were_recorded_is_upcast() {
    let old = EnvelopeV2::Judged {
        at: Time(1_700_000_000_000),
        player: player(1),
        submission: SubmissionId(id(7)),
        judgement: JudgementV2 {
            verdict: Verdict::Accepted,
            tests_passed: 20,
            tests_total: 20,
            fuel_used: 1,
            fuel_limit: 2,
            memory_peak_bytes: 65536,
            explanation: Some("{}".into()),
            runtime_hash: "cd".repeat(32),
            tests_hash: "ef".repeat(32),
        },
    };
    let stored = pack(107, 2, &old).unwrap();
    // As builds of that time wrote it.
    assert_eq!(
        blake3::hash(&stored.data).to_hex().as_str(),
        "68adb77ceedb692c887953c7a33dfcb19f667f994269911a68bcdb2353f10783"
    );
    let ArenaEvent::Battle(battle::Event::Judged { judgement, .. }) =
        ArenaCodec::decode(107, 2, &stored.data).unwrap()
    else {
        unreachable!("kind 107 is a verdict")
    };
    assert_eq!(judgement.tests_hash, "ef".repeat(32));
    assert_eq!(judgement.memory_peak_bytes, 65536);
    assert_eq!(judgement.limits_hash, "");
}

fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

fn player(number: u128) -> PlayerId {
    PlayerId(id(number))
}

fn problem() -> ProblemRef {
    ProblemRef {
        id: ProblemId("two-sum".into()),
        hash: "ab".repeat(32),
    }
}

fn setup() -> Setup {
    let party = |number| Party {
        player: player(number),
        standing: Standing::Registered,
        seen: vec![ProblemId("a".into())],
    };
    Setup {
        battle: BattleId(id(9)),
        mode: Mode::OneOnOne,
        goal: Goal::Fastest,
        difficulty: Difficulty::Medium,
        stakes: Stakes::Rated,
        problem: problem(),
        parties: vec![party(1), party(2)],
        origin: Origin::Paired {
            tickets: vec![TicketId(id(3)), TicketId(id(4))],
        },
    }
}

fn summary() -> Summary {
    Summary {
        battle: BattleId(id(9)),
        mode: Mode::OneOnOne,
        goal: Goal::Fastest,
        difficulty: Difficulty::Medium,
        stakes: Stakes::Rated,
        problem: problem(),
        players: vec![player(1), player(2)],
        started_at: Some(Time(1_000)),
    }
}

fn ticket() -> Ticket {
    Ticket {
        id: TicketId(id(3)),
        player: player(1),
        standing: Standing::Guest,
        rating: 1500.0,
        deviation: 500.0,
        wish: Wish::Any,
        own_range: Some(200.0),
        seen: vec![],
    }
}

fn changes() -> Vec<RatingChange> {
    let before = Rating::new_player(Time(1));
    vec![RatingChange {
        player: player(1),
        before,
        after: before,
    }]
}

fn one_of_each() -> Vec<ArenaEvent> {
    let at = Time(1_700_000_000_000);
    let pool = Pool {
        mode: Mode::OneOnOne,
        goal: Goal::Fastest,
    };
    let Setup {
        battle,
        mode,
        goal,
        difficulty,
        stakes,
        problem,
        parties,
        origin,
    } = setup();
    let judgement = Judgement {
        verdict: Verdict::Accepted,
        tests_passed: 20,
        tests_total: 20,
        fuel_used: 1,
        fuel_limit: 2,
        memory_peak_bytes: 65536,
        explanation: Some("{}".into()),
        runtime_hash: "cd".repeat(32),
        tests_hash: "ef".repeat(32),
        limits_hash: "01".repeat(32),
    };
    let edit = Keystroke {
        at_ms: 5,
        from: 0,
        to: 0,
        insert: "x".into(),
    };
    let python = Language("python".into());
    let submission = SubmissionId(id(7));
    let correction = CorrectionId(id(8));
    let won = Outcome::Won {
        winner: player(1),
        submission: Some(submission),
        language: Some(python.clone()),
    };
    let invitation = Invitation {
        battle,
        difficulty,
        stakes,
        players: vec![player(1), player(2)],
        ticket: Some(TicketId(id(3))),
    };
    let reasons = Reasons {
        distance: 1.5,
        ranges: vec![150.0, 150.0],
        waited_ms: vec![1, 2],
    };
    let battles = vec![
        battle::Event::Created {
            at,
            battle,
            mode,
            goal,
            difficulty,
            stakes,
            problem,
            parties,
            origin,
            accept_by: at + Span(20_000),
        },
        battle::Event::Accepted {
            at,
            player: player(1),
        },
        battle::Event::CountdownStarted { at, starts_at: at },
        battle::Event::Started { at, deadline: at },
        battle::Event::Edited {
            at,
            player: player(1),
            first_seq: 1,
            language: python.clone(),
            edits: vec![edit],
        },
        battle::Event::Submitted {
            at,
            player: player(1),
            submission,
            language: python,
            code: "x = 1".into(),
        },
        battle::Event::Judged {
            at,
            player: player(1),
            submission,
            judgement: judgement.clone(),
        },
        battle::Event::DrawOffered {
            at,
            player: player(1),
        },
        battle::Event::GaveUp {
            at,
            player: player(1),
        },
        battle::Event::Forfeited {
            at,
            player: player(1),
        },
        battle::Event::JudgingStarted {
            at,
            reason: JudgingReason::TimeUp,
        },
        battle::Event::Extended { at, by: Span(1) },
        battle::Event::Finished {
            at,
            outcome: won.clone(),
            reason: FinishReason::Solved,
            summary: summary(),
        },
        battle::Event::Aborted {
            at,
            reason: AbortReason::NotAccepted {
                players: vec![player(2)],
            },
            summary: summary(),
        },
        battle::Event::Said {
            at,
            player: player(1),
            text: "hi".into(),
        },
        battle::Event::RematchOffered {
            at,
            player: player(1),
        },
        battle::Event::RematchAgreed { at, next: setup() },
        battle::Event::VerdictCorrected {
            at,
            correction,
            player: player(1),
            submission,
            before: Some(Verdict::WrongAnswer),
            judgement,
        },
        battle::Event::OutcomeCorrected {
            at,
            correction,
            before: End {
                outcome: won,
                reason: FinishReason::Solved,
            },
            after: End {
                outcome: Outcome::Draw,
                reason: FinishReason::Unsolved,
            },
            finished_at: at,
            summary: summary(),
        },
    ];
    let sessions = vec![
        session::Event::Connected {
            at,
            player: player(1),
            standing: Standing::Registered,
            connection: ConnectionId(id(5)),
            gateway: GatewayId(id(6)),
        },
        session::Event::Disconnected {
            at,
            connection: ConnectionId(id(5)),
        },
        session::Event::QueueEntered {
            at,
            pool,
            ticket: ticket(),
        },
        session::Event::LeaveAsked {
            at,
            pool,
            ticket: TicketId(id(3)),
            reason: LeaveReason::Asked,
        },
        session::Event::QueueLeft {
            at,
            ticket: TicketId(id(3)),
            reason: LeaveReason::Disconnected,
        },
        session::Event::BattleEntered { at, invitation },
        session::Event::BattleLeft {
            at,
            battle,
            problem: Some(ProblemId("a".into())),
        },
        session::Event::GraceExpired {
            at,
            player: player(1),
            battle,
        },
        session::Event::Rated {
            at,
            battle,
            changes: changes(),
        },
        session::Event::GraceExtended { at, by: Span(1) },
        session::Event::RatingCorrected {
            at,
            correction,
            change: changes()[0],
        },
    ];
    let queues = vec![
        matchmaking::Event::Joined {
            at,
            pool,
            ticket: ticket(),
        },
        matchmaking::Event::Left {
            at,
            ticket: TicketId(id(3)),
            player: player(1),
            reason: LeaveReason::Asked,
        },
        matchmaking::Event::Paired {
            at,
            tickets: vec![TicketId(id(3))],
            battle: setup(),
            reasons,
        },
    ];
    let source = Source {
        shard: 3,
        position: 4,
    };
    let books = vec![
        rating::Event::RatingChanged {
            at,
            source,
            battle,
            changes: changes(),
        },
        rating::Event::RatingCorrected {
            at,
            correction,
            sources: vec![source],
            changes: changes(),
        },
    ];
    let mut all: Vec<ArenaEvent> = battles.into_iter().map(ArenaEvent::Battle).collect();
    all.extend(sessions.into_iter().map(ArenaEvent::Session));
    all.extend(queues.into_iter().map(ArenaEvent::Queue));
    all.extend(books.into_iter().map(ArenaEvent::Book));
    all
}
