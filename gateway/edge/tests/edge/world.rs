//! An arena around the gateway, and requests to it.

use std::net::{IpAddr, SocketAddr};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};

use arena_accounts::{Accounts, Database, ForwardedHeader, Options, TrustedProxies};
use arena_bus::codec::ArenaCodec;
use arena_bus::{ArenaEvent, Bus};
use arena_edge::protocol::server::{LimitsCard, ProblemCard};
use arena_edge::{Edge, EdgeConfig, EdgeParts, ProblemEntry, Redis, RoleReport, http};
use arena_log::{EventCodec, EventLog, MemoryLog, OwnerId, Recorded};
use arena_projections::{Decode, DecodeError, Fact, Queries, Runner, Store};
use arena_rules::battle::{Judgement, Verdict};
use arena_rules::ids::{BattleId, PlayerId};
use arena_rules::matchmaking::{Candidates, Pool};
use arena_rules::play::{Goal, Language, Mode, ProblemId, ProblemRef};
use arena_rules::time::Time;
use arena_tree::clock::TokioClock;
use arena_tree::tree::Tree;
use arena_tree::{Clock, Judge, JudgeRefusal, JudgeRequest, TreeConfig};
use async_trait::async_trait;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use axum::routing::get;
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio_util::sync::{CancellationToken, DropGuard};
use tower::ServiceExt;
use uuid::Uuid;

pub(crate) const POOL: Pool = Pool {
    mode: Mode::OneOnOne,
    goal: Goal::Fastest,
};
const START: Time = Time(1_700_000_000_000);
pub(crate) const PASSWORD: &str = "violet umbrella 42";

/// Goes with the runtime, and further when the test says so.
struct HandClock {
    running: TokioClock,
    passed_ms: AtomicI64,
}

impl Clock for HandClock {
    fn now(&self) -> Time {
        Time(self.running.now().0 + self.passed_ms.load(Ordering::SeqCst))
    }
}

/// `right` is accepted, `never` has no verdict, all else is wrong; it knows Python alone.
struct WordJudge;

#[async_trait]
impl Judge for WordJudge {
    fn admits(&self, _: PlayerId, language: &Language) -> Result<(), JudgeRefusal> {
        if language.0 == "python" {
            return Ok(());
        }
        Err(JudgeRefusal::NoSuchLanguage {
            language: language.0.clone(),
            reason: "it is not here".to_owned(),
        })
    }

    async fn judge(&self, request: JudgeRequest) -> Result<Judgement, JudgeRefusal> {
        let verdict = match &*request.code {
            "never" => std::future::pending().await,
            "right" => Verdict::Accepted,
            _ => Verdict::WrongAnswer,
        };
        Ok(Judgement {
            verdict,
            tests_passed: 1,
            tests_total: 2,
            fuel_used: 1,
            fuel_limit: 2,
            memory_peak_bytes: 3,
            explanation: None,
            runtime_hash: String::new(),
            tests_hash: String::new(),
            limits_hash: String::new(),
        })
    }
}

/// What the processes of one arena have in common.
pub(crate) struct Common {
    accounts: Arc<Accounts>,
    queries: Queries,
    clock: Arc<HandClock>,
    data: TempDir,
    /// What the process's roles say of themselves.
    pub(crate) roles: Mutex<Vec<RoleReport>>,
    /// Ends the read models' runner.
    _stop: DropGuard,
}

pub(crate) struct World {
    pub(crate) edge: Edge,
    pub(crate) accounts: Arc<Accounts>,
    pub(crate) queries: Queries,
    router: Router,
    pub(crate) tree: Tree,
    pub(crate) common: Arc<Common>,
}

pub(crate) fn config() -> EdgeConfig {
    EdgeConfig {
        allowed_origins: vec!["https://friend.example".to_owned()],
        trusted_proxies: TrustedProxies::default(),
        forwarded_header: ForwardedHeader::XForwardedFor,
        secure_cookies: false,
        requests_per_second: 10_000,
    }
}

fn decode() -> Decode {
    Arc::new(|recorded: &Recorded| {
        let event = ArenaCodec::decode(recorded.kind, recorded.schema, &recorded.data)
            .map_err(DecodeError::new)?;
        Ok(match event {
            ArenaEvent::Battle(event) => Some(Fact::Battle(BattleId(recorded.stream.0), event)),
            ArenaEvent::Queue(event) => Some(Fact::Queue(event)),
            ArenaEvent::Book(event) => Some(Fact::Rating(event)),
            ArenaEvent::Session(_) => None,
        })
    })
}

