//! All problems of a folder, or of the binary.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use include_dir::{Dir, DirEntry, include_dir};

use crate::error::{Location, ProblemError};
use crate::files::IGNORED_NAMES;
use crate::id::ProblemId;
use crate::names::Difficulty;
use crate::problem::Problem;

static EMBEDDED: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/catalogue");

/// Most problems of a catalogue.
pub const MAX_PROBLEMS: usize = 4096;

/// Valid problems by id.
#[derive(Debug, Clone, Default)]
pub struct Catalogue {
    problems: BTreeMap<ProblemId, Arc<Problem>>,
}

/// Every problem of a catalogue that is not valid; never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CatalogueError {
    /// In the order of the folders' names, one for each.
    pub errors: Vec<ProblemError>,
}

impl fmt::Display for CatalogueError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, error) in self.errors.iter().enumerate() {
            if index > 0 {
                f.write_str("\n")?;
            }
            write!(f, "{error}")?;
        }
        Ok(())
    }
}

impl std::error::Error for CatalogueError {}

impl Catalogue {
    /// The catalogue in the binary.
    ///
    /// # Errors
    /// Every problem that is not valid; the crate's tests see to it that there is none.
    pub fn embedded() -> Result<Self, CatalogueError> {
        let (catalogue, errors) = Self::embedded_valid();
        catalogue.unless(errors)
    }

    /// The valid problems of the catalogue in the binary, and what is wrong with the others.
    pub fn embedded_valid() -> (Self, Vec<ProblemError>) {
        let mut folders: Vec<&DirEntry<'_>> = EMBEDDED.entries().iter().collect();
        folders.sort_by_key(|entry| entry.path());
        let kept = folders.into_iter().filter(|entry| {
            !IGNORED_NAMES
                .iter()
                .any(|ignored| entry.path().as_os_str() == *ignored)
        });
        Self::collect(kept.map(|entry| match entry {
            DirEntry::Dir(folder) => Problem::embedded(folder),
            DirEntry::File(file) => Err(not_a_folder(&file.path().display().to_string())),
        }))
    }

    /// Loads a folder of problems' folders.
    ///
    /// # Errors
    /// Every problem that is not valid, or the folder itself when it cannot be read.
    pub fn load(folder: &Path) -> Result<Self, CatalogueError> {
        let unreadable = |e: std::io::Error| CatalogueError {
            errors: vec![error(
                &folder.display().to_string(),
                format!("cannot be read: {e}"),
            )],
        };
        let mut paths = Vec::new();
        for entry in fs::read_dir(folder).map_err(unreadable)? {
            let entry = entry.map_err(unreadable)?;
            if !IGNORED_NAMES
                .iter()
                .any(|ignored| entry.file_name() == *ignored)
            {
                paths.push(entry.path());
            }
        }
        paths.sort();
        let (catalogue, errors) = Self::collect(paths.iter().map(|path| {
            if path.is_dir() {
                Problem::load(path)
            } else {
                Err(not_a_folder(&path.display().to_string()))
            }
        }));
        catalogue.unless(errors)
    }

    /// A catalogue of these problems; of two with one id the later is kept.
    pub fn from_problems(problems: impl IntoIterator<Item = Problem>) -> Self {
        let problems = problems.into_iter();
        Self {
            problems: problems.map(|p| (p.id.clone(), Arc::new(p))).collect(),
        }
    }

    /// The problem with this id.
    pub fn get(&self, id: &ProblemId) -> Option<&Arc<Problem>> {
        self.problems.get(id)
    }

    /// All problems by ascending id.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Arc<Problem>> {
        self.problems.values()
    }

    /// The problems of one difficulty by ascending id.
    pub fn of_difficulty(&self, difficulty: Difficulty) -> impl Iterator<Item = &Arc<Problem>> {
        self.iter()
            .filter(move |problem| problem.difficulty == difficulty)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.problems.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.problems.is_empty()
    }

    fn collect(
        loaded: impl Iterator<Item = Result<Problem, ProblemError>>,
    ) -> (Self, Vec<ProblemError>) {
        let mut catalogue = Self::default();
        let mut errors = Vec::new();
        for problem in loaded {
            match problem {
                Ok(problem) if catalogue.len() < MAX_PROBLEMS => {
                    catalogue
                        .problems
                        .insert(problem.id.clone(), Arc::new(problem));
                }
                Ok(problem) => {
                    let message = format!("a catalogue has at most {MAX_PROBLEMS} problems");
                    errors.push(error(problem.id.as_str(), message));
                }
                Err(e) => errors.push(e),
            }
        }
        (catalogue, errors)
    }

    fn unless(self, errors: Vec<ProblemError>) -> Result<Self, CatalogueError> {
        if errors.is_empty() {
            Ok(self)
        } else {
            Err(CatalogueError { errors })
        }
    }
}

fn not_a_folder(path: &str) -> ProblemError {
    error(path, "is not a problem's folder".into())
}

fn error(path: &str, message: String) -> ProblemError {
    ProblemError {
        location: Location {
            file: path.to_owned(),
            line: None,
        },
        message,
    }
}
