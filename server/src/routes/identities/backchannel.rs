//! A provider tells that someone signed out there.

use axum::{
    extract::Path,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use fyr_services::{Error, identities, identity::Refusal};

use super::{note, provider};
use crate::{
    forms::Sent,
    request::{Asked, failed},
};

/// `POST /auth/backchannel/{provider}` with `logout_token`. It comes from the provider's server, without cookies: the token
/// is its own proof.
pub async fn post_backchannel(Asked(cx): Asked, Path(slug): Path<String>, sent: Sent) -> Response {
    let provider = match provider(&cx, &slug) {
        Ok(provider) => provider,
        Err(error) => return failed(cx, error).await,
    };
    let ended = match provider.ended(cx.now, sent.value("logout_token")).await {
        Ok(ended) => ended,
        Err(refusal @ Refusal::Away(_)) => {
            tracing::warn!(provider = slug, %refusal, "a logout token could not be checked");
            return answer(StatusCode::SERVICE_UNAVAILABLE, "temporarily_unavailable");
        }
        Err(refusal) => {
            note(&cx, &provider, &refusal).await;
            return answer(StatusCode::BAD_REQUEST, "invalid_request");
        }
    };
    match identities::end_sessions(&cx.services, &cx.actor, &provider, &ended).await {
        Ok(Some(count)) => {
            tracing::info!(provider = slug, count, "sessions ended by their provider");
            (StatusCode::OK, [(header::CACHE_CONTROL, "no-store")]).into_response()
        }
        Ok(None) => {
            note(&cx, &provider, &Refusal::Token("it was taken before".to_owned())).await;
            answer(StatusCode::BAD_REQUEST, "invalid_request")
        }
        Err(Error::Unavailable(error)) => {
            tracing::error!(%error, "sessions could not be ended");
            answer(StatusCode::SERVICE_UNAVAILABLE, "temporarily_unavailable")
        }
        Err(error) => failed(cx, error).await,
    }
}

/// For the provider's log.
fn answer(status: StatusCode, code: &'static str) -> Response {
    let headers = [(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "no-store")];
    (status, headers, format!("{{\"error\":\"{code}\"}}")).into_response()
}
