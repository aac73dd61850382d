//! Problem details (RFC 9457), the one shape of every error.

use arena_accounts::{Error, Fault, Rejection, RejectionKind};
use arena_projections::QueryError;
use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use ts_rs::TS;
use utoipa::ToSchema;

use crate::protocol::server::Refusal;

/// The media type of problem details.
pub(super) const PROBLEM_JSON: &str = "application/problem+json";

/// What a client is told to wait while a database is away.
const AWAY_RETRY_MS: u64 = 1_000;

/// `code` is stable and for programs, `detail` is a sentence for people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct Problem {
    /// Always `about:blank`: `code` tells problems apart.
    pub r#type: String,
    pub title: String,
    pub status: u16,
    pub detail: String,
    pub code: String,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[ts(optional)]
    pub retry_after_ms: Option<u64>,
}

impl Problem {
    pub(crate) fn new(status: StatusCode, code: &str, detail: &str) -> Self {
        Self {
            r#type: "about:blank".to_owned(),
            title: status.canonical_reason().unwrap_or("Error").to_owned(),
            status: status.as_u16(),
            detail: detail.to_owned(),
            code: code.to_owned(),
            retry_after_ms: None,
        }
    }

    pub(crate) fn internal() -> Self {
        let detail =
            "Something went wrong on our side. Try again; if it stays, tell the operators.";
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", detail)
    }

    /// What is asked for is away, and likely back in a moment.
    fn away(detail: &str) -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "unavailable", detail).after(AWAY_RETRY_MS)
    }

    pub(crate) fn after(mut self, retry_after_ms: u64) -> Self {
        self.retry_after_ms = Some(retry_after_ms);
        self
    }

    pub(crate) fn unauthenticated(code: &str, detail: &str) -> Self {
        Self::new(StatusCode::UNAUTHORIZED, code, detail)
    }
}

impl Problem {
    /// The answer with more members, which only programs for this problem know.
    pub(super) fn with(self, more: &impl Serialize) -> Response {
        let members = serde_json::to_value(&self).ok();
        let more = serde_json::to_value(more).ok();
        let body = match (members, more) {
            (Some(Value::Object(mut members)), Some(Value::Object(more))) => {
                members.extend(more);
                Value::Object(members)
            }
            (members, _) => members.unwrap_or_default(),
        };
        self.answered(&body)
    }

    fn answered(&self, body: &impl Serialize) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let retry_after = self.retry_after_ms.map(|ms| ms.div_ceil(1000).max(1));
        let mut response = (status, Json(body)).into_response();
        let headers = response.headers_mut();
        let kind = HeaderValue::from_static(PROBLEM_JSON);
        headers.insert(header::CONTENT_TYPE, kind);
        if status == StatusCode::UNAUTHORIZED {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        if let Some(seconds) = retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        self.answered(&self)
    }
}

/// Makes a problem of every refusal that is none yet: the router's own, and those of the web client's files.
pub(super) async fn explain(response: Response) -> Response {
    let status = response.status();
    let kind = response.headers().get(header::CONTENT_TYPE);
    let explained = kind.is_some_and(|kind| kind == PROBLEM_JSON);
    if explained || !(status.is_client_error() || status.is_server_error()) {
        return response;
    }
    let (code, detail) = match status {
        StatusCode::NOT_FOUND => ("not-found", "There is nothing at this address."),
        StatusCode::METHOD_NOT_ALLOWED => (
            "method-not-allowed",
            "That cannot be done at this address: `Allow` says what can.",
        ),
        StatusCode::PAYLOAD_TOO_LARGE => ("body-too-large", "The body is too large."),
        StatusCode::INTERNAL_SERVER_ERROR => return Problem::internal().into_response(),
        _ => ("refused", "The request cannot be answered."),
    };
    let (mut parts, _) = response.into_parts();
    let (explained, body) = Problem::new(status, code, detail)
        .into_response()
        .into_parts();
    parts.headers.remove(header::CONTENT_LENGTH);
    parts.headers.extend(explained.headers);
    Response::from_parts(parts, body)
}

