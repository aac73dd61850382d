//! A long battle as its players make one: what they type, packed every three seconds, and now and then a line of chat, a
//! submission and its verdict.

use arena_bus::codec::ArenaCodec;
use arena_bus::{ArenaEvent, streams};
use arena_log::{
    Append, Claim, Epoch, EventCodec, EventId, EventLog, NewEvent, ShardId, StreamId, Version,
};
use arena_rules::battle::{
    Battle, Event, FinishReason, Judgement, Keystroke, Origin, Outcome, Party, Phase, Summary,
    Verdict,
};
use arena_rules::ids::{BattleId, PlayerId, SubmissionId};
use arena_rules::play::{
    Difficulty, Goal, Language, Mode, ProblemId, ProblemRef, Stakes, Standing,
};
use arena_rules::time::{Span, Time};
use arena_tree::Envelope;
use futures_util::future::join_all;
use uuid::Uuid;

const NEIGHBOURS: u128 = 3;
const START: Time = Time(1_700_000_000_000);
/// Of each player's packets of edits, every so many is followed by a line of chat, and by a submission.
const SAYS_EVERY: usize = 14;
const SUBMITS_EVERY: usize = 20;
/// Longer than most solutions of the catalogue.
const PROGRAM: &str = "def solve(values, target):\n    seen = {}\n    for index, value in enumerate(values):\n        \
    other = target - value\n        if other in seen:\n            return [seen[other], index]\n        \
    seen[value] = index\n    return []\n";

pub(crate) fn id() -> BattleId {
    BattleId(Uuid::from_u128(0xba77_1e00))
}

fn players() -> [PlayerId; 2] {
    [1, 2].map(|number| PlayerId(Uuid::from_u128(0xada0 + number)))
}

fn python() -> Language {
    Language("python".to_owned())
}

fn problem() -> ProblemRef {
    ProblemRef {
        id: ProblemId("two-sum".to_owned()),
        hash: "5d".repeat(32),
    }
}

/// The appends of a battle with so many events, one event each.
pub(crate) fn appends(events: usize) -> Vec<Append> {
    let stream = streams::battle(id());
    let of = |(version, event): (usize, Event)| {
        let client = Uuid::from_u128(0xc0de_0000 + version as u128);
        let envelope = match author(&event) {
            Some(player) => Envelope::of_player(player, client, version as u64, ()),
            None => Envelope::internal(stream, "wake", Version(version as u64), ()),
        };
        let recorded_at_ms = event.at().0;
        let encoded = ArenaCodec::encode(&ArenaEvent::Battle(event)).unwrap();
        Append {
            stream,
            expected: Version(version as u64),
            command: envelope.id,
            epoch: Epoch::ZERO,
            recorded_at_ms,
            meta: envelope.meta,
            events: vec![NewEvent {
                id: EventId(Uuid::now_v7()),
                kind: encoded.kind,
                schema: encoded.schema,
                data: encoded.data,
            }],
        }
    };
    history(events).into_iter().enumerate().map(of).collect()
}

/// Writes the battle, and as many events to each of its neighbours in between, as happens where many play.
pub(crate) async fn write(log: &dyn EventLog, claim: &Claim, appends: &[Append]) {
    let battle = streams::battle(id());
    let neighbours = (1..=NEIGHBOURS).map(|number| StreamId(Uuid::from_u128(0x0e16_0000 + number)));
    let all: Vec<StreamId> = std::iter::once(battle).chain(neighbours).collect();
    for append in appends {
        let stored = all.iter().map(|stream| {
            log.append(Append {
                stream: *stream,
                epoch: claim.epoch(ShardId::of(*stream)).unwrap(),
                ..append.clone()
            })
        });
        for stored in join_all(stored).await {
            stored.unwrap();
        }
    }
}

pub(crate) fn assert_whole(battle: &Battle) {
    assert!(matches!(battle.phase, Phase::Finished { .. }));
    assert!(battle.pending().next().is_none());
}

