//! The connection, and the switch that opens when it does not answer: from then on nobody waits for it, until a task in the
//! background has had an answer again.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use ::redis::aio::MultiplexedConnection;
use ::redis::{AsyncConnectionConfig, Client, Cmd, FromRedisValue, RedisError, cmd, pipe};
use tokio::sync::Notify;
use tokio::task::AbortHandle;
use tokio::time::timeout;

use super::options::{OptionsError, RedisOptions};
use super::scripts::{KEYS, SCRIPTS};

/// How long a request of a player waits for an answer.
const SOON: Duration = Duration::from_millis(50);
/// How long work in the background does.
const LATER: Duration = Duration::from_secs(2);
/// How long a new connection may take.
const CONNECT_WITHIN: Duration = Duration::from_secs(1);
/// Between two tries to connect.
const TRY_AGAIN: Duration = Duration::from_millis(250);
/// How long the start waits for the first connection. Without one it goes on, as it does later.
const FIRST_WITHIN: Duration = Duration::from_secs(2);

/// A Redis server, there or away. Cheap to clone; the connection ends with the last clone.
#[derive(Clone)]
pub struct Redis {
    shared: Arc<Shared>,
    _keeper: Arc<Keeper>,
}

struct Shared {
    state: Mutex<State>,
    /// The state has changed.
    changed: Notify,
}

struct State {
    connection: Option<MultiplexedConnection>,
    /// Which connection it is, so that the failure of one before it says nothing.
    number: u64,
}

struct Keeper(AbortHandle);

impl Drop for Keeper {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl Redis {
    /// Connects, and again whenever the connection is lost. A server that does not answer is no error: the arena does
    /// without it until it does.
    ///
    /// # Errors
    /// Settings that cannot work.
    pub async fn connect(options: &RedisOptions) -> Result<Self, OptionsError> {
        let client = options.client()?;
        let shared = Arc::new(Shared {
            state: Mutex::new(State {
                connection: None,
                number: 0,
            }),
            changed: Notify::new(),
        });
        let keeper = tokio::spawn(keep(shared.clone(), client)).abort_handle();
        let redis = Self {
            shared,
            _keeper: Arc::new(Keeper(keeper)),
        };
        let connected = async {
            loop {
                let changed = redis.shared.changed.notified();
                if redis.is_here() {
                    return;
                }
                changed.await;
            }
        };
        timeout(FIRST_WITHIN, connected).await.ok();
        Ok(redis)
    }

    /// Whether it answers, as far as is known.
    #[must_use]
    pub fn is_here(&self) -> bool {
        self.shared.state().connection.is_some()
    }

    /// The answer, if there is one soon.
    pub(crate) async fn soon<T: FromRedisValue>(&self, command: &Cmd) -> Option<T> {
        self.ask(command, SOON).await
    }

    /// The answer, for whoever has time.
    pub(crate) async fn later<T: FromRedisValue>(&self, command: &Cmd) -> Option<T> {
        self.ask(command, LATER).await
    }

    async fn ask<T: FromRedisValue>(&self, command: &Cmd, within: Duration) -> Option<T> {
        let (mut connection, number) = {
            let state = self.shared.state();
            (state.connection.clone()?, state.number)
        };
        match timeout(within, command.query_async(&mut connection)).await {
            Ok(Ok(answer)) => Some(answer),
            Ok(Err(error)) => {
                self.shared.lose(number, &reason(&error));
                None
            }
            Err(_) => {
                let reason = format!("no answer within {} ms", within.as_millis());
                self.shared.lose(number, &reason);
                None
            }
        }
    }
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn lose(&self, number: u64, reason: &str) {
        let lost = {
            let mut state = self.state();
            let lost = (state.number == number)
                .then(|| state.connection.take())
                .flatten();
            lost.is_some()
        };
        if lost {
            metrics::gauge!("arena_redis_connected").set(0.0);
            tracing::warn!(
                reason,
                "Redis is away: rates are counted here, all else comes from the database"
            );
            self.changed.notify_waiters();
        }
    }

    fn find(&self, connection: MultiplexedConnection) {
        {
            let mut state = self.state();
            state.number += 1;
            state.connection = Some(connection);
        }
        metrics::gauge!("arena_redis_connected").set(1.0);
        tracing::info!("Redis is there");
        self.changed.notify_waiters();
    }
}

async fn keep(shared: Arc<Shared>, client: Client) {
    // Said once, until it has been there.
    let mut said = false;
    loop {
        let lost = shared.changed.notified();
        let there = shared.state().connection.is_some();
        if there {
            lost.await;
            // A server that is only slow is not asked again at once.
            tokio::time::sleep(TRY_AGAIN).await;
            continue;
        }
        match open(&client).await {
            Ok(connection) => {
                shared.find(connection);
                said = true;
            }
            Err(reason) => {
                if !said {
                    tracing::warn!(reason, "Redis does not answer: the arena does without it");
                }
                said = true;
                tokio::time::sleep(TRY_AGAIN).await;
            }
        }
    }
}

/// A connection to a server that answers quickly, can be written to, and knows the scripts.
async fn open(client: &Client) -> Result<MultiplexedConnection, String> {
    let config = AsyncConnectionConfig::new()
        .set_connection_timeout(Some(CONNECT_WITHIN))
        .set_response_timeout(Some(LATER));
    let connecting = client.get_multiplexed_async_connection_with_config(&config);
    let late = |_| "no connection in time".to_owned();
    let connected = timeout(CONNECT_WITHIN, connecting).await.map_err(late)?;
    let mut connection = connected.map_err(|error| reason(&error))?;
    let mut loading = pipe();
    for script in SCRIPTS {
        let text = script.text();
        loading
            .add_command(cmd("SCRIPT").arg("LOAD").arg(text).to_owned())
            .ignore();
    }
    let loaded = timeout(LATER, loading.query_async::<()>(&mut connection)).await;
    loaded
        .map_err(|_| "the scripts are not taken in time".to_owned())?
        .map_err(|error| reason(&error))?;
    let mut probe = cmd("SET");
    probe.arg(KEYS.probe).arg(1).arg("PX").arg(1_000);
    let written = timeout(SOON, probe.query_async::<()>(&mut connection)).await;
    written
        .map_err(|_| "it is too slow".to_owned())?
        .map_err(|error| reason(&error))?;
    Ok(connection)
}

/// The error without what was asked.
fn reason(error: &RedisError) -> String {
    error.to_string().chars().take(200).collect()
}
