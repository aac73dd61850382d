//! A test set as bytes: for a cache, and for the process that judges, which alone reads the tests.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::hash::{Hash32, TestSetHash};
use crate::limits::Limits;
use crate::test_set::{TestSet, TestSetError};

/// Largest encoded test set, in bytes.
pub const MAX_TEST_SET_BYTES: usize = 64 * 1024 * 1024;

/// What encoded test sets begin with; the last digit is the version of the format.
const MAGIC: &[u8; 8] = b"CBATEST2";

/// Longest summary, in bytes.
const MAX_SUMMARY_BYTES: usize = 64 * 1024;

/// An encoded test set, with what can be told of it without reading its tests.
///
/// The bytes are: the magic, the hash of the sources (`GenerationPlan::sources_hash`), the BLAKE3 of
/// all that follows, the summary's length in four little-endian bytes, the summary, the set. The
/// last two are MessagePack with field names.
#[derive(Clone, PartialEq, Eq)]
pub struct PackedTests {
    sources: Hash32,
    summary: Summary,
    set_at: usize,
    bytes: Vec<u8>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Summary {
    hash: TestSetHash,
    samples: u32,
    tests: u32,
    limits: Limits,
}

impl TestSet {
    /// Encodes the set; `sources` names what it was made from.
    ///
    /// # Errors
    /// [`TestSetError::Encode`], [`TestSetError::TooLarge`].
    pub fn pack(&self, sources: Hash32) -> Result<PackedTests, TestSetError> {
        let encode = |error: &dyn fmt::Display| TestSetError::Encode(error.to_string());
        let summary = Summary {
            hash: self.hash,
            samples: u32::try_from(self.sample_count()).map_err(|e| encode(&e))?,
            tests: u32::try_from(self.tests.len()).map_err(|e| encode(&e))?,
            limits: self.limits.clone(),
        };
        let head = rmp_serde::to_vec_named(&summary).map_err(|e| encode(&e))?;
        let set = rmp_serde::to_vec_named(self).map_err(|e| encode(&e))?;
        let length = u32::try_from(head.len()).map_err(|e| encode(&e))?;
        let mut hasher = blake3::Hasher::new();
        for part in [&length.to_le_bytes()[..], &head, &set] {
            hasher.update(part);
        }
        let mut bytes = Vec::with_capacity(MAGIC.len() + 32 + 32 + 4 + head.len() + set.len());
        bytes.extend(MAGIC);
        bytes.extend(sources.0);
        bytes.extend(hasher.finalize().as_bytes());
        bytes.extend(length.to_le_bytes());
        bytes.extend(head);
        let set_at = bytes.len();
        bytes.extend(set);
        if bytes.len() > MAX_TEST_SET_BYTES {
            return Err(TestSetError::TooLarge(bytes.len()));
        }
        Ok(PackedTests {
            sources,
            summary,
            set_at,
            bytes,
        })
    }
}

impl PackedTests {
    /// Takes the bytes of a packed set: whole and unchanged since they were packed.
    ///
    /// # Errors
    /// Anything but the bytes that [`TestSet::pack`] made; a cache's owner then makes the set again.
    pub fn read(bytes: Vec<u8>) -> Result<Self, TestSetError> {
        if bytes.len() > MAX_TEST_SET_BYTES {
            return Err(TestSetError::TooLarge(bytes.len()));
        }
        let rest = bytes.strip_prefix(MAGIC).ok_or(TestSetError::Format)?;
        let (sources, rest) = rest.split_first_chunk::<32>().ok_or(TestSetError::Format)?;
        let (sum, content) = rest.split_first_chunk::<32>().ok_or(TestSetError::Format)?;
        if blake3::hash(content) != *sum {
            return Err(TestSetError::Damaged);
        }
        let (length, rest) = content
            .split_first_chunk::<4>()
            .ok_or(TestSetError::Format)?;
        let length = u32::from_le_bytes(*length) as usize;
        let head = rest.get(..length).filter(|_| length <= MAX_SUMMARY_BYTES);
        let summary = rmp_serde::from_slice(head.ok_or(TestSetError::Format)?)?;
        Ok(Self {
            sources: Hash32(*sources),
            summary,
            set_at: bytes.len() - rest.len() + length,
            bytes,
        })
    }

    /// Decodes the set and checks its hash.
    ///
    /// # Errors
    /// [`TestSetError::Decode`], [`TestSetError::Damaged`].
    pub fn unpack(&self) -> Result<TestSet, TestSetError> {
        let set: TestSet = rmp_serde::from_slice(&self.bytes[self.set_at..])?;
        if set.hash != self.summary.hash || set.compute_hash()? != set.hash {
            return Err(TestSetError::Damaged);
        }
        Ok(set)
    }

    /// What the set was made from.
    pub fn sources(&self) -> Hash32 {
        self.sources
    }

    /// The set's hash.
    pub fn hash(&self) -> TestSetHash {
        self.summary.hash
    }

    /// The number of public tests; they come first.
    pub fn sample_count(&self) -> u32 {
        self.summary.samples
    }

    /// The number of all tests.
    pub fn test_count(&self) -> u32 {
        self.summary.tests
    }

    /// What each test may use.
    pub fn limits(&self) -> &Limits {
        &self.summary.limits
    }

    /// All of it.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}

impl fmt::Debug for PackedTests {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PackedTests")
            .field("summary", &self.summary)
            .field("bytes", &self.bytes.len())
            .finish_non_exhaustive()
    }
}
