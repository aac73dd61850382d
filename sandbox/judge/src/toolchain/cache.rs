//! What a judge process remembers of what it compiled, within bounds. It is lost with the process:
//! nobody loads machine code that another judge made of a player's text.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use wasmtime::CacheStore;

use super::limits::{REMEMBERED_BYTES, REMEMBERED_FUNCTION_BYTES};
use crate::guest::Command;
use crate::guest::tool::Tool;

/// A program, or what its author reads instead.
pub(super) type Made<P> = Result<Arc<P>, String>;

/// What is remembered.
pub(super) trait Program {
    /// How much machine code it is, in bytes.
    fn bytes(&self) -> usize;
}

impl Program for Command {
    fn bytes(&self) -> usize {
        Command::bytes(self)
    }
}

impl Program for Tool {
    fn bytes(&self) -> usize {
        Tool::bytes(self)
    }
}

/// Names a program by all that it is made from.
pub(super) type Key = [u8; 32];

/// The programs that were asked for last.
pub(super) struct Programs<P> {
    made: BTreeMap<Key, (u64, Made<P>)>,
    /// Counts uses: the least is the one to forget.
    clock: u64,
    most: usize,
}

impl<P: Program> Programs<P> {
    pub(super) fn new(most: usize) -> Self {
        Self {
            made: BTreeMap::new(),
            clock: 0,
            most,
        }
    }

    pub(super) fn get(&mut self, key: &Key) -> Option<Made<P>> {
        self.clock += 1;
        let (used, made) = self.made.get_mut(key)?;
        *used = self.clock;
        Some(made.clone())
    }

    pub(super) fn insert(&mut self, key: Key, made: Made<P>) {
        self.clock += 1;
        self.made.insert(key, (self.clock, made));
        while self.made.len() > self.most || self.bytes() > REMEMBERED_BYTES {
            let oldest = self.made.iter().min_by_key(|(_, (used, _))| *used);
            let Some(oldest) = oldest.map(|(key, _)| *key) else {
                return;
            };
            self.made.remove(&oldest);
        }
    }

    fn bytes(&self) -> usize {
        let size = |made: &Made<P>| match made {
            Ok(program) => program.bytes(),
            Err(text) => text.len(),
        };
        self.made.values().map(|(_, made)| size(made)).sum()
    }
}

/// Machine code by function, in two generations: when the younger has half of the room, it becomes
/// the older, and what was not asked for since then is forgotten.
#[derive(Debug, Default)]
pub(super) struct Functions {
    generations: Mutex<Generations>,
}

#[derive(Debug, Default)]
struct Generations {
    young: HashMap<Vec<u8>, Vec<u8>>,
    old: HashMap<Vec<u8>, Vec<u8>>,
    young_bytes: usize,
}

impl Generations {
    fn add(&mut self, key: Vec<u8>, value: Vec<u8>) {
        let bytes = key.len() + value.len();
        if self.young_bytes + bytes > REMEMBERED_FUNCTION_BYTES / 2 {
            self.old = std::mem::take(&mut self.young);
            self.young_bytes = 0;
        }
        if self.young.insert(key, value).is_none() {
            self.young_bytes += bytes;
        }
    }
}

impl CacheStore for Functions {
    fn get(&self, key: &[u8]) -> Option<Cow<'_, [u8]>> {
        let mut generations = self.lock();
        if let Some(value) = generations.young.get(key) {
            return Some(value.clone().into());
        }
        let (key, value) = generations.old.remove_entry(key)?;
        generations.add(key, value.clone());
        Some(value.into())
    }

    fn insert(&self, key: &[u8], value: Vec<u8>) -> bool {
        if value.len() > REMEMBERED_FUNCTION_BYTES / 16 {
            return false;
        }
        self.lock().add(key.to_vec(), value);
        true
    }
}

impl Functions {
    fn lock(&self) -> std::sync::MutexGuard<'_, Generations> {
        self.generations
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_program_that_was_not_asked_for_longest_is_forgotten() {
        let mut programs = Programs::<Command>::new(2);
        let made = |text: &str| Err(text.to_owned());
        programs.insert([1; 32], made("one"));
        programs.insert([2; 32], made("two"));
        assert!(programs.get(&[1; 32]).is_some());
        programs.insert([3; 32], made("three"));
        let known = [1, 2, 3].map(|key| programs.get(&[key; 32]).is_some());
        assert_eq!(known, [true, false, true]);
    }

    #[test]
    fn functions_are_remembered_within_bounds() {
        let functions = Functions::default();
        let piece = REMEMBERED_FUNCTION_BYTES / 32;
        for number in 0..100_u8 {
            assert!(functions.insert(&[number], vec![number; piece]));
            assert!(functions.get(&[0]).is_some(), "in use");
            let generations = functions.lock();
            let kept = generations.young.len() + generations.old.len();
            assert!(kept <= 34, "{kept}");
        }
        assert!(functions.get(&[50]).is_none(), "not in use");
        assert!(!functions.insert(b"x", vec![0; REMEMBERED_FUNCTION_BYTES]));
    }
}
