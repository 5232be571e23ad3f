//! Refuses bodies that are larger than their route takes.

use axum::{
    Extension,
    extract::{Request, State},
    http::header,
    middleware::Next,
    response::{IntoResponse, Response},
};
use futures::StreamExt;
use fyr_app::pages::errors::ErrorPage;

use super::{
    error::Error,
    policy::{BodyKind, Policy},
};
use crate::{app::App, config::Config};

/// Middleware: answers 413 where `Content-Length` is above the limit. The body is read and discarded, up to ten times the
/// largest limit, because a browser whose upload is cut off shows no response at all. A body without a length is cut off while
/// it is read.
pub async fn enforce_body_limit(
    State(app): State<App>,
    Extension(policy): Extension<Policy>,
    request: Request,
    next: Next,
) -> Response {
    let length = request
        .headers()
        .get(header::CONTENT_LENGTH)
        .and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
    if length.is_none_or(|length| length <= policy.body.max_bytes(&app.config)) {
        return next.run(request).await;
    }
    let mut body = request.into_body().into_data_stream();
    let mut remaining = BodyKind::Files.max_bytes(&app.config).saturating_mul(10);
    while let Some(Ok(chunk)) = body.next().await {
        remaining = remaining.saturating_sub(chunk.len() as u64);
        if remaining == 0 {
            break;
        }
    }
    Error::from(too_large(policy.body, &app.config)).into_response()
}

/// The error page for a body above the limit of its kind.
pub fn too_large(body: BodyKind, config: &Config) -> ErrorPage {
    let max_bytes = match body {
        BodyKind::Files => body.max_bytes(config),
        BodyKind::None | BodyKind::SmallForm | BodyKind::Form => body.max_text() as u64,
    };
    ErrorPage::TooLarge { max_bytes }
}
