//! The bytes on the wire never change by accident.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::fmt::Write as _;
use std::time::Duration;

use arena_log::{CommandId, Epoch, Meta, OwnerId, Position, ShardId, StreamId, Version};
use arena_rules::battle::{Judgement, Verdict};
use arena_rules::ids::{BattleId, PlayerId, SubmissionId};
use arena_rules::matchmaking::Candidates;
use arena_rules::play::{Language, ProblemId, ProblemRef};
use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::commands::{Answer, Outcome, Reply};
use crate::heads::Moved;
use crate::judges::{Offer, OfferedLanguage, Ran, Run};
use crate::testing::committed;
use crate::work::Work;

const GOLDEN: &str = include_str!("golden.txt");

fn uuid(id: u128) -> Uuid {
    Uuid::from_u128(id)
}

fn meta() -> Meta {
    Meta {
        causation: Some(uuid(2)),
        traceparent: Some("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01".into()),
        ..Meta::new(uuid(1))
    }
}

fn head() -> CommandHead {
    CommandHead {
        command: CommandId(uuid(3)),
        left: Duration::from_millis(1500),
        from: OwnerId(uuid(4)),
        sent_ms: 70_000,
        traceparent: meta().traceparent,
    }
}

fn body() -> CommandBody {
    CommandBody {
        machine: 2,
        stream: StreamId(uuid(5)),
        meta: meta(),
        body: vec![1, 2, 255],
    }
}

fn answers() -> [Answer; 4] {
    let reply = |result| {
        Answer::Reply(Reply {
            epoch: Epoch(300),
            result,
        })
    };
    [
        reply(Outcome::Answered(vec![7; 3])),
        reply(Outcome::NotOwner),
        Answer::Busy,
        Answer::Unanswered,
    ]
}

fn moved() -> Vec<Moved> {
    vec![
        Moved {
            shard: ShardId(7),
            epoch: Epoch(2),
            since: Position(9),
            head: Position(11),
            streams: Some(vec![(StreamId(uuid(5)), Version(3))]),
        },
        Moved {
            shard: ShardId(8),
            epoch: Epoch(2),
            since: Position(1),
            head: Position(2),
            streams: None,
        },
    ]
}

fn problem(id: &str) -> ProblemRef {
    ProblemRef {
        id: ProblemId(id.to_owned()),
        hash: "ab".repeat(32),
    }
}

fn work() -> Work {
    Work {
        battle: BattleId(uuid(6)),
        submission: SubmissionId(uuid(7)),
        player: PlayerId(uuid(8)),
        language: Language("python".to_owned()),
        code: "print(1)".to_owned(),
        problem: problem("two-sum"),
    }
}

fn run() -> Run {
    Run {
        player: PlayerId(uuid(8)),
        language: Language("python".to_owned()),
        code: "print(1)".to_owned(),
        problem: problem("two-sum"),
    }
}

