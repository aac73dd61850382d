//! A pool of judges for packages: one test case after the other, each by itself.

use std::path::Path;
use std::sync::Arc;

use anyhow::Context;
use arena_judge::package::{CALL, Call, Ended, as_submission, ended, runs_validators};
use arena_judge::{JudgeRequest, Judgement, Pool, Priority, Scope, Verdict};
use arena_packages::{Case, CaseVerdict, Package, timing};
use arena_problems::{Hash32, Language, Limits, Test, TestSet};
use arena_runtimes::CacheDirectory;
use uuid::Uuid;

use crate::judging;

/// Judges that run the programs of packages.
pub(super) struct Bench {
    pool: Pool,
}

/// What came of one test case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct CaseRun {
    pub(super) verdict: Result<CaseVerdict, String>,
    /// In fuel of Python.
    pub(super) fuel: u64,
    /// What the judge says of it.
    pub(super) message: String,
}

impl Bench {
    pub(super) async fn start(cache: Option<&Path>) -> anyhow::Result<Self> {
        let program = judging::program(CacheDirectory::resolve(cache)?)?;
        let pool = judging::pool(program, 1).context("start the judge")?;
        anyhow::ensure!(pool.ready().await, "the judge process did not start");
        Ok(Self { pool })
    }

    /// Why programs in a language cannot be judged now; nothing if they can.
    pub(super) fn unavailable(&self, language: Language) -> Option<String> {
        let languages = self.pool.languages();
        let status = languages.into_iter().find(|one| one.language == language);
        match status {
            None => Some(format!("{language} is not a language of this arena")),
            Some(status) => status
                .runtime
                .err()
                .map(|reason| format!("{language} is not available: {reason}")),
        }
    }

    /// The same of validators.
    pub(super) fn unavailable_as_validator(&self, language: Language) -> Option<String> {
        if !runs_validators(language) {
            return Some(format!("validators in {language} are not run here"));
        }
        self.unavailable(language)
    }

    async fn judge(
        &self,
        language: Language,
        code: &str,
        tests: &TestSet,
        scope: Scope,
    ) -> anyhow::Result<Judgement> {
        let request = JudgeRequest {
            player: Uuid::new_v4(),
            priority: Priority::Submission,
            language,
            code: code.into(),
            tests: Arc::new(tests.pack(Hash32([0; 32]))?),
            scope,
        };
        Ok(self.pool.judge(request).await?)
    }

    /// Judges a program with one test case.
    pub(super) async fn case(
        &self,
        package: &Package,
        program: &(Language, String),
        case: &Case,
        test: &Test,
        limits: Limits,
    ) -> anyhow::Result<CaseRun> {
        let (language, code) = program;
        // A sample, so that the judge tells what it knows.
        let test = Test {
            sample: true,
            ..test.clone()
        };
        let set = package.test_set(case, vec![test], limits, true)?;
        let judged = self.judge(*language, code, &set, Scope::All).await?;
        let detail = judged
            .first_failing
            .as_ref()
            .and_then(|one| one.detail.as_ref());
        let message = detail.and_then(|detail| detail.message.clone());
        let message = message.or(judged.message).unwrap_or_default();
        let verdict = match judged.verdict {
            Verdict::Accepted => Ok(CaseVerdict::Ac),
            Verdict::WrongAnswer => Ok(CaseVerdict::Wa),
            Verdict::TimeLimit => Ok(CaseVerdict::Tle),
            Verdict::RuntimeError | Verdict::MemoryLimit | Verdict::OutputLimit => {
                Ok(CaseVerdict::Rte)
            }
            Verdict::CompileError => Err(format!("does not compile: {message}")),
            Verdict::JudgeError => Err(format!("gets JE on {}: {message}", case.name)),
        };
        Ok(CaseRun {
            verdict,
            fuel: timing::as_python(*language, judged.fuel_used),
            message,
        })
    }

    /// Calls a validator.
    pub(super) async fn call(&self, call: &Call<'_>) -> anyhow::Result<Ended> {
        let tests = as_submission(call)?;
        let judged = self.judge(call.language, CALL, &tests, Scope::Samples);
        ended(&judged.await?).with_context(|| format!("the judge failed on {}", call.name))
    }
}
