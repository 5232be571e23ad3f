//! Back-channel logout: a provider ends the sessions of someone who signed out there.

use axum::{
    extract::Path,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use fyr_app::RequestContext;
use fyr_usecases::{
    Error as UseCaseError, identities,
    identity::{Provider, ProviderError},
};

use crate::{
    metrics::LOGOUT_TOKENS_REFUSED,
    web::{Error, UnreadForm, provider_login::find_provider},
};

/// `POST /auth/backchannel/{provider}` with `logout_token`. The request comes from the provider's server, without cookies; the
/// signed token authorises it.
pub async fn post(
    cx: RequestContext,
    Path(slug): Path<String>,
    unread: UnreadForm,
) -> Result<Response, Error> {
    // nothing is read for a provider that does not exist
    let provider = find_provider(&cx, &slug)?;
    let submitted = unread.read(&cx).await?;
    let logout = match provider.verify_logout_token(cx.now, submitted.value("logout_token")).await {
        Ok(logout) => logout,
        Err(error @ ProviderError::Unavailable(_)) => {
            tracing::warn!(provider = slug, refusal = %error, "a logout token could not be checked");
            return Ok(json_error(StatusCode::SERVICE_UNAVAILABLE, "temporarily_unavailable"));
        }
        Err(error) => {
            count_refusal(&cx, &provider, &error).await;
            return Ok(json_error(StatusCode::BAD_REQUEST, "invalid_request"));
        }
    };
    match identities::end_provider_sessions(&cx.backend, &cx.actor, &provider, &logout).await {
        Ok(Some(count)) => {
            tracing::info!(provider = slug, count, "sessions ended by their provider");
            Ok(StatusCode::OK.into_response())
        }
        Ok(None) => {
            count_refusal(&cx, &provider, &ProviderError::InvalidToken("it was taken before".to_owned()))
                .await;
            Ok(json_error(StatusCode::BAD_REQUEST, "invalid_request"))
        }
        Err(UseCaseError::Unavailable(error)) => {
            tracing::error!(%error, "sessions could not be ended");
            Ok(json_error(StatusCode::SERVICE_UNAVAILABLE, "temporarily_unavailable"))
        }
        Err(error) => Err(error.into()),
    }
}

/// Counts a refused logout token. Anyone can send one, so that the logs get one line a minute for each provider and reason, with
/// the number of refusals since the line before.
async fn count_refusal(cx: &RequestContext, provider: &Provider, error: &ProviderError) {
    let slug = provider.config().slug.clone();
    metrics::counter!(LOGOUT_TOKENS_REFUSED, "provider" => slug.clone(), "reason" => error.code())
        .increment(1);
    match identities::count_rejected_logout(&cx.backend, &cx.actor, provider, error).await {
        Ok(None) => {}
        Ok(Some(count)) => {
            tracing::warn!(provider = slug, refusal = %error, count, "logout tokens were refused");
        }
        Err(error) => tracing::warn!(%error, "refused logout tokens could not be recorded in the audit log"),
    }
}

/// An error response as OpenID Connect Back-Channel Logout specifies it.
fn json_error(status: StatusCode, code: &'static str) -> Response {
    let headers = [(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "no-store")];
    (status, headers, format!("{{\"error\":\"{code}\"}}")).into_response()
}
