//! The web client, embedded.

use axum::Router;
use axum::extract::Request;
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};

include!(concat!(env!("OUT_DIR"), "/assets.rs"));

/// What is shown when the binary was built without the web client.
const NOT_BUILT: &str = "<!doctype html><title>Code Battle Arena</title><p>The web client is not part of this build. \
     Run <code>cargo xtask up</code>, which builds it, or play through <code>/ws</code> with a program of your own.";

/// Serves the client's files; any other address is one of its pages.
pub(crate) fn router() -> Router {
    Router::new().fallback(serve)
}

async fn serve(request: Request) -> Response {
    if request.method() != Method::GET && request.method() != Method::HEAD {
        return StatusCode::METHOD_NOT_ALLOWED.into_response();
    }
    let path = request.uri().path().trim_start_matches('/');
    if let Some((name, bytes)) = FILES.iter().find(|(name, _)| *name == path) {
        return file(name, bytes);
    }
    if path.contains('.') {
        return StatusCode::NOT_FOUND.into_response();
    }
    match FILES.iter().find(|(name, _)| *name == "index.html") {
        Some((name, bytes)) => file(name, bytes),
        None => (
            [(header::CONTENT_TYPE, "text/html; charset=utf-8")],
            NOT_BUILT,
        )
            .into_response(),
    }
}

fn file(name: &str, bytes: &'static [u8]) -> Response {
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind(name)));
    // The build names its files by their content, all but the page itself.
    let kept = if name.starts_with("assets/") {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(kept));
    response
}

fn kind(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("html") => "text/html; charset=utf-8",
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("ico") => "image/x-icon",
        Some("woff2") => "font/woff2",
        Some("json" | "webmanifest") => "application/json",
        Some("txt") => "text/plain; charset=utf-8",
        Some(_) | None => "application/octet-stream",
    }
}