fn rans() -> [(&'static str, Ran); 5] {
    let judgement = Judgement {
        verdict: Verdict::WrongAnswer,
        tests_passed: 1,
        tests_total: 3,
        fuel_used: 70_000,
        fuel_limit: 100_000,
        memory_peak_bytes: 65_536,
        explanation: Some("{}".to_owned()),
        runtime_hash: "01".repeat(32),
        tests_hash: "02".repeat(32),
        limits_hash: "03".repeat(32),
    };
    [
        ("judged", Ran::Judged(judgement)),
        (
            "too-busy",
            Ran::Busy {
                retry_after_ms: 250,
            },
        ),
        (
            "no-language",
            Ran::NoSuchLanguage {
                language: "cobol".to_owned(),
                reason: "unknown".to_owned(),
            },
        ),
        (
            "no-problem",
            Ran::NoSuchProblem {
                problem: "two-sum".to_owned(),
            },
        ),
        (
            "unavailable",
            Ran::Unavailable {
                reason: "stopped".to_owned(),
            },
        ),
    ]
}

fn offer() -> Offer {
    let language = |name: &str, unavailable: Option<&str>| OfferedLanguage {
        language: Language(name.to_owned()),
        version: "3.12".to_owned(),
        unavailable: unavailable.map(str::to_owned),
    };
    Offer {
        from: OwnerId(uuid(4)),
        languages: vec![language("python", None), language("c", Some("not built"))],
        problems: Candidates {
            easy: vec![problem("two-sum"), problem("fizz")],
            medium: Vec::new(),
            hard: vec![problem("paths")],
        },
    }
}

fn topics() -> [Topic; 9] {
    [
        Topic::Commands(ShardId(17)),
        Topic::Events(StreamId(uuid(5))),
        Topic::Heads,
        Topic::Clock(OwnerId(uuid(4))),
        Topic::Sync(OwnerId(uuid(4))),
        Topic::Work,
        Topic::Dead,
        Topic::Run,
        Topic::Offers,
    ]
}

#[test]
fn the_wire_is_as_it_is_written_down() {
    let mut lines = String::new();
    let mut line = |what: &str, bytes: &[u8]| {
        let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        writeln!(lines, "{what} {hex}").unwrap();
    };
    line("command", &encode_command(body()).unwrap());
    for (answer, what) in answers()
        .into_iter()
        .zip(["answered", "not-owner", "busy", "unanswered"])
    {
        line(what, &encode_answer(answer).unwrap());
    }
    let news = committed(StreamId(uuid(5)), 3, 11, 2);
    line("events", &encode_news(&news).unwrap());
    line("hint", &encode_hint(StreamId(uuid(5)), Version(9)).unwrap());
    line("heads", &encode_heads(moved()).unwrap()[0]);
    line("clock", &encode_clock(OwnerId(uuid(4)), 70_001).unwrap());
    line("work", &encode_work(work()).unwrap());
    line("run", &encode_run(run()).unwrap());
    for (what, ran) in rans() {
        line(what, &encode_ran(ran).unwrap());
    }
    line("offer", &encode_offer(&offer()).unwrap());
    for topic in topics() {
        writeln!(lines, "subject {topic}").unwrap();
    }
    let headers = head().to_headers();
    let mut named: Vec<String> = headers
        .iter()
        .map(|(name, values)| format!("header {name}: {}", values[0]))
        .collect();
    named.sort();
    writeln!(lines, "{}", named.join("\n")).unwrap();
    assert_eq!(lines, GOLDEN, "the wire as this build writes it:\n{lines}");
}

#[test]
fn decoding_is_the_inverse_of_encoding() {
    assert_eq!(decode_command(&encode_command(body()).unwrap()), Ok(body()));
    for answer in answers() {
        let bytes = encode_answer(answer.clone()).unwrap();
        assert_eq!(decode_answer(&bytes), Ok(answer));
    }
    let sent = committed(StreamId(uuid(5)), 3, 11, 2);
    match decode_news(sent.stream, &encode_news(&sent).unwrap()) {
        Ok(News::Committed(got)) => assert_eq!(got.events, sent.events),
        other => panic!("{other:?}"),
    }
    assert_eq!(
        decode_heads(&encode_heads(moved()).unwrap()[0]),
        Ok(moved())
    );
    assert_eq!(CommandHead::from_headers(&head().to_headers()), Ok(head()));
    assert_eq!(decode_work(&encode_work(work()).unwrap()), Ok(work()));
    assert_eq!(decode_run(&encode_run(run()).unwrap()), Ok(run()));
    for (_, ran) in rans() {
        assert_eq!(decode_ran(&encode_ran(ran.clone()).unwrap()), Ok(ran));
    }
    assert_eq!(decode_offer(&encode_offer(&offer()).unwrap()), Ok(offer()));
    for topic in topics() {
        assert_eq!(topic.to_string().parse(), Ok(topic));
    }
}

#[test]
fn other_versions_and_subjects_are_refused() {
    for subject in [
        "arena.v2.cmd.17",
        "arena.v1.cmd.256",
        "arena.v1.cmd.017",
        "arena.v1.cmd",
        "arena.v1.heads.",
        "arena.v1.evt.x",
        "arena.v1.evt.00000000-0000-0000-0000-000000000005.more",
        "arena.v1.judge",
        "other",
        "",
    ] {
        let refused = subject.parse::<Topic>();
        assert!(
            matches!(refused, Err(WireError::Subject { .. })),
            "{subject}: {refused:?}"
        );
    }
}

#[test]
fn an_envelope_holds_so_many_bytes_and_not_one_more() {
    let sized = |bytes: usize| CommandBody {
        body: vec![0; bytes],
        ..body()
    };
    let around = encode_command(sized(100_000)).unwrap().len() - 100_000;
    let most = MAX_PAYLOAD_BYTES - around;
    assert_eq!(
        encode_command(sized(most)).unwrap().len(),
        MAX_PAYLOAD_BYTES
    );
    let refused = encode_command(sized(most + 1));
    assert_eq!(
        refused,
        Err(WireError::Size {
            bytes: MAX_PAYLOAD_BYTES + 1
        })
    );
    let received = decode_command(&vec![0; MAX_PAYLOAD_BYTES + 1]);
    assert!(matches!(received, Err(WireError::Size { .. })));
}

#[test]
fn headers_are_bounded_and_hold_no_line_breaks() {
    let longest = CommandHead {
        left: Duration::MAX,
        sent_ms: u64::MAX,
        traceparent: Some("x".repeat(MAX_TRACEPARENT_BYTES)),
        ..head()
    };
    let bytes: usize = longest
        .to_headers()
        .iter()
        .map(|(name, values)| format!("{name}: {}\r\n", values[0]).len())
        .sum();
    assert!(
        bytes + "NATS/1.0\r\n\r\n".len() <= MAX_HEADER_BYTES,
        "{bytes}"
    );
    let read = CommandHead::from_headers(&longest.to_headers()).unwrap();
    assert_eq!(read.left, MAX_DEADLINE);
    for evil in ["a\r\nb: c", "", "ü"]
        .iter()
        .filter(|evil| !evil.is_empty())
    {
        let head = CommandHead {
            traceparent: Some((*evil).to_owned()),
            ..head()
        };
        assert_eq!(
            CommandHead::from_headers(&head.to_headers())
                .unwrap()
                .traceparent,
            None
        );
    }
}

#[test]
fn beacons_are_cut_into_messages_that_fit() {
    let many: Vec<Moved> = ShardId::all()
        .map(|shard| Moved {
            shard,
            epoch: Epoch(u64::MAX),
            since: Position(u64::MAX),
            head: Position(u64::MAX),
            streams: Some(vec![
                (StreamId(Uuid::max()), Version(u64::MAX));
                crate::heads::MAX_MOVED
            ]),
        })
        .collect();
    let messages = encode_heads(many.clone()).unwrap();
    assert!(messages.len() > 1);
    let read: Vec<Moved> = messages
        .iter()
        .flat_map(|bytes| decode_heads(bytes).unwrap())
        .collect();
    assert_eq!(read, many);
}

proptest! {
    #[test]
    fn no_bytes_make_a_decoder_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        drop(decode_command(&bytes));
        drop(decode_answer(&bytes));
        drop(decode_news(StreamId(uuid(5)), &bytes));
        drop(decode_heads(&bytes));
        drop(decode_clock(OwnerId(uuid(4)), &bytes));
        drop(decode_work(&bytes));
        drop(decode_run(&bytes));
        drop(decode_ran(&bytes));
        drop(decode_offer(&bytes));
    }

    #[test]
    fn a_cut_or_changed_envelope_is_refused_or_read_and_never_panics(cut in 0usize..200, flip in any::<u8>()) {
        let mut bytes = encode_news(&committed(StreamId(uuid(5)), 3, 11, 2)).unwrap();
        let at = cut % bytes.len();
        prop_assert!(decode_news(StreamId(uuid(5)), &bytes[..at]).is_err());
        bytes[at] ^= flip;
        drop(decode_news(StreamId(uuid(5)), &bytes));
    }
}
