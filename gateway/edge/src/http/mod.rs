//! The HTTP doors: one file a group of routes, problem details for every error, OpenAPI from the handlers.

mod auth;
mod battles;
mod description;
mod extract;
mod guard;
mod lists;
mod operations;
mod players;
mod problem;
mod socket;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware;
use axum::response::IntoResponse;
use axum::routing::{any, get};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::cors::{AllowOrigin, CorsLayer};
use tower_http::set_header::SetResponseHeaderLayer;
use ts_rs::TypeVisitor;
use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::edge::Edge;
use crate::limits;

pub use problem::Problem;

/// What a page of the arena may load: its own files and nothing else. Editors put their styles into constructed style
/// sheets, which `style-src 'self'` allows.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
     img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; \
     form-action 'self'; frame-ancestors 'none'";

#[derive(OpenApi)]
#[openapi(info(
    title = "Code Battle Arena",
    description = "Accounts, lists and submissions. Battles are played over the WebSocket at `/ws`; every error is a \
                   problem detail (RFC 9457)."
))]
struct Description;

/// The handlers that describe themselves.
fn described() -> OpenApiRouter<Edge> {
    OpenApiRouter::with_openapi(Description::openapi())
        .routes(routes!(auth::guest))
        .routes(routes!(auth::register))
        .routes(routes!(auth::log_in))
        .routes(routes!(auth::upgrade))
        .routes(routes!(auth::refresh))
        .routes(routes!(auth::log_out))
        .routes(routes!(auth::logins))
        .routes(routes!(auth::revoke_login))
        .routes(routes!(auth::me))
        .routes(routes!(lists::languages))
        .routes(routes!(lists::problems))
        .routes(routes!(lists::problem))
        .routes(routes!(lists::leaderboards))
        .routes(routes!(players::player))
        .routes(routes!(players::presence_now))
        .routes(routes!(players::player_battles))
        .routes(routes!(players::player_ratings))
        .routes(routes!(battles::battles))
        .routes(routes!(battles::battle))
        .routes(routes!(battles::submit))
        .routes(routes!(operations::jwks))
}

/// What operators ask of a process that serves no players.
pub fn operations(edge: Edge) -> Router {
    Router::new()
        .route("/health", get(operations::health))
        .route("/ready", get(operations::ready))
        .route("/metrics", get(operations::metrics))
        .with_state(edge)
        .layer(middleware::map_response(problem::explain))
}

/// Every route of the gateway; what is none of them goes to `assets`, the web client.
pub fn router(edge: Edge, assets: Router) -> Router {
    let (api, description) = described().split_for_parts();
    let description = description::text(description);
    let describe = move || async move {
        ([(header::CONTENT_TYPE, "application/json")], description).into_response()
    };
    let count = middleware::from_fn_with_state(edge.clone(), guard::count_request);
    let api = api
        .route("/api/openapi.json", get(describe))
        .route("/api", any(unknown))
        .route("/api/", any(unknown))
        .route("/api/{*path}", any(unknown))
        .route("/ws", get(socket::upgrade))
        .layer(middleware::from_fn(guard::in_time))
        .layer(count)
        .layer(always("cache-control", "no-store"));
    let router = Router::new()
        .merge(api)
        .route("/health", get(operations::health))
        .route("/ready", get(operations::ready))
        .route("/metrics", get(operations::metrics))
        .with_state(edge.clone())
        .fallback_service(assets)
        .layer(DefaultBodyLimit::max(limits::BODY_BYTES))
        .layer(middleware::map_response(problem::explain))
        .layer(CatchPanicLayer::custom(
            |_: Box<dyn std::any::Any + Send>| {
                tracing::error!("a handler panicked");
                Problem::internal().into_response()
            },
        ))
        .layer(CompressionLayer::new())
        .layer(cors(&edge))
        .layer(always("content-security-policy", CONTENT_SECURITY_POLICY))
        .layer(always("x-content-type-options", "nosniff"))
        .layer(always("referrer-policy", "same-origin"))
        .layer(always("cross-origin-opener-policy", "same-origin"))
        .layer(always("cross-origin-resource-policy", "same-origin"))
        .layer(always(
            "permissions-policy",
            "camera=(), microphone=(), geolocation=()",
        ));
    if edge.shared.config.secure_cookies {
        router.layer(always("strict-transport-security", "max-age=31536000"))
    } else {
        router
    }
}

/// Shows `visitor` every type that is sent or received here.
pub(crate) fn visit_types(visitor: &mut impl TypeVisitor) {
    visitor.visit::<Problem>();
    auth::visit_types(visitor);
    battles::visit_types(visitor);
    lists::visit_types(visitor);
    players::visit_types(visitor);
}

async fn unknown() -> Problem {
    Problem::new(
        StatusCode::NOT_FOUND,
        "not-found",
        "There is nothing at this address.",
    )
}

fn always(name: &'static str, value: &'static str) -> SetResponseHeaderLayer<HeaderValue> {
    let name = HeaderName::from_static(name);
    SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value))
}

/// Other origins may use the API with a token, never with the cookie.
fn cors(edge: &Edge) -> CorsLayer {
    let origins = edge.shared.config.allowed_origins.iter();
    let origins: Vec<HeaderValue> = origins.filter_map(|origin| origin.parse().ok()).collect();
    CorsLayer::new()
        .allow_origin(AllowOrigin::list(origins))
        .allow_methods([Method::GET, Method::POST, Method::DELETE])
        .allow_headers([
            header::AUTHORIZATION,
            header::CONTENT_TYPE,
            HeaderName::from_static("idempotency-key"),
        ])
        .expose_headers([header::RETRY_AFTER])
        .max_age(std::time::Duration::from_secs(600))
}