fn card(problem: &ProblemRef) -> ProblemCard {
    ProblemCard {
        id: problem.id.0.clone(),
        title: "Two sum".to_owned(),
        difficulty: "easy".to_owned(),
        techniques: Vec::new(),
        statement: "Find two numbers.".to_owned(),
        form: "stdin".to_owned(),
        signature: None,
        samples: Vec::new(),
        limits: LimitsCard {
            memory_bytes: 1,
            output_bytes: 1,
        },
        languages: Vec::new(),
    }
}

impl Common {
    pub(crate) async fn of(log: Arc<dyn EventLog>) -> Arc<Self> {
        let data = tempfile::tempdir().unwrap();
        let clock = Arc::new(HandClock {
            running: TokioClock::starting_at(START),
            passed_ms: AtomicI64::new(0),
        });
        let database = Database::Sqlite(data.path().join("accounts.db"));
        let options = Options::new(data.path().join("keys"));
        let accounts = Accounts::open(database, options, clock.now().0).await;
        let read_models = data.path().join("projections.db");
        let store = Store::sqlite(&read_models).await.unwrap();
        let runner = Runner::new(log, decode(), &store, arena_projections::Options::default());
        let stop = CancellationToken::new();
        tokio::spawn(runner.run(stop.clone()));
        Arc::new(Self {
            accounts: Arc::new(accounts.unwrap()),
            queries: Queries::new(store),
            clock,
            data,
            roles: Mutex::default(),
            _stop: stop.drop_guard(),
        })
    }

    pub(crate) fn tree(&self, log: Arc<dyn EventLog>, bus: Bus, owner: OwnerId) -> TreeConfig {
        let problem = ProblemRef {
            id: ProblemId("two-sum".to_owned()),
            hash: "0".repeat(64),
        };
        let candidates = Candidates {
            easy: vec![problem],
            medium: Vec::new(),
            hard: Vec::new(),
        };
        // The sender may go: what was sent last stays.
        let (_, candidates) = watch::channel(candidates);
        TreeConfig {
            log,
            bus,
            judge: Arc::new(WordJudge),
            clock: self.clock.clone(),
            owner,
            candidates,
            pool: POOL,
        }
    }
}

impl World {
    pub(crate) async fn new() -> Self {
        Self::with(config()).await
    }

    pub(crate) async fn with(config: EdgeConfig) -> Self {
        Self::sharing(config, None).await
    }

    /// One that shares Redis with others.
    pub(crate) async fn sharing(config: EdgeConfig, redis: Option<Redis>) -> Self {
        let log: Arc<dyn EventLog> = Arc::new(MemoryLog::default());
        let common = Common::of(log.clone()).await;
        let owner = OwnerId(Uuid::new_v4());
        let tree = Tree::start(common.tree(log, Bus::default(), owner)).await;
        Self::of(common, tree.unwrap(), config, redis)
    }

    /// A process's gateway before its tree.
    pub(crate) fn of(
        common: Arc<Common>,
        tree: Tree,
        config: EdgeConfig,
        redis: Option<Redis>,
    ) -> Self {
        let edge = Edge::new(EdgeParts {
            arena: tree.arena.clone(),
            holdings: tree.holdings(),
            accounts: common.accounts.clone(),
            queries: common.queries.clone(),
            problem_cards: Arc::new(|problem| Some(Arc::new(card(problem)))),
            problem_list: Arc::new(|| {
                vec![ProblemEntry {
                    id: "two-sum".to_owned(),
                    title: "Two sum".to_owned(),
                    difficulty: "easy".to_owned(),
                    techniques: Vec::new(),
                }]
            }),
            languages: Arc::new(Vec::new),
            metrics: Arc::new(String::new),
            roles: Arc::new({
                let common = common.clone();
                move || common.roles.lock().unwrap().clone()
            }),
            redis,
            config,
        });
        // As the program's: a page, and nothing for what looks like a file.
        let assets = Router::new()
            .route("/", get(|| async { "the page" }))
            .fallback(|| async { StatusCode::NOT_FOUND });
        Self {
            router: http::router(edge.clone(), assets),
            edge,
            accounts: common.accounts.clone(),
            queries: common.queries.clone(),
            tree,
            common,
        }
    }

    pub(crate) fn pass_ms(&self, ms: i64) {
        self.common.clock.passed_ms.fetch_add(ms, Ordering::SeqCst);
    }

    pub(crate) fn data(&self) -> &std::path::Path {
        self.common.data.path()
    }