impl From<Rejection> for Problem {
    fn from(rejection: Rejection) -> Self {
        let status = match rejection.kind() {
            RejectionKind::Invalid => StatusCode::UNPROCESSABLE_ENTITY,
            RejectionKind::Conflict => StatusCode::CONFLICT,
            RejectionKind::Unauthenticated => StatusCode::UNAUTHORIZED,
            RejectionKind::Throttled => StatusCode::TOO_MANY_REQUESTS,
            RejectionKind::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
            RejectionKind::NotFound => StatusCode::NOT_FOUND,
        };
        let mut problem = Self::new(status, rejection.code(), &rejection.to_string());
        problem.retry_after_ms = rejection
            .retry_after_ms()
            .and_then(|ms| u64::try_from(ms).ok());
        problem
    }
}

impl From<Fault> for Problem {
    fn from(fault: Fault) -> Self {
        if fault.is_temporary() {
            tracing::warn!(
                error = &fault as &dyn std::error::Error,
                "accounts are away"
            );
            return Self::away("Accounts cannot be reached now. Try again in a moment.");
        }
        tracing::error!(error = &fault as &dyn std::error::Error, "accounts failed");
        Self::internal()
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        match error {
            Error::Rejected(rejection) => rejection.into(),
            Error::Fault(fault) => fault.into(),
        }
    }
}

impl From<QueryError> for Problem {
    fn from(error: QueryError) -> Self {
        match error {
            QueryError::BadLimit { .. } => {
                Self::new(StatusCode::BAD_REQUEST, "bad-limit", &error.to_string())
            }
            QueryError::BadCursor => {
                Self::new(StatusCode::BAD_REQUEST, "bad-cursor", &error.to_string())
            }
            QueryError::TooMany { .. } => {
                Self::new(StatusCode::BAD_REQUEST, "too-many", &error.to_string())
            }
            QueryError::Store(error) => {
                tracing::error!(error = &error as &dyn std::error::Error, "a query failed");
                Self::away("The lists cannot be read now. Try again in a moment.")
            }
        }
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        let status = match refusal.code.as_str() {
            "no-such-battle" | "no-such-problem" => StatusCode::NOT_FOUND,
            "not-a-player" => StatusCode::FORBIDDEN,
            "code-too-large" => StatusCode::PAYLOAD_TOO_LARGE,
            "code-empty" | "code-has-nul" | "no-such-language" => StatusCode::UNPROCESSABLE_ENTITY,
            "busy" | "judge-busy" => StatusCode::TOO_MANY_REQUESTS,
            "unavailable" | "judge-unavailable" => StatusCode::SERVICE_UNAVAILABLE,
            _ => StatusCode::CONFLICT,
        };
        let mut problem = Self::new(status, &refusal.code, &refusal.message);
        problem.retry_after_ms = refusal.retry_after_ms;
        problem
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use std::io;

    #[test]
    fn a_database_that_is_away_is_unavailable_for_a_moment() {
        let away = Fault::Database(io::Error::from(io::ErrorKind::ConnectionReset).into());
        let response = Problem::from(Error::Fault(away)).into_response();
        assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE);
        let kind = &response.headers()[header::CONTENT_TYPE];
        assert_eq!(kind, "application/problem+json");
        assert_eq!(response.headers()[header::RETRY_AFTER], "1");
    }

    #[test]
    fn our_own_mistakes_are_internal_and_name_no_wait() {
        let response = Problem::from(Fault::GuestNames).into_response();
        assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
        assert!(!response.headers().contains_key(header::RETRY_AFTER));
    }

    #[test]
    fn waits_are_rounded_up_to_whole_seconds() {
        let wait = |ms| {
            let problem = Problem::new(StatusCode::TOO_MANY_REQUESTS, "busy", "").after(ms);
            let response = problem.into_response();
            response.headers()[header::RETRY_AFTER].clone()
        };
        assert_eq!(wait(1), "1");
        assert_eq!(wait(1_000), "1");
        assert_eq!(wait(1_001), "2");
    }
}
