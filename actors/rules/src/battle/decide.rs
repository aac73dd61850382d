use super::command::{Command, Judgement, Keystroke, Setup};
use super::correct::correct;
use super::event::{AbortReason, Event, JudgingReason, Origin, Party};
use super::evolve::evolve;
use super::limits;
use super::outcome::Ending;
use super::rejection::Rejection;
use super::state::{Battle, Card, Phase, Place, Seat, Submission, SubmissionState};
use crate::ids::{BattleId, PlayerId, SubmissionId, effect_id, named_id};
use crate::matchmaking::{least_recently_seen, remember};
use crate::play::{Language, ProblemRef};
use crate::time::{Outage, Span, Time};

/// What `command` does to `battle` when it is received at `now`.
///
/// Events carry `max(now, battle.latest)`. A command that changes nothing is a [`Rejection`], never an empty list.
///
/// # Errors
/// The [`Rejection`] that the player is shown; the battle is then unchanged.
pub fn decide(battle: &Battle, command: Command, now: Time) -> Result<Vec<Event>, Rejection> {
    let at = battle.stamp(now);
    let first = match command {
        Command::Create(setup) => create(battle, setup, at),
        Command::Ready { player } => ready(battle, player, at),
        Command::Edit {
            player,
            first_seq,
            language,
            edits,
        } => edit(battle, player, first_seq, language, edits, at),
        Command::Submit {
            player,
            submission,
            language,
            code,
        } => submit(battle, player, submission, language, code, at),
        Command::Judge {
            submission,
            judgement,
        } => judge(battle, submission, judgement, at),
        Command::GiveUp { player } => leave(battle, player, Place::GaveUp, at),
        Command::Forfeit { player } => leave(battle, player, Place::Disconnected, at),
        Command::OfferDraw { player } => offer_draw(battle, player, at),
        Command::AcceptDraw { player } => accept_draw(battle, player, at),
        Command::Rematch { player, candidates } => rematch(battle, player, &candidates, at),
        Command::Say { player, text } => say(battle, player, text, at),
        Command::Correct {
            correction,
            verdicts,
        } => return correct(battle, correction, verdicts, at),
        Command::Wake => wake(battle, at),
        Command::TakeOver { outage } => take_over(battle, outage, at),
    }?;
    Ok(with_consequences(battle, first, at))
}

/// Whether `player` may have `code` run on the samples: judged, never counted, not an event.
///
/// # Errors
/// The [`Rejection`] that the player is shown.
pub fn may_run(battle: &Battle, player: PlayerId, code: &str, now: Time) -> Result<(), Rejection> {
    running(battle, player, battle.stamp(now))?;
    check_code(code)
}

/// `first` with everything that follows from it at the same instant.
fn with_consequences(battle: &Battle, first: Event, at: Time) -> Vec<Event> {
    let mut state = evolve(battle.clone(), &first);
    let mut events = vec![first];
    while let Some(next) = consequence(&state, at) {
        state = evolve(state, &next);
        events.push(next);
    }
    events
}

fn consequence(battle: &Battle, at: Time) -> Option<Event> {
    if matches!(battle.phase, Phase::Waiting { .. }) && battle.seats.iter().all(|seat| seat.ready) {
        return Some(Event::CountdownStarted {
            at,
            starts_at: at + limits::COUNTDOWN,
        });
    }
    Ending::new(battle, at)?.settle()
}

fn create(battle: &Battle, setup: Setup, at: Time) -> Result<Event, Rejection> {
    if battle.card.is_some() {
        return Err(Rejection::AlreadyCreated);
    }
    let mut players: Vec<_> = setup.parties.iter().map(|party| party.player).collect();
    players.sort_unstable();
    players.dedup();
    if players.len() != setup.parties.len() || !limits::PLAYERS.contains(&players.len()) {
        return Err(Rejection::WrongPlayers);
    }
    Ok(Event::Created {
        at,
        battle: setup.battle,
        mode: setup.mode,
        goal: setup.goal,
        difficulty: setup.difficulty,
        stakes: setup.stakes,
        problem: setup.problem,
        parties: setup.parties,
        origin: setup.origin,
        accept_by: at + limits::ACCEPT_WITHIN,
    })
}