fn history(events: usize) -> Vec<Event> {
    let mut history = opening();
    let (mut packets, mut next_edit) = (0, [1_u64; 2]);
    while history.len() < events - 1 {
        let seat = packets % 2;
        let (player, turn) = (players()[seat], packets / 2 + 1);
        let at = START + Span::seconds(3) + Span::seconds(3 * turn as i64) + Span(seat as i64);
        let edits = typed(packets);
        history.push(Event::Edited {
            at,
            player,
            first_seq: next_edit[seat],
            language: python(),
            edits: edits.clone(),
        });
        next_edit[seat] += edits.len() as u64;
        if turn % SAYS_EVERY == 0 {
            let text = "nearly there, only the last test is left".to_owned();
            history.push(Event::Said { at, player, text });
        }
        if turn % SUBMITS_EVERY == 0 {
            history.extend(submission(at, player, packets));
        }
        packets += 1;
    }
    history.truncate(events - 1);
    // A submission that was cut off at the end.
    if let Some(Event::Submitted { .. }) = history.last() {
        let at = history[history.len() - 1].at();
        let (player, text) = (players()[0], "good game".to_owned());
        let last = history.len() - 1;
        history[last] = Event::Said { at, player, text };
    }
    let at = history[history.len() - 1].at();
    history.push(Event::Finished {
        at,
        outcome: Outcome::Draw,
        reason: FinishReason::TimeUp,
        summary: Summary {
            battle: id(),
            mode: Mode::OneOnOne,
            goal: Goal::Fastest,
            difficulty: Difficulty::Hard,
            stakes: Stakes::Casual,
            problem: problem(),
            players: players().to_vec(),
            started_at: Some(START),
        },
    });
    history
}

fn opening() -> Vec<Event> {
    let [ada, bob] = players();
    let party = |player| Party {
        player,
        standing: Standing::Guest,
        seen: vec![ProblemId("other".to_owned()); 20],
    };
    let at = START;
    vec![
        Event::Created {
            at,
            battle: id(),
            mode: Mode::OneOnOne,
            goal: Goal::Fastest,
            difficulty: Difficulty::Hard,
            stakes: Stakes::Casual,
            problem: problem(),
            parties: vec![party(ada), party(bob)],
            origin: Origin::Paired {
                tickets: Vec::new(),
            },
            accept_by: at + Span::seconds(20),
        },
        Event::Accepted { at, player: ada },
        Event::Accepted { at, player: bob },
        Event::CountdownStarted {
            at,
            starts_at: at + Span::seconds(3),
        },
        Event::Started {
            at: at + Span::seconds(3),
            deadline: at + Span::minutes(300),
        },
    ]
}

/// What somebody types in three seconds: twelve to eighteen keys, now and then one that deletes or a line that is pasted.
fn typed(packet: usize) -> Vec<Keystroke> {
    let program = PROGRAM.as_bytes();
    let key = |index: usize| {
        let from = (packet * 7 + index) % 1_000;
        let character = char::from(program[(packet * 15 + index) % program.len()]);
        let (to, insert) = match (packet + index) % 40 {
            0 => (from + 1, String::new()),
            1 => (from, "    return sorted(values)[:target]\n".to_owned()),
            _ => (from, character.to_string()),
        };
        let number = |value: usize| u32::try_from(value).unwrap();
        Keystroke {
            at_ms: number(packet * 1_500 + index * 190),
            from: number(from),
            to: number(to),
            insert,
        }
    };
    (0..12 + packet % 7).map(key).collect()
}

fn submission(at: Time, player: PlayerId, packet: usize) -> [Event; 2] {
    let submission = SubmissionId(Uuid::from_u128(0x5b00_0000 + packet as u128));
    let explanation =
        r#"{"kind":"case","number":7,"secret":true,"verdict":"WA","note":"the answer differs"}"#;
    [
        Event::Submitted {
            at,
            player,
            submission,
            language: python(),
            code: PROGRAM.repeat(3),
        },
        Event::Judged {
            at: at + Span(40),
            player,
            submission,
            judgement: Judgement {
                verdict: Verdict::WrongAnswer,
                tests_passed: 6,
                tests_total: 24,
                fuel_used: 81_234_567,
                fuel_limit: 3_000_000_000,
                memory_peak_bytes: 31_457_280,
                explanation: Some(explanation.to_owned()),
                runtime_hash: "a7".repeat(32),
                tests_hash: "3c".repeat(32),
                limits_hash: String::new(),
            },
        },
    ]
}

/// Whose command an event answers; none for the arena's own.
fn author(event: &Event) -> Option<PlayerId> {
    match event {
        Event::Accepted { player, .. }
        | Event::Edited { player, .. }
        | Event::Submitted { player, .. }
        | Event::DrawOffered { player, .. }
        | Event::GaveUp { player, .. }
        | Event::Said { player, .. }
        | Event::RematchOffered { player, .. } => Some(*player),
        Event::Created { .. }
        | Event::CountdownStarted { .. }
        | Event::Started { .. }
        | Event::Judged { .. }
        | Event::Forfeited { .. }
        | Event::JudgingStarted { .. }
        | Event::Extended { .. }
        | Event::Finished { .. }
        | Event::Aborted { .. }
        | Event::RematchAgreed { .. }
        | Event::VerdictCorrected { .. }
        | Event::OutcomeCorrected { .. } => None,
    }
}
