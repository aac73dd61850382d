//! Problem details (RFC 9457), the one shape of every error.

use arena_accounts::{Error, Fault, Rejection, RejectionKind};
use arena_projections::QueryError;
use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::protocol::server::Refusal;

/// `code` is stable and for programs, `detail` is a sentence for people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Problem {
    /// Always `about:blank`: `code` tells problems apart.
    pub r#type: String,
    pub title: String,
    pub status: u16,
    pub detail: String,
    pub code: String,
    #[serde(skip_serializing_if = "Option::is_none", default)]
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

    pub(crate) fn after(mut self, retry_after_ms: u64) -> Self {
        self.retry_after_ms = Some(retry_after_ms);
        self
    }

    pub(crate) fn unauthenticated(code: &str, detail: &str) -> Self {
        Self::new(StatusCode::UNAUTHORIZED, code, detail)
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let retry_after = self.retry_after_ms.map(|ms| ms.div_ceil(1000).max(1));
        let mut response = (status, Json(self)).into_response();
        let headers = response.headers_mut();
        let kind = HeaderValue::from_static("application/problem+json");
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
                let detail = "The lists cannot be read now. Try again in a moment.";
                Self::new(StatusCode::SERVICE_UNAVAILABLE, "unavailable", detail).after(1_000)
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

/// A JSON body, with problem details instead of plain text when it is none.
pub(crate) struct Body<T>(pub(crate) T);

impl<T, S> FromRequest<S> for Body<T>
where
    T: serde::de::DeserializeOwned,
    S: Send + Sync,
{
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        match Json::<T>::from_request(request, state).await {
            Ok(Json(value)) => Ok(Self(value)),
            Err(rejection) => {
                let status = rejection.status();
                let code = match &rejection {
                    JsonRejection::JsonDataError(_) => "invalid-body",
                    JsonRejection::JsonSyntaxError(_) => "malformed-body",
                    JsonRejection::MissingJsonContentType(_) => "not-json",
                    _ if status == StatusCode::PAYLOAD_TOO_LARGE => "body-too-large",
                    _ => "unreadable-body",
                };
                Err(Problem::new(status, code, &rejection.body_text()))
            }
        }
    }
}