fn ready(battle: &Battle, player: PlayerId, at: Time) -> Result<Event, Rejection> {
    let (_, seat) = seated(battle, player)?;
    match battle.phase {
        Phase::Waiting { accept_by } if at < accept_by && seat.ready => {
            Err(Rejection::AlreadyReady)
        }
        Phase::Waiting { accept_by } if at < accept_by => Ok(Event::Accepted { at, player }),
        Phase::Waiting { .. } => Err(Rejection::TooLateToAccept),
        Phase::Countdown { .. } | Phase::Running { .. } | Phase::Judging { .. } => {
            Err(Rejection::AlreadyReady)
        }
        Phase::Finished { .. } | Phase::Aborted { .. } => Err(Rejection::Over),
        Phase::Absent => Err(Rejection::NoSuchBattle),
    }
}

fn edit(
    battle: &Battle,
    player: PlayerId,
    first_seq: u64,
    language: Language,
    edits: Vec<Keystroke>,
    at: Time,
) -> Result<Event, Rejection> {
    let seat = running(battle, player, at)?;
    let bytes: usize = edits.iter().map(|edit| edit.insert.len()).sum();
    if edits.is_empty()
        || edits.len() > limits::EDITS_PER_COMMAND
        || bytes > limits::EDIT_BYTES
        || first_seq == 0
        || edits.iter().any(|edit| edit.from > edit.to)
    {
        return Err(Rejection::BadEdits);
    }
    if first_seq > seat.next_edit {
        return Err(Rejection::EditGap {
            expected: seat.next_edit,
            found: first_seq,
        });
    }
    let known = usize::try_from(seat.next_edit - first_seq).unwrap_or(usize::MAX);
    let fresh: Vec<Keystroke> = edits.into_iter().skip(known).collect();
    if fresh.is_empty() {
        return Err(Rejection::EditGap {
            expected: seat.next_edit,
            found: first_seq,
        });
    }
    let added: usize = fresh.iter().map(|edit| edit.insert.len()).sum();
    if seat.edit_events >= limits::EDIT_EVENTS_PER_PLAYER
        || seat.edit_bytes.saturating_add(added) > limits::EDIT_BYTES_PER_PLAYER
    {
        return Err(Rejection::TooManyEdits);
    }
    if let Some(wait) = too_early(seat, at)
        && seat.early_edits as usize > submissions_of(battle, player)
    {
        return Err(Rejection::EditsTooOften { wait_ms: wait.0 });
    }
    Ok(Event::Edited {
        at,
        player,
        first_seq: seat.next_edit,
        language,
        edits: fresh,
    })
}

/// What is left of the interval between two edit events.
pub(super) fn too_early(seat: &Seat, at: Time) -> Option<Span> {
    let next = seat.last_edit? + limits::EDIT_INTERVAL;
    (at < next).then(|| next - at)
}

fn submit(
    battle: &Battle,
    player: PlayerId,
    submission: SubmissionId,
    language: Language,
    code: String,
    at: Time,
) -> Result<Event, Rejection> {
    running(battle, player, at)?;
    check_code(&code)?;
    if battle.pending().any(|pending| pending.player == player) {
        return Err(Rejection::SubmissionPending);
    }
    if submissions_of(battle, player) >= limits::SUBMISSIONS_PER_PLAYER {
        return Err(Rejection::TooManySubmissions);
    }
    Ok(Event::Submitted {
        at,
        player,
        submission,
        language,
        code,
    })
}

fn check_code(code: &str) -> Result<(), Rejection> {
    if code.is_empty() {
        return Err(Rejection::EmptyCode);
    }
    if code.len() > limits::CODE_BYTES {
        return Err(Rejection::CodeTooLarge { bytes: code.len() });
    }
    if code.contains('\0') {
        return Err(Rejection::NulInCode);
    }
    Ok(())
}

