//! Accounts: guests, registration, logins.

use arena_accounts::{AddressKey, Client, Error, Identity, LoginId, Rejection, Session};
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use ts_rs::{TS, TypeVisitor};
use utoipa::ToSchema;
use uuid::Uuid;

use super::extract::{Body, Named};
use super::guard::{Authenticated, From, foreign_origin};
use super::problem::Problem;
use crate::edge::Edge;
use crate::rate::Newcomer;

/// The cookie that carries the refresh token; scripts cannot read it and other sites cannot send it.
const COOKIE: &str = "arena_refresh";
const COOKIE_PATH: &str = "/api/auth";

pub(super) fn visit_types(visitor: &mut impl TypeVisitor) {
    visitor.visit::<Credentials>();
    visitor.visit::<LoggedIn>();
    visitor.visit::<Me>();
    visitor.visit::<Logins>();
}

#[derive(Debug, Deserialize, ToSchema, TS)]
#[serde(deny_unknown_fields)]
pub(super) struct Credentials {
    name: String,
    /// 8 to 128 characters.
    password: String,
}

/// `accessToken` goes into `Authorization: Bearer` and into `session:authenticate`.
#[derive(Debug, Serialize, ToSchema, TS)]
#[serde(rename_all = "camelCase")]
pub(super) struct LoggedIn {
    access_token: String,
    expires_in_s: i64,
    player: Me,
}

#[derive(Debug, Serialize, ToSchema, TS)]
#[serde(rename_all = "camelCase")]
pub(super) struct Me {
    player_id: Uuid,
    name: String,
    guest: bool,
}

#[derive(Debug, Serialize, ToSchema, TS)]
pub(super) struct Logins {
    logins: Vec<Login>,
}

#[derive(Debug, Serialize, ToSchema, TS)]
#[serde(rename_all = "camelCase")]
pub(super) struct Login {
    login_id: Uuid,
    created_at_ms: i64,
    last_used_at_ms: i64,
    /// What the client called itself, and the address that it last came from.
    client: String,
    address: String,
    /// The login that asks.
    current: bool,
}

/// Play at once, without a name of one's own; a guest expires after 24 hours.
#[utoipa::path(post, path = "/api/auth/guest", tag = "accounts",
    responses((status = 200, body = LoggedIn), (status = 429, body = Problem)))]
pub(super) async fn guest(
    State(edge): State<Edge>,
    From(client): From,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    own_site(&edge, &headers)?;
    let making = edge.shared.accounts.guest(&client, edge.now_ms());
    let session = newcomer(&edge, Newcomer::Guest, &client, making).await?;
    Ok(logged_in(&edge, session))
}

/// Lets somebody new in, unless all gateways together have let in too many from there.
async fn newcomer(
    edge: &Edge,
    newcomer: Newcomer,
    client: &Client,
    making: impl Future<Output = Result<Session, Error>>,
) -> Result<Session, Problem> {
    let rates = &edge.shared.rates;
    let address = AddressKey::from(client.address);
    let counted = rates
        .newcomer(newcomer, address)
        .await
        .map_err(|wait| newcomer.rejection(wait))?;
    let made = making.await;
    if let (Err(_), Some(counted)) = (&made, counted) {
        rates.take_back(counted).await;
    }
    Ok(made?)
}

/// Make an account.
#[utoipa::path(post, path = "/api/auth/register", tag = "accounts", request_body = Credentials,
    responses((status = 200, body = LoggedIn), (status = 409, body = Problem), (status = 422, body = Problem),
              (status = 429, body = Problem)))]
pub(super) async fn register(
    State(edge): State<Edge>,
    From(client): From,
    headers: HeaderMap,
    Body(Credentials { name, password }): Body<Credentials>,
) -> Result<Response, Problem> {
    own_site(&edge, &headers)?;
    let accounts = &edge.shared.accounts;
    let making = accounts.register(&name, &password, &client, edge.now_ms());
    let session = newcomer(&edge, Newcomer::Account, &client, making).await?;
    Ok(logged_in(&edge, session))
}

/// Log in with name and password.
#[utoipa::path(post, path = "/api/auth/login", tag = "accounts", request_body = Credentials,
    responses((status = 200, body = LoggedIn), (status = 401, body = Problem), (status = 429, body = Problem)))]
pub(super) async fn log_in(
    State(edge): State<Edge>,
    From(client): From,
    headers: HeaderMap,
    Body(Credentials { name, password }): Body<Credentials>,
) -> Result<Response, Problem> {
    own_site(&edge, &headers)?;
    let accounts = &edge.shared.accounts;
    let session = accounts
        .log_in(&name, &password, &client, edge.now_ms())
        .await?;
    Ok(logged_in(&edge, session))
}

/// A guest becomes an account and stays the same player.
#[utoipa::path(post, path = "/api/auth/upgrade", tag = "accounts", request_body = Credentials,
    responses((status = 200, body = LoggedIn), (status = 401, body = Problem), (status = 409, body = Problem),
              (status = 422, body = Problem)))]
pub(super) async fn upgrade(
    State(edge): State<Edge>,
    Authenticated(identity): Authenticated,
    From(client): From,
    headers: HeaderMap,
    Body(Credentials { name, password }): Body<Credentials>,
) -> Result<Response, Problem> {
    own_site(&edge, &headers)?;
    let accounts = &edge.shared.accounts;
    let making = accounts.upgrade_guest(&identity, &name, &password, &client, edge.now_ms());
    let upgraded = newcomer(&edge, Newcomer::Account, &client, making).await?;
    edge.shared.names.forget(identity.player_id);
    Ok(logged_in(&edge, upgraded))
}

