//! Password hashing: Argon2id on blocking threads, a bounded number at a time, a bounded number waiting.
//!
//! The parameters are those of the OWASP Password Storage Cheat Sheet. Raising them here is all that is needed: each
//! account is hashed anew when it next logs in.

use std::sync::Arc;

use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};
use tokio::sync::Semaphore;

use crate::error::{Error, Fault, Rejection};
use crate::passwords::Password;
use crate::random;

/// Memory of one hash, in KiB: 19 MiB.
pub const ARGON2_MEMORY_KIB: u32 = 19 * 1024;
/// Passes over the memory.
pub const ARGON2_PASSES: u32 = 2;
/// Lanes.
pub const ARGON2_LANES: u32 = 1;
/// Bytes of salt.
const SALT_BYTES: usize = 16;
/// What somebody is told to wait when the queue is full: longer than a full queue takes on two cores.
pub const BUSY_RETRY_MS: i64 = 3_000;

pub(crate) struct Hasher {
    params: Params,
    /// One permit a hash that runs.
    running: Arc<Semaphore>,
    /// One permit a hash that runs or waits.
    admitted: Arc<Semaphore>,
    /// Verified against when there is no account, so that both cost the same.
    decoy: String,
}

/// What verifying a password found.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    Wrong,
    Right,
    /// Right, and the stored hash has other parameters than today's: store this one instead.
    RightButRehash(String),
}

impl Hasher {
    pub(crate) fn new(threads: usize, queue: usize) -> Result<Self, Fault> {
        let params = Params::new(ARGON2_MEMORY_KIB, ARGON2_PASSES, ARGON2_LANES, None)
            .map_err(|error| Fault::Hashing(error.to_string()))?;
        let threads = threads.max(1);
        Ok(Self {
            decoy: hash(&params, &random::bytes::<16>()?)?,
            params,
            running: Arc::new(Semaphore::new(threads)),
            admitted: Arc::new(Semaphore::new(threads.saturating_add(queue))),
        })
    }

    /// Hashes a new password to a PHC string.
    ///
    /// # Errors
    /// [`Rejection::Busy`] when the queue is full.
    pub(crate) async fn hash(&self, password: Password) -> Result<String, Error> {
        let params = self.params.clone();
        self.run(move || hash(&params, password.as_bytes())).await
    }

    /// Verifies a password against a stored hash; without either the answer is [`Verdict::Wrong`], after the same time.
    ///
    /// # Errors
    /// [`Rejection::Busy`] when the queue is full.
    pub(crate) async fn verify(
        &self,
        password: Option<Password>,
        stored: Option<String>,
    ) -> Result<Verdict, Error> {
        let params = self.params.clone();
        let known = stored.is_some();
        let stored = stored.unwrap_or_else(|| self.decoy.clone());
        self.run(move || {
            let bytes = password.as_ref().map_or(&b""[..], Password::as_bytes);
            let parsed =
                PasswordHash::new(&stored).map_err(|error| Fault::Hashing(error.to_string()))?;
            let matches = context(&params).verify_password(bytes, &parsed).is_ok();
            if !matches || !known || password.is_none() {
                return Ok(Verdict::Wrong);
            }
            if is_current(&params, &parsed) {
                Ok(Verdict::Right)
            } else {
                Ok(Verdict::RightButRehash(hash(&params, bytes)?))
            }
        })
        .await
    }

    /// The permits go with the work: a caller that goes away leaves its thread counted until it is done.
    async fn run<T, F>(&self, work: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: FnOnce() -> Result<T, Fault> + Send + 'static,
    {
        let Ok(admitted) = Arc::clone(&self.admitted).try_acquire_owned() else {
            return Err(Rejection::Busy {
                retry_after_ms: BUSY_RETRY_MS,
            }
            .into());
        };
        let running = Arc::clone(&self.running)
            .acquire_owned()
            .await
            .map_err(|error| Fault::Hashing(error.to_string()))?;
        let done = tokio::task::spawn_blocking(move || {
            let result = work();
            drop((running, admitted));
            result
        });
        Ok(done
            .await
            .map_err(|error| Fault::Hashing(error.to_string()))??)
    }
}

fn context(params: &Params) -> Argon2<'_> {
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params.clone())
}

fn hash(params: &Params, password: &[u8]) -> Result<String, Fault> {
    let fault = |error: argon2::password_hash::Error| Fault::Hashing(error.to_string());
    let salt = SaltString::encode_b64(&random::bytes::<SALT_BYTES>()?).map_err(fault)?;
    Ok(context(params)
        .hash_password(password, &salt)
        .map_err(fault)?
        .to_string())
}

