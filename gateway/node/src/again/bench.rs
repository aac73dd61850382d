//! The judge with everything that it has judged with and is still there.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use arena_judge::{JudgeError, JudgeProgram, Pool, Priority, Scope};
use arena_problems::{Catalogue, Language, PackedTests, ProblemId};
use arena_rules::battle::{Judgement, Verdict};
use arena_rules::ids::SubmissionId;
use arena_rules::play;
use tokio::sync::OnceCell;

use super::compare::{Compared, Now, Outcome, differences};
use crate::packages::Imported;
use crate::{judging, operators};

/// A submission that is judged again.
pub(crate) struct Case<'a> {
    pub(crate) submission: SubmissionId,
    pub(crate) problem: &'a play::ProblemRef,
    pub(crate) language: &'a play::Language,
    pub(crate) code: &'a str,
}

/// Tests, or why there are none.
type Tests = Result<Arc<PackedTests>, String>;

pub(crate) struct Bench {
    pool: Pool,
    program: JudgeProgram,
    catalogue: Catalogue,
    /// Packages bring their tests with them, if they can be read.
    imported: BTreeMap<String, Tests>,
    /// Those of problems as they are now.
    today: Mutex<BTreeMap<String, Arc<OnceCell<Tests>>>>,
    /// Every test set of the cache, by its hash.
    cached: OnceCell<BTreeMap<String, PathBuf>>,
    /// Those of the cache that were asked for.
    earlier: Mutex<BTreeMap<String, Arc<PackedTests>>>,
}

impl Bench {
    pub(crate) fn new(
        pool: Pool,
        program: JudgeProgram,
        catalogue: Catalogue,
        imported: Vec<(String, anyhow::Result<Imported>)>,
    ) -> Self {
        let tests = |(id, one): (String, anyhow::Result<Imported>)| {
            let unusable = |error| format!("the imported package {id} cannot be used: {error:#}");
            let tests = one.map(|one| one.tests().clone()).map_err(unusable);
            (id, tests)
        };
        Self {
            pool,
            program,
            catalogue,
            imported: imported.into_iter().map(tests).collect(),
            today: Mutex::default(),
            cached: OnceCell::new(),
            earlier: Mutex::default(),
        }
    }

    /// Judges `case` with what its verdict was reached with, and with what there is now where that is something else.
    pub(crate) async fn again(&self, case: &Case<'_>, recorded: &Judgement) -> Outcome {
        let language: Language = match case.language.0.parse() {
            Ok(language) => language,
            Err(error) => return Outcome::nowhere(format!("{error}")),
        };
        let runtime = match self.runtime(language) {
            Ok(runtime) => runtime,
            Err(reason) => {
                return Outcome::nowhere(format!("{language} cannot be judged here: {reason}"));
            }
        };
        let today = self.tests_today(case.problem).await;
        let pinned = self.pinned(recorded, &today).await;
        let mut why = Vec::new();
        if runtime != recorded.runtime_hash {
            why.push(match recorded.runtime_hash.is_empty() {
                true => "the runtime was not recorded".to_owned(),
                false => format!("the runtime of {language} is another"),
            });
        }
        let compared = match (&pinned, why.is_empty()) {
            (Some(tests), true) => match self.judge(case, language, tests).await {
                Ok(found) if is_limited_as(recorded, &found) => Compared::of(recorded, &found),
                Ok(_) => {
                    why.push("the judge's limits are others".to_owned());
                    Compared::NotHere(why.join("; "))
                }
                Err(reason) => Compared::Failed(reason),
            },
            (None, true) => Compared::NotHere(match recorded.tests_hash.is_empty() {
                true => "the tests were not recorded".to_owned(),
                false => format!(
                    "the tests of {} that judged it are not here",
                    case.problem.id.0
                ),
            }),
            (_, false) => Compared::NotHere(why.join("; ")),
        };
        let now = match today {
            Ok(tests) => {
                if tests.hash().to_string() != recorded.tests_hash {
                    why.push(format!("the problem {} is another", case.problem.id.0));
                }
                match why.is_empty() {
                    true => None,
                    false => Some(self.now(case, language, &tests, why, recorded).await),
                }
            }
            Err(reason) => Some(Now::Unknown(reason)),
        };
        Outcome { compared, now }
    }

    /// Judges `case` with what there is now.
    ///
    /// # Errors
    /// Why that cannot be.
    pub(crate) async fn first(&self, case: &Case<'_>) -> Result<Judgement, String> {
        let language: Language = case
            .language
            .0
            .parse()
            .map_err(|error| format!("{error}"))?;
        self.runtime(language)?;
        let tests = self.tests_today(case.problem).await?;
        self.judge(case, language, &tests).await
    }

