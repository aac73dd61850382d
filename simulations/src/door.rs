//! The HTTP door: accounts, submissions and lists, as any client would use them.

use anyhow::{Context, bail};
use reqwest::{Client, RequestBuilder, Response, StatusCode};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use uuid::Uuid;

/// One player's HTTP client, with a cookie jar of its own.
#[derive(Clone, Debug)]
pub struct Door {
    url: String,
    client: Client,
}

/// The answer to logging in.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LoggedIn {
    pub access_token: String,
    pub player: Me,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Me {
    pub player_id: Uuid,
    pub name: String,
    pub guest: bool,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Profile {
    pub rating: f64,
    pub deviation: f64,
    pub battles: u64,
    pub wins: u64,
    pub losses: u64,
    pub draws: u64,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Submitted {
    pub submission_id: Uuid,
    pub topic: String,
    pub v: u64,
}

/// Why a request gave nothing.
#[derive(Debug)]
pub enum Failure {
    /// No answer came, or none that counts: send it again.
    Unreachable,
    /// The server's answer, a problem detail.
    Problem { status: u16, code: String },
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Unreachable => f.write_str("no answer"),
            Self::Problem { status, code } => write!(f, "{status} {code}"),
        }
    }
}

impl std::error::Error for Failure {}

impl Door {
    /// `url` such as `http://127.0.0.1:8080`, without a path.
    ///
    /// # Errors
    /// The HTTP client cannot be made.
    pub fn new(url: &str) -> anyhow::Result<Self> {
        let client = Client::builder().cookie_store(true).build()?;
        let url = url.trim_end_matches('/').to_owned();
        Ok(Self { url, client })
    }

    /// The same player's client at another gateway of the same arena: cookies are shared.
    #[must_use]
    pub fn of(&self, url: &str) -> Self {
        Self {
            url: url.trim_end_matches('/').to_owned(),
            client: self.client.clone(),
        }
    }

    /// The address of the WebSocket.
    ///
    /// # Errors
    /// The URL is no `http` or `https` one.
    pub fn socket_url(&self) -> anyhow::Result<String> {
        let rest = self.url.strip_prefix("http").context("--url is http://…")?;
        Ok(format!("ws{rest}/ws"))
    }

    /// # Errors
    /// A [`Failure`].
    pub async fn guest(&self) -> Result<LoggedIn, Failure> {
        self.post("/api/auth/guest", &json!({})).await
    }

    /// # Errors
    /// A [`Failure`].
    pub async fn register(&self, name: &str, password: &str) -> Result<LoggedIn, Failure> {
        let body = json!({ "name": name, "password": password });
        self.post("/api/auth/register", &body).await
    }

    /// # Errors
    /// A [`Failure`].
    pub async fn log_in(&self, name: &str, password: &str) -> Result<LoggedIn, Failure> {
        let body = json!({ "name": name, "password": password });
        self.post("/api/auth/login", &body).await
    }

    /// A new access token for the cookie.
    ///
    /// # Errors
    /// A [`Failure`].
    pub async fn refresh(&self) -> Result<LoggedIn, Failure> {
        self.post("/api/auth/refresh", &json!({})).await
    }

    /// # Errors
    /// A [`Failure`].
    pub async fn log_out(&self) -> Result<(), Failure> {
        let request = self.client.post(self.at("/api/auth/logout"));
        checked(send(request.json(&json!({}))).await?)
            .await
            .map(drop)
    }

    /// Submits `code` under `key`, so that sending again is safe.
    ///
    /// # Errors
    /// A [`Failure`].
    pub async fn submit(&self, token: &str, key: Uuid, body: &Value) -> Result<Submitted, Failure> {
        let request = self.client.post(self.at("/api/execute/submit"));
        let request = request.bearer_auth(token).json(body);
        let request = request.header("Idempotency-Key", key.to_string());
        read(checked(send(request).await?).await?).await
    }

    /// # Errors
    /// A [`Failure`].
    pub async fn profile(&self, player: Uuid) -> Result<Profile, Failure> {
        let request = self.client.get(self.at(&format!("/api/players/{player}")));
        read(checked(send(request).await?).await?).await
    }

    /// Whether the arena says that battles can be played.
    pub async fn is_ready(&self) -> bool {
        let answer = self.client.get(self.at("/ready")).send().await;
        answer.is_ok_and(|answer| answer.status() == StatusCode::OK)
    }

    /// Any request with any body: the status and the problem's code.
    ///
    /// # Errors
    /// No answer came.
    pub async fn raw(
        &self,
        path: &str,
        token: Option<&str>,
        content_type: &str,
        body: Vec<u8>,
    ) -> anyhow::Result<(u16, String)> {
        let mut request = self.client.post(self.at(path)).body(body);
        request = request.header("content-type", content_type);
        if let Some(token) = token {
            request = request.bearer_auth(token);
        }
        match checked(request.send().await?).await {
            Ok(answer) => Ok((answer.status().as_u16(), String::new())),
            Err(Failure::Problem { status, code }) => Ok((status, code)),
            Err(Failure::Unreachable) => bail!("{path}: no answer"),
        }
    }

    async fn post<T: DeserializeOwned>(&self, path: &str, body: &Value) -> Result<T, Failure> {
        let request = self.client.post(self.at(path)).json(body);
        read(checked(send(request).await?).await?).await
    }

    fn at(&self, path: &str) -> String {
        format!("{}{path}", self.url)
    }
}

async fn send(request: RequestBuilder) -> Result<Response, Failure> {
    request.send().await.map_err(|_| Failure::Unreachable)
}

async fn checked(answer: Response) -> Result<Response, Failure> {
    let status = answer.status();
    if status.is_success() {
        return Ok(answer);
    }
    let problem = answer.json::<Value>().await.unwrap_or_default();
    let code = problem.get("code").and_then(Value::as_str);
    let code = code.unwrap_or("not-a-problem-detail").to_owned();
    Err(Failure::Problem {
        status: status.as_u16(),
        code,
    })
}

async fn read<T: DeserializeOwned>(answer: Response) -> Result<T, Failure> {
    answer.json().await.map_err(|_| Failure::Unreachable)
}