fn is_current(params: &Params, stored: &PasswordHash<'_>) -> bool {
    let same = |stored: Params| {
        stored.m_cost() == params.m_cost()
            && stored.t_cost() == params.t_cost()
            && stored.p_cost() == params.p_cost()
    };
    stored.algorithm == Algorithm::Argon2id.ident() && Params::try_from(stored).is_ok_and(same)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use std::sync::mpsc;

    use super::*;

    fn password(text: &str) -> Option<Password> {
        Password::typed(text)
    }

    #[test]
    fn parameters_are_those_that_owasp_recommends() {
        let stored = hash(&Hasher::new(1, 0).unwrap().params, b"anything").unwrap();
        assert!(
            stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"),
            "{stored}"
        );
    }

    #[tokio::test]
    async fn the_right_password_is_right_and_every_other_wrong() {
        let hasher = Hasher::new(1, 4).unwrap();
        let stored = hasher
            .hash(password("blue umbrella 4").unwrap())
            .await
            .unwrap();
        for (typed, expected) in [
            (password("blue umbrella 4"), Verdict::Right),
            (password("blue umbrella 5"), Verdict::Wrong),
            (None, Verdict::Wrong),
        ] {
            let verdict = hasher.verify(typed, Some(stored.clone())).await.unwrap();
            assert_eq!(verdict, expected);
        }
        let nobody = hasher
            .verify(password("blue umbrella 4"), None)
            .await
            .unwrap();
        assert_eq!(nobody, Verdict::Wrong);
    }

    #[tokio::test]
    async fn a_hash_with_other_parameters_is_replaced_by_one_with_todays() {
        let hasher = Hasher::new(1, 0).unwrap();
        let weaker = Params::new(1024, 1, 1, None).unwrap();
        let stored = hash(&weaker, b"blue umbrella 4").unwrap();
        let verdict = hasher
            .verify(password("blue umbrella 4"), Some(stored.clone()))
            .await
            .unwrap();
        let Verdict::RightButRehash(renewed) = verdict else {
            unreachable!("{verdict:?}")
        };
        let again = hasher
            .verify(password("blue umbrella 4"), Some(renewed))
            .await
            .unwrap();
        assert_eq!(again, Verdict::Right);
        let wrong = hasher
            .verify(password("blue umbrella 5"), Some(stored))
            .await
            .unwrap();
        assert_eq!(wrong, Verdict::Wrong);
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn work_beyond_the_threads_waits_and_beyond_the_queue_is_busy() {
        let (threads, queue) = (1, 2);
        let hasher = Arc::new(Hasher::new(threads, queue).unwrap());
        let (release, blocked) = mpsc::channel::<()>();
        let (started, has_started) = tokio::sync::oneshot::channel();
        let busy_one = Arc::clone(&hasher);
        let first = tokio::spawn(async move {
            busy_one
                .run(move || {
                    started.send(()).unwrap();
                    blocked.recv().unwrap();
                    Ok(())
                })
                .await
        });
        has_started.await.unwrap();
        let mut waiting: Vec<_> = (0..queue)
            .map(|_| Box::pin(hasher.run(|| Ok(()))))
            .collect();
        for one in &mut waiting {
            assert!(
                futures_poll(one.as_mut()).await.is_none(),
                "waits for the thread"
            );
        }
        let refused = hasher.run(|| Ok(())).await;
        assert!(matches!(
            refused,
            Err(Error::Rejected(Rejection::Busy {
                retry_after_ms: BUSY_RETRY_MS
            }))
        ));
        release.send(()).unwrap();
        first.await.unwrap().unwrap();
        for one in waiting {
            one.await.unwrap();
        }
        hasher.run(|| Ok(())).await.unwrap();
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_caller_that_goes_away_leaves_its_thread_counted() {
        let hasher = Hasher::new(1, 0).unwrap();
        let (release, blocked) = mpsc::channel::<()>();
        let (ended, has_ended) = tokio::sync::oneshot::channel();
        let mut abandoned = Box::pin(hasher.run(move || {
            blocked.recv().unwrap();
            ended.send(()).unwrap();
            Ok(())
        }));
        assert!(futures_poll(abandoned.as_mut()).await.is_none());
        drop(abandoned);
        assert!(matches!(
            hasher.run(|| Ok(())).await,
            Err(Error::Rejected(Rejection::Busy { .. }))
        ));
        release.send(()).unwrap();
        has_ended.await.unwrap();
    }

    /// Polls once.
    async fn futures_poll<F: Future>(future: std::pin::Pin<&mut F>) -> Option<F::Output> {
        let mut future = Some(future);
        std::future::poll_fn(move |context| {
            let polled = future.take().map(|future| future.poll(context));
            std::task::Poll::Ready(match polled {
                Some(std::task::Poll::Ready(output)) => Some(output),
                Some(std::task::Poll::Pending) | None => None,
            })
        })
        .await
    }
}
