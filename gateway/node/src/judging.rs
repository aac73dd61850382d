//! The judge as the actors see it: the pool of the sealed process, and the shelf's tests. Or judges in other processes.

mod others;
mod place;

use std::sync::Arc;

use anyhow::Context;
use arena_edge::LanguageEntry;
use arena_edge::protocol::server::Explanation;
use arena_judge::{JudgeError, JudgeProgram, LanguageStatus, Pool, PoolConfig, Scope};
use arena_problems::Hash32;
use arena_rules::battle::{Judgement, Verdict};
use arena_rules::ids::PlayerId;
use arena_rules::play::Language;
use arena_runtimes::CacheDirectory;
use arena_tree::{Judge, JudgeRefusal, JudgeRequest, Priority};
use async_trait::async_trait;

use crate::config::JUDGE_PROCESS;
use crate::shelf::Shelf;

pub(crate) use others::serve_queue;
pub(crate) use place::{JudgeHere, Judging, Setup, local, remote};

/// Judges with the tests of the shelf.
pub(crate) struct ShelfJudge {
    pub(crate) pool: Pool,
    pub(crate) shelf: Arc<Shelf>,
}

/// What runs as the judge's process: this program again, with a command of its own.
pub(crate) fn program(cache: CacheDirectory) -> anyhow::Result<JudgeProgram> {
    Ok(JudgeProgram {
        executable: std::env::current_exe()?,
        arguments: vec![JUDGE_PROCESS.into()],
        cache,
    })
}

/// Starts the judge's process.
pub(crate) fn pool(program: JudgeProgram, threads: usize) -> anyhow::Result<Pool> {
    Ok(Pool::start(PoolConfig::new(program, threads))?)
}

/// The runtime that problems' own programs need, by its hash; or why it is not there.
pub(crate) fn python(languages: &[LanguageStatus]) -> anyhow::Result<Hash32> {
    let mut statuses = languages.iter();
    let status = statuses.find(|status| status.language == arena_problems::Language::PYTHON);
    let runtime = status.context("the judge knows no Python")?.runtime.clone();
    runtime.map_err(anyhow::Error::msg)
}

/// Every language that this build knows, as the judge process has it.
pub(crate) fn languages(pool: &Pool) -> Vec<LanguageEntry> {
    let entry = |status: LanguageStatus| LanguageEntry {
        language: status.language.to_string(),
        title: status.language.facts().title.clone(),
        version: status.version,
        unavailable: status.runtime.err(),
    };
    pool.languages().into_iter().map(entry).collect()
}

#[async_trait]
impl Judge for ShelfJudge {
    fn admits(&self, _: PlayerId, language: &Language) -> Result<(), JudgeRefusal> {
        let known = languages(&self.pool)
            .into_iter()
            .find(|entry| entry.language == language.0);
        let reason = match known {
            Some(LanguageEntry {
                unavailable: None, ..
            }) => return Ok(()),
            Some(LanguageEntry {
                unavailable: Some(reason),
                ..
            }) => reason,
            None => "it is none of the arena's languages".to_owned(),
        };
        Err(JudgeRefusal::NoSuchLanguage {
            language: language.0.clone(),
            reason,
        })
    }

    async fn judge(&self, request: JudgeRequest) -> Result<Judgement, JudgeRefusal> {
        let problem = &request.problem;
        let Some(tests) = self.shelf.tests(problem) else {
            // After a start the tests come one by one; a battle that is already on waits for its own.
            return Err(if self.shelf.knows(problem) {
                JudgeRefusal::Unavailable {
                    reason: "the problem's tests are being prepared".to_owned(),
                }
            } else {
                JudgeRefusal::NoSuchProblem {
                    problem: problem.id.0.clone(),
                }
            });
        };
        let unknown = |error: arena_runtimes::UnknownLanguage| JudgeRefusal::NoSuchLanguage {
            language: request.language.0.clone(),
            reason: error.to_string(),
        };
        let language = request.language.0.parse().map_err(unknown)?;
        let (priority, scope) = match request.priority {
            Priority::Submission => (arena_judge::Priority::Submission, Scope::All),
            Priority::Run => (arena_judge::Priority::Run, Scope::Samples),
        };
        let asked = arena_judge::JudgeRequest {
            player: request.player.0,
            priority,
            language,
            code: request.code,
            tests,
            scope,
        };
        self.pool.judge(asked).await.map(recorded).map_err(refusal)
    }
}

fn refusal(error: JudgeError) -> JudgeRefusal {
    match error {
        JudgeError::Busy { retry_after_ms } => JudgeRefusal::Busy { retry_after_ms },
        JudgeError::Unavailable { language, reason } => JudgeRefusal::NoSuchLanguage {
            language: language.to_string(),
            reason,
        },
        error @ (JudgeError::CodeLength(_) | JudgeError::Stopped) => JudgeRefusal::Unavailable {
            reason: error.to_string(),
        },
    }
}

/// A judgement as battles record it.
pub(crate) fn recorded(judged: arena_judge::Judgement) -> Judgement {
    let explanation = explanation(&judged);
    Judgement {
        verdict: verdict(judged.verdict),
        tests_passed: judged.tests_passed,
        tests_total: judged.tests_total,
        fuel_used: judged.fuel_used,
        fuel_limit: judged.fuel_limit,
        memory_peak_bytes: judged.memory_peak_bytes,
        explanation: explanation.and_then(|explanation| serde_json::to_string(&explanation).ok()),
        runtime_hash: judged.runtime.to_string(),
        tests_hash: judged.tests.to_string(),
        limits_hash: judged.limits.to_string(),
    }
}

fn verdict(verdict: arena_judge::Verdict) -> Verdict {
    match verdict {
        arena_judge::Verdict::Accepted => Verdict::Accepted,
        arena_judge::Verdict::WrongAnswer => Verdict::WrongAnswer,
        arena_judge::Verdict::TimeLimit => Verdict::TimeLimitExceeded,
        arena_judge::Verdict::MemoryLimit => Verdict::MemoryLimitExceeded,
        arena_judge::Verdict::OutputLimit => Verdict::OutputLimitExceeded,
        arena_judge::Verdict::RuntimeError => Verdict::RuntimeError,
        arena_judge::Verdict::CompileError => Verdict::CompileError,
        arena_judge::Verdict::JudgeError => Verdict::JudgeError,
    }
}

fn explanation(judged: &arena_judge::Judgement) -> Option<Explanation> {
    let mut explained = Explanation {
        message: judged.message.clone(),
        ..Explanation::default()
    };
    if let Some(failing) = &judged.first_failing {
        explained.test = Some(failing.index + 1);
        explained.sample = Some(failing.sample);
        explained.kind.clone_from(&failing.kind);
        if let Some(detail) = &failing.detail {
            explained.message = explained.message.or_else(|| detail.message.clone());
            explained.input = Some(detail.input.clone());
            explained.expected = Some(detail.expected.clone());
            explained.actual.clone_from(&detail.actual);
            explained.stdout = Some(detail.stdout.clone());
            explained.stderr = Some(detail.stderr.clone());
        }
    } else if let Some(shown) = judged.sample_outputs.first() {
        explained.stdout = Some(shown.stdout.clone());
        explained.stderr = Some(shown.stderr.clone());
    }
    (explained != Explanation::default()).then_some(explained)
}