fn submissions_of(battle: &Battle, player: PlayerId) -> usize {
    battle
        .submissions
        .iter()
        .filter(|submission| submission.player == player)
        .count()
}

fn judge(
    battle: &Battle,
    submission: SubmissionId,
    judgement: Judgement,
    at: Time,
) -> Result<Event, Rejection> {
    exists(battle)?;
    let Submission { player, state, .. } = battle
        .submission(submission)
        .ok_or(Rejection::NoSuchSubmission)?;
    match state {
        SubmissionState::Pending if battle.is_over() => Err(Rejection::Over),
        SubmissionState::Pending => Ok(Event::Judged {
            at,
            player: *player,
            submission,
            judgement,
        }),
        SubmissionState::Accepted | SubmissionState::Refused | SubmissionState::Uncounted => {
            Err(Rejection::AlreadyJudged)
        }
    }
}

fn leave(battle: &Battle, player: PlayerId, place: Place, at: Time) -> Result<Event, Rejection> {
    let (_, seat) = seated(battle, player)?;
    match battle.phase {
        Phase::Waiting { .. } | Phase::Countdown { .. } => {
            Ok(ending(battle, at)?.abort(AbortReason::Declined { player }))
        }
        Phase::Running { deadline, .. } if at >= deadline => Err(Rejection::TimeUp { deadline }),
        Phase::Running { .. } => match (seat.place, place) {
            (Place::InPlay, Place::Disconnected) => Ok(Event::Forfeited { at, player }),
            (Place::InPlay, Place::GaveUp | Place::InPlay) => Ok(Event::GaveUp { at, player }),
            (Place::GaveUp | Place::Disconnected, _) => Err(Rejection::OutOfPlay),
        },
        Phase::Judging { .. } => Err(Rejection::Judging),
        Phase::Finished { .. } | Phase::Aborted { .. } => Err(Rejection::Over),
        Phase::Absent => Err(Rejection::NoSuchBattle),
    }
}

fn offer_draw(battle: &Battle, player: PlayerId, at: Time) -> Result<Event, Rejection> {
    let seat = running(battle, player, at)?;
    if battle.draw_offered_by.is_some() {
        return Err(Rejection::DrawOfferedAlready);
    }
    if seat.draw_offers >= limits::DRAW_OFFERS_PER_PLAYER {
        return Err(Rejection::TooManyOffers);
    }
    Ok(Event::DrawOffered { at, player })
}

fn accept_draw(battle: &Battle, player: PlayerId, at: Time) -> Result<Event, Rejection> {
    running(battle, player, at)?;
    match battle.draw_offered_by {
        None => Err(Rejection::NoDrawOffered),
        Some(by) if by == player => Err(Rejection::OwnOffer),
        Some(_) => Ok(ending(battle, at)?.close(JudgingReason::DrawAgreed)),
    }
}

fn rematch(
    battle: &Battle,
    player: PlayerId,
    candidates: &[ProblemRef],
    at: Time,
) -> Result<Event, Rejection> {
    let (card, seat) = seated(battle, player)?;
    if battle.rematch.is_some() {
        return Err(Rejection::RematchAgreedAlready);
    }
    if !battle.aftermath(at) {
        return Err(Rejection::NoRematchNow);
    }
    if seat.wants_rematch {
        return Err(Rejection::RematchOfferedAlready);
    }
    let others_agree = battle
        .seats
        .iter()
        .all(|other| other.wants_rematch || other.player == player);
    if !others_agree {
        return Ok(Event::RematchOffered { at, player });
    }
    let next = BattleId(effect_id(card.battle.0, named_id("rematch")));
    let parties: Vec<Party> = battle
        .seats
        .iter()
        .map(|seat| Party {
            player: seat.player,
            standing: seat.standing,
            seen: remember(&seat.seen, &card.problem.id),
        })
        .collect();
    let seen: Vec<&[_]> = parties.iter().map(|party| party.seen.as_slice()).collect();
    let problem = least_recently_seen(candidates, &seen, next.0)
        .ok_or(Rejection::NoProblem)?
        .clone();
    let next = Setup {
        battle: next,
        mode: card.mode,
        goal: card.goal,
        difficulty: card.difficulty,
        stakes: card.stakes,
        problem,
        parties,
        origin: Origin::Rematch { of: card.battle },
    };
    Ok(Event::RematchAgreed { at, next })
}