    async fn now(
        &self,
        case: &Case<'_>,
        language: Language,
        tests: &Arc<PackedTests>,
        why: Vec<String>,
        recorded: &Judgement,
    ) -> Now {
        match self.judge(case, language, tests).await {
            Ok(found) => Now::Judged {
                why,
                fields: differences(recorded, &found),
                found,
            },
            Err(reason) => Now::Unknown(reason),
        }
    }

    async fn judge(
        &self,
        case: &Case<'_>,
        language: Language,
        tests: &Arc<PackedTests>,
    ) -> Result<Judgement, String> {
        loop {
            let request = arena_judge::JudgeRequest {
                // Fairness between players is none of this command's concerns.
                player: case.submission.0,
                priority: Priority::Submission,
                language,
                code: case.code.into(),
                tests: tests.clone(),
                scope: Scope::All,
            };
            match self.pool.judge(request).await {
                Ok(judged) => {
                    let found = judging::recorded(judged);
                    return match found.verdict {
                        Verdict::JudgeError => Err("the judge failed on it".to_owned()),
                        Verdict::Accepted
                        | Verdict::WrongAnswer
                        | Verdict::TimeLimitExceeded
                        | Verdict::MemoryLimitExceeded
                        | Verdict::OutputLimitExceeded
                        | Verdict::RuntimeError
                        | Verdict::CompileError => Ok(found),
                    };
                }
                Err(JudgeError::Busy { retry_after_ms }) => {
                    tokio::time::sleep(Duration::from_millis(retry_after_ms)).await;
                }
                Err(
                    error @ (JudgeError::Unavailable { .. }
                    | JudgeError::CodeLength(_)
                    | JudgeError::Stopped),
                ) => return Err(error.to_string()),
            }
        }
    }

    fn runtime(&self, language: Language) -> Result<String, String> {
        let statuses = self.pool.languages();
        let status = statuses.into_iter().find(|one| one.language == language);
        let status = status.ok_or_else(|| "the judge does not know it".to_owned())?;
        status.runtime.map(|hash| hash.to_string())
    }

    /// The tests of a problem as it is now: from the cache, or made.
    async fn tests_today(&self, problem: &play::ProblemRef) -> Tests {
        let gone = || {
            format!(
                "the problem {} is neither in the catalogue nor imported any more",
                problem.id.0
            )
        };
        let id: ProblemId = problem.id.0.parse().map_err(|_| gone())?;
        let Some(known) = self.catalogue.get(&id).cloned() else {
            let imported = self.imported.get(&problem.id.0).cloned();
            return imported.unwrap_or_else(|| Err(gone()));
        };
        let cell = {
            let mut today = self.today.lock().unwrap_or_else(PoisonError::into_inner);
            today.entry(problem.id.0.clone()).or_default().clone()
        };
        let python = judging::python(&self.pool.languages()).map_err(|error| error.to_string())?;
        let program = self.program.clone();
        let bring = || async {
            let made = tokio::task::spawn_blocking(move || {
                operators::tests_of(&program, python, &known).map_err(|error| error.to_string())
            });
            let made = made.await.map_err(|error| error.to_string())?;
            made.map(Arc::new)
        };
        cell.get_or_init(bring).await.clone()
    }

    /// The tests that reached the verdict, if they are those of now or still in the cache.
    async fn pinned(&self, recorded: &Judgement, today: &Tests) -> Option<Arc<PackedTests>> {
        let wanted = &recorded.tests_hash;
        if let Ok(today) = today
            && today.hash().to_string() == *wanted
        {
            return Some(today.clone());
        }
        {
            let earlier = self.earlier.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(tests) = earlier.get(wanted) {
                return Some(tests.clone());
            }
        }
        let folder = self.program.cache.tests();
        let index = || async {
            let indexed = tokio::task::spawn_blocking(move || index(folder)).await;
            indexed.unwrap_or_default()
        };
        let path = self.cached.get_or_init(index).await.get(wanted)?;
        let tests = Arc::new(PackedTests::read(fs::read(path).ok()?).ok()?);
        let mut earlier = self.earlier.lock().unwrap_or_else(PoisonError::into_inner);
        earlier.insert(wanted.clone(), tests.clone());
        Some(tests)
    }
}

/// Test sets by their hashes; what is none, or of another format, is passed over.
fn index(folder: PathBuf) -> BTreeMap<String, PathBuf> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        let tests = fs::read(&path).ok().map(PackedTests::read);
        if let Some(Ok(tests)) = tests {
            found.insert(tests.hash().to_string(), path);
        }
    }
    found
}

/// Limits that were not recorded are taken for the same: what they changed shows itself.
fn is_limited_as(recorded: &Judgement, found: &Judgement) -> bool {
    recorded.limits_hash.is_empty() || recorded.limits_hash == found.limits_hash
}
