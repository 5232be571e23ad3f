//! Back-channel logout: a provider ends the sessions of someone who signed out there.

use axum::{
    extract::Path,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use fyr_app::RequestContext;
use fyr_usecases::{Error, identities, identity::ProviderError};

use super::{find_provider, record_refusal};
use crate::web::{context::error_response, forms::SubmittedForm};

/// `POST /auth/backchannel/{provider}` with `logout_token`. The request comes from the provider's server, without cookies; the
/// signed token authorises it.
pub async fn post_backchannel(
    cx: RequestContext,
    Path(slug): Path<String>,
    submitted: SubmittedForm,
) -> Response {
    let provider = match find_provider(&cx, &slug) {
        Ok(provider) => provider,
        Err(error) => return error_response(cx, error).await,
    };
    let logout = match provider.verify_logout_token(cx.now, submitted.value("logout_token")).await {
        Ok(logout) => logout,
        Err(error @ ProviderError::Unavailable(_)) => {
            tracing::warn!(provider = slug, refusal = %error, "a logout token could not be checked");
            return json_error(StatusCode::SERVICE_UNAVAILABLE, "temporarily_unavailable");
        }
        Err(error) => {
            record_refusal(&cx, &provider, &error).await;
            return json_error(StatusCode::BAD_REQUEST, "invalid_request");
        }
    };
    match identities::end_provider_sessions(&cx.backend, &cx.actor, &provider, &logout).await {
        Ok(Some(count)) => {
            tracing::info!(provider = slug, count, "sessions ended by their provider");
            (StatusCode::OK, [(header::CACHE_CONTROL, "no-store")]).into_response()
        }
        Ok(None) => {
            record_refusal(&cx, &provider, &ProviderError::InvalidToken("it was taken before".to_owned()))
                .await;
            json_error(StatusCode::BAD_REQUEST, "invalid_request")
        }
        Err(Error::Unavailable(error)) => {
            tracing::error!(%error, "sessions could not be ended");
            json_error(StatusCode::SERVICE_UNAVAILABLE, "temporarily_unavailable")
        }
        Err(error) => error_response(cx, error).await,
    }
}

/// An error response as OpenID Connect Back-Channel Logout specifies it.
fn json_error(status: StatusCode, code: &'static str) -> Response {
    let headers = [(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "no-store")];
    (status, headers, format!("{{\"error\":\"{code}\"}}")).into_response()
}