fn say(battle: &Battle, player: PlayerId, text: String, at: Time) -> Result<Event, Rejection> {
    let (_, seat) = seated(battle, player)?;
    if battle.is_over() && !battle.aftermath(at) {
        return Err(Rejection::Over);
    }
    // A line is shown in pages, logs and terminals: no escape sequence may come through it.
    let empty = text.chars().all(char::is_whitespace);
    let controls = text.chars().any(char::is_control);
    if empty || controls || text.chars().count() > limits::CHAT_CHARACTERS {
        return Err(Rejection::BadText);
    }
    if seat.chat_lines >= limits::CHAT_LINES_PER_PLAYER {
        return Err(Rejection::TooTalkative);
    }
    Ok(Event::Said { at, player, text })
}

fn wake(battle: &Battle, at: Time) -> Result<Event, Rejection> {
    exists(battle)?;
    if battle.is_over() {
        return Err(Rejection::Over);
    }
    match battle.phase {
        Phase::Waiting { accept_by } if at >= accept_by => {
            let late = battle
                .seats
                .iter()
                .filter(|seat| !seat.ready)
                .map(|seat| seat.player);
            let reason = AbortReason::NotAccepted {
                players: late.collect(),
            };
            Ok(ending(battle, at)?.abort(reason))
        }
        Phase::Countdown { starts_at } if at >= starts_at => {
            let card = battle.card.as_ref().ok_or(Rejection::NoSuchBattle)?;
            Ok(Event::Started {
                at,
                deadline: at + card.difficulty.duration(),
            })
        }
        Phase::Running { .. } => ending(battle, at)?.settle().ok_or(Rejection::NothingDue),
        Phase::Absent
        | Phase::Waiting { .. }
        | Phase::Countdown { .. }
        | Phase::Judging { .. }
        | Phase::Finished { .. }
        | Phase::Aborted { .. } => Err(Rejection::NothingDue),
    }
}

/// Gives the players back the time in which nobody answered. What was due before stays due.
fn take_over(battle: &Battle, outage: Outage, at: Time) -> Result<Event, Rejection> {
    exists(battle)?;
    let missed = battle
        .due()
        .and_then(|due| outage.missed(battle.latest, due, at));
    let by = missed.ok_or(Rejection::NothingDue)?;
    Ok(Event::Extended { at, by })
}

fn ending(battle: &Battle, at: Time) -> Result<Ending<'_>, Rejection> {
    Ending::new(battle, at).ok_or(Rejection::NoSuchBattle)
}

fn exists(battle: &Battle) -> Result<&Card, Rejection> {
    battle.card.as_ref().ok_or(Rejection::NoSuchBattle)
}

fn seated(battle: &Battle, player: PlayerId) -> Result<(&Card, &Seat), Rejection> {
    let card = exists(battle)?;
    let seat = battle.seat(player).ok_or(Rejection::NotAPlayer)?;
    Ok((card, seat))
}

/// The seat of a player who may act in the running battle at `at`: strictly before the deadline.
fn running(battle: &Battle, player: PlayerId, at: Time) -> Result<&Seat, Rejection> {
    let (_, seat) = seated(battle, player)?;
    match battle.phase {
        Phase::Running { deadline, .. } if at >= deadline => Err(Rejection::TimeUp { deadline }),
        Phase::Running { .. } if seat.place != Place::InPlay => Err(Rejection::OutOfPlay),
        Phase::Running { .. } => Ok(seat),
        Phase::Waiting { .. } | Phase::Countdown { .. } => Err(Rejection::NotStarted),
        Phase::Judging { .. } => Err(Rejection::Judging),
        Phase::Finished { .. } | Phase::Aborted { .. } => Err(Rejection::Over),
        Phase::Absent => Err(Rejection::NoSuchBattle),
    }
}