/// A new access token for the cookie's refresh token, which is used up by it.
#[utoipa::path(post, path = "/api/auth/refresh", tag = "accounts",
    responses((status = 200, body = LoggedIn), (status = 401, body = Problem)))]
pub(super) async fn refresh(
    State(edge): State<Edge>,
    From(client): From,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    own_site(&edge, &headers)?;
    let token = cookie(&headers).ok_or(Rejection::RefreshInvalid)?;
    let refreshed = edge
        .shared
        .accounts
        .refresh(&token, &client, edge.now_ms())
        .await;
    match refreshed {
        Ok(session) => Ok(logged_in(&edge, session)),
        Err(error) => {
            let problem = Problem::from(error);
            let ended = problem.status == StatusCode::UNAUTHORIZED.as_u16();
            let mut response = problem.into_response();
            if ended {
                clear_cookie(&edge, response.headers_mut());
            }
            Ok(response)
        }
    }
}

/// End this login. Its sockets close within seconds.
#[utoipa::path(post, path = "/api/auth/logout", tag = "accounts", responses((status = 204)))]
pub(super) async fn log_out(
    State(edge): State<Edge>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    own_site(&edge, &headers)?;
    if let Some(token) = cookie(&headers) {
        edge.shared.accounts.log_out(&token, edge.now_ms()).await?;
    } else if let Ok(identity) = super::guard::identity(&edge, &headers) {
        let accounts = &edge.shared.accounts;
        accounts
            .revoke_login(identity.player_id, identity.login_id, edge.now_ms())
            .await?;
    }
    let mut response = StatusCode::NO_CONTENT.into_response();
    clear_cookie(&edge, response.headers_mut());
    Ok(response)
}

/// The player's logins, the latest used first.
#[utoipa::path(get, path = "/api/auth/logins", tag = "accounts", security(("bearer" = [])),
    responses((status = 200, body = Logins), (status = 401, body = Problem)))]
pub(super) async fn logins(
    State(edge): State<Edge>,
    Authenticated(identity): Authenticated,
) -> Result<Json<Logins>, Problem> {
    let logins = edge
        .shared
        .accounts
        .logins(identity.player_id, edge.now_ms())
        .await?;
    let login = |info: arena_accounts::LoginInfo| Login {
        login_id: info.login_id.0,
        created_at_ms: info.created_ms,
        last_used_at_ms: info.last_used_ms,
        client: info.user_agent,
        address: info.address,
        current: info.login_id == identity.login_id,
    };
    Ok(Json(Logins {
        logins: logins.into_iter().map(login).collect(),
    }))
}

/// End one of the player's logins. Its sockets close within seconds.
#[utoipa::path(delete, path = "/api/auth/logins/{login_id}", tag = "accounts", security(("bearer" = [])),
    params(("login_id" = Uuid, Path)),
    responses((status = 204), (status = 401, body = Problem), (status = 404, body = Problem)))]
pub(super) async fn revoke_login(
    State(edge): State<Edge>,
    Authenticated(identity): Authenticated,
    Named(login_id): Named<Uuid>,
) -> Result<StatusCode, Problem> {
    let accounts = &edge.shared.accounts;
    accounts
        .revoke_login(identity.player_id, LoginId(login_id), edge.now_ms())
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Who am I?
#[utoipa::path(get, path = "/api/me", tag = "accounts", security(("bearer" = [])),
    responses((status = 200, body = Me), (status = 401, body = Problem)))]
pub(super) async fn me(
    State(edge): State<Edge>,
    Authenticated(Identity { player_id, .. }): Authenticated,
) -> Result<Json<Me>, Problem> {
    let profile = edge.shared.accounts.profile(player_id).await?;
    Ok(Json(Me {
        player_id: player_id.0,
        name: profile.name,
        guest: profile.guest,
    }))
}

fn logged_in(edge: &Edge, session: Session) -> Response {
    let now_ms = edge.now_ms();
    let max_age_s = (session.refresh.expires_ms - now_ms).max(0) / 1000;
    let body = LoggedIn {
        access_token: session.access.token,
        expires_in_s: (session.access.expires_ms - now_ms).max(0) / 1000,
        player: Me {
            player_id: session.profile.player_id.0,
            name: session.profile.name,
            guest: session.profile.guest,
        },
    };
    let mut response = Json(body).into_response();
    set_cookie(
        edge,
        response.headers_mut(),
        &session.refresh.token,
        max_age_s,
    );
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// Nothing here is for another site's pages, whatever CORS would allow them elsewhere.
fn own_site(edge: &Edge, headers: &HeaderMap) -> Result<(), Problem> {
    if foreign_origin(edge, headers) {
        let detail = "Requests from another site are not taken here.";
        return Err(Problem::new(
            StatusCode::FORBIDDEN,
            "foreign-origin",
            detail,
        ));
    }
    Ok(())
}

fn cookie(headers: &HeaderMap) -> Option<String> {
    let lines = headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|line| line.to_str().ok());
    let mut pairs = lines
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.split_once('='));
    pairs
        .find(|(name, _)| name.trim() == COOKIE)
        .map(|(_, value)| value.trim().to_owned())
}

fn set_cookie(edge: &Edge, headers: &mut HeaderMap, value: &str, max_age_s: i64) {
    let secure = if edge.shared.config.secure_cookies {
        "; Secure"
    } else {
        ""
    };
    let text = format!(
        "{COOKIE}={value}; Path={COOKIE_PATH}; Max-Age={max_age_s}; HttpOnly; SameSite=Strict{secure}"
    );
    if let Ok(value) = HeaderValue::from_str(&text) {
        headers.append(header::SET_COOKIE, value);
    }
}

fn clear_cookie(edge: &Edge, headers: &mut HeaderMap) {
    set_cookie(edge, headers, "", 0);
}
