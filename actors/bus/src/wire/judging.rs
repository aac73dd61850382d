//! The envelopes between judges and those who have code judged.

use arena_log::OwnerId;
use arena_rules::battle::Judgement;
use arena_rules::ids::{BattleId, PlayerId, SubmissionId};
use arena_rules::matchmaking::Candidates;
use arena_rules::play::{Difficulty, Language, ProblemId, ProblemRef};
use serde::{Deserialize, Serialize};

use super::WireError;
use super::envelope::{pack, unpack};
use crate::judges::{Offer, OfferedLanguage, Ran, Run};
use crate::work::Work;

#[derive(Serialize, Deserialize)]
struct WorkV1 {
    #[serde(rename = "b")]
    battle: BattleId,
    #[serde(rename = "s")]
    submission: SubmissionId,
    #[serde(rename = "p")]
    player: PlayerId,
    #[serde(rename = "l")]
    language: Language,
    #[serde(rename = "c")]
    code: String,
    #[serde(rename = "q")]
    problem: (ProblemId, String),
}

#[derive(Serialize, Deserialize)]
struct RunV1 {
    #[serde(rename = "p")]
    player: PlayerId,
    #[serde(rename = "l")]
    language: Language,
    #[serde(rename = "c")]
    code: String,
    #[serde(rename = "q")]
    problem: (ProblemId, String),
}

#[derive(Serialize, Deserialize)]
enum RanV1 {
    #[serde(rename = "ok")]
    Judged(Judgement),
    #[serde(rename = "busy")]
    Busy(u64),
    #[serde(rename = "language")]
    NoSuchLanguage(String, String),
    #[serde(rename = "problem")]
    NoSuchProblem(String),
    #[serde(rename = "unavailable")]
    Unavailable(String),
}

#[derive(Serialize, Deserialize)]
struct OfferV1 {
    #[serde(rename = "f")]
    from: OwnerId,
    #[serde(rename = "l")]
    languages: Vec<LanguageV1>,
    /// Difficulty, id and hash.
    #[serde(rename = "q")]
    problems: Vec<(Difficulty, ProblemId, String)>,
}

#[derive(Serialize, Deserialize)]
struct LanguageV1 {
    #[serde(rename = "l")]
    language: Language,
    #[serde(rename = "v")]
    version: String,
    #[serde(rename = "u", default, skip_serializing_if = "Option::is_none")]
    unavailable: Option<String>,
}

pub(crate) fn encode_work(work: Work) -> Result<Vec<u8>, WireError> {
    let Work {
        battle,
        submission,
        player,
        language,
        code,
        problem,
    } = work;
    pack(&WorkV1 {
        battle,
        submission,
        player,
        language,
        code,
        problem: (problem.id, problem.hash),
    })
}

pub(crate) fn decode_work(bytes: &[u8]) -> Result<Work, WireError> {
    let WorkV1 {
        battle,
        submission,
        player,
        language,
        code,
        problem: (id, hash),
    } = unpack(bytes)?;
    Ok(Work {
        battle,
        submission,
        player,
        language,
        code,
        problem: ProblemRef { id, hash },
    })
}

pub(crate) fn encode_run(run: Run) -> Result<Vec<u8>, WireError> {
    let Run {
        player,
        language,
        code,
        problem,
    } = run;
    pack(&RunV1 {
        player,
        language,
        code,
        problem: (problem.id, problem.hash),
    })
}

pub(crate) fn decode_run(bytes: &[u8]) -> Result<Run, WireError> {
    let RunV1 {
        player,
        language,
        code,
        problem: (id, hash),
    } = unpack(bytes)?;
    Ok(Run {
        player,
        language,
        code,
        problem: ProblemRef { id, hash },
    })
}

pub(crate) fn encode_ran(ran: Ran) -> Result<Vec<u8>, WireError> {
    pack(&match ran {
        Ran::Judged(judgement) => RanV1::Judged(judgement),
        Ran::Busy { retry_after_ms } => RanV1::Busy(retry_after_ms),
        Ran::NoSuchLanguage { language, reason } => RanV1::NoSuchLanguage(language, reason),
        Ran::NoSuchProblem { problem } => RanV1::NoSuchProblem(problem),
        Ran::Unavailable { reason } => RanV1::Unavailable(reason),
    })
}

pub(crate) fn decode_ran(bytes: &[u8]) -> Result<Ran, WireError> {
    Ok(match unpack(bytes)? {
        RanV1::Judged(judgement) => Ran::Judged(judgement),
        RanV1::Busy(retry_after_ms) => Ran::Busy { retry_after_ms },
        RanV1::NoSuchLanguage(language, reason) => Ran::NoSuchLanguage { language, reason },
        RanV1::NoSuchProblem(problem) => Ran::NoSuchProblem { problem },
        RanV1::Unavailable(reason) => Ran::Unavailable { reason },
    })
}

pub(crate) fn encode_offer(offer: &Offer) -> Result<Vec<u8>, WireError> {
    let languages = offer.languages.iter().map(|offered| LanguageV1 {
        language: offered.language.clone(),
        version: offered.version.clone(),
        unavailable: offered.unavailable.clone(),
    });
    let problems = Difficulty::ALL.into_iter().flat_map(|difficulty| {
        let of_difficulty = offer.problems.of(difficulty).iter();
        of_difficulty.map(move |problem| (difficulty, problem.id.clone(), problem.hash.clone()))
    });
    pack(&OfferV1 {
        from: offer.from,
        languages: languages.collect(),
        problems: problems.collect(),
    })
}

pub(crate) fn decode_offer(bytes: &[u8]) -> Result<Offer, WireError> {
    let OfferV1 {
        from,
        languages,
        problems: offered,
    } = unpack(bytes)?;
    let languages = languages.into_iter().map(|offered| OfferedLanguage {
        language: offered.language,
        version: offered.version,
        unavailable: offered.unavailable,
    });
    let mut problems = Candidates::default();
    for (difficulty, id, hash) in offered {
        let of_difficulty = match difficulty {
            Difficulty::Easy => &mut problems.easy,
            Difficulty::Medium => &mut problems.medium,
            Difficulty::Hard => &mut problems.hard,
        };
        of_difficulty.push(ProblemRef { id, hash });
    }
    Ok(Offer {
        from,
        languages: languages.collect(),
        problems,
    })
}