    pub(crate) fn now_ms(&self) -> i64 {
        self.common.clock.now().0
    }

    /// Listens on a port of its own.
    pub(crate) async fn listen(&self) -> SocketAddr {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let app = self.router.clone();
        let app = app.into_make_service_with_connect_info::<SocketAddr>();
        tokio::spawn(axum::serve(listener, app).into_future());
        address
    }

    pub(crate) async fn ask(&self, ask: Ask) -> Answer {
        let mut request = Request::new(Body::from(ask.body));
        *request.method_mut() = ask.method;
        *request.uri_mut() = ask.path.parse().unwrap();
        *request.headers_mut() = ask.headers;
        let peer = SocketAddr::new(ask.peer, 50_000);
        request.extensions_mut().insert(ConnectInfo(peer));
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, usize::MAX).await.unwrap();
        Answer {
            status: parts.status.as_u16(),
            headers: parts.headers,
            body: serde_json::from_slice(&bytes).unwrap_or(Value::Null),
        }
    }

    /// The answer to logging in as a new guest.
    pub(crate) async fn guest(&self) -> Answer {
        let answer = self.ask(post("/api/auth/guest")).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        answer
    }

    pub(crate) async fn register(&self, name: &str) -> Answer {
        let body = json!({ "name": name, "password": PASSWORD });
        let answer = self.ask(post("/api/auth/register").json(&body)).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        answer
    }
}

/// A request.
#[derive(Clone, Debug)]
pub(crate) struct Ask {
    method: Method,
    path: String,
    headers: HeaderMap,
    body: Vec<u8>,
    peer: IpAddr,
}

pub(crate) fn ask(method: Method, path: &str) -> Ask {
    Ask {
        method,
        path: path.to_owned(),
        headers: HeaderMap::new(),
        body: Vec::new(),
        peer: IpAddr::from([198, 51, 100, 1]),
    }
}

pub(crate) fn fetch(path: &str) -> Ask {
    ask(Method::GET, path)
}

pub(crate) fn post(path: &str) -> Ask {
    ask(Method::POST, path)
}

impl Ask {
    pub(crate) fn header(mut self, name: &'static str, value: &str) -> Self {
        self.headers.append(name, value.parse().unwrap());
        self
    }

    pub(crate) fn bearer(self, token: &str) -> Self {
        self.header("authorization", &format!("Bearer {token}"))
    }

    pub(crate) fn json(self, body: &Value) -> Self {
        self.bytes("application/json", body.to_string().into_bytes())
    }

    pub(crate) fn bytes(mut self, kind: &str, body: Vec<u8>) -> Self {
        self.body = body;
        self.header("content-type", kind)
    }

    pub(crate) fn from(mut self, peer: &str) -> Self {
        self.peer = peer.parse().unwrap();
        self
    }
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    /// Null if it is no JSON.
    pub(crate) body: Value,
}

impl Answer {
    pub(crate) fn text(&self, name: &str) -> &str {
        let value = self.headers.get(name);
        value.and_then(|value| value.to_str().ok()).unwrap_or("")
    }

    pub(crate) fn token(&self) -> &str {
        self.body["accessToken"].as_str().unwrap()
    }

    pub(crate) fn player(&self) -> Uuid {
        self.body["player"]["playerId"]
            .as_str()
            .unwrap()
            .parse()
            .unwrap()
    }

    /// The whole `Set-Cookie`.
    pub(crate) fn set_cookie(&self) -> &str {
        self.text("set-cookie")
    }

    /// The cookie as it is sent back.
    pub(crate) fn cookie(&self) -> &str {
        self.set_cookie().split(';').next().unwrap()
    }

    /// The status and the code of a refusal, which must be a whole problem detail.
    pub(crate) fn refusal(&self) -> (u16, &str) {
        assert_eq!(
            self.text("content-type"),
            "application/problem+json",
            "{self:?}"
        );
        assert_eq!(self.body["status"], self.status, "{self:?}");
        for member in ["type", "title", "detail"] {
            let text = self.body[member].as_str().unwrap_or("");
            assert!(!text.is_empty(), "{member} of {self:?}");
        }
        let wait_ms = self.body["retryAfterMs"].as_u64();
        let wait_s = wait_ms.map(|ms| ms.div_ceil(1000).max(1).to_string());
        assert_eq!(
            self.text(header::RETRY_AFTER.as_str()),
            wait_s.unwrap_or_default()
        );
        (self.status, self.body["code"].as_str().unwrap())
    }
}
