//! The server functions that islands call. Each function of `fyr_app::api` has an address of its own, to which anyone can send
//! anything.

use axum::{
    body::{Body, to_bytes},
    extract::Request,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use fyr_app::RequestContext;

use crate::web::policy::MAX_TEXT;

/// How Leptos starts the body of an error response where the arguments could not be parsed.
const ARGUMENT_ERRORS: [&[u8]; 3] = [b"Args|", b"MissingArg|", b"Deserialization|"];

/// Runs a function with the same [`RequestContext`] as pages have. 400 where its arguments cannot be parsed, 503 where
/// it fails.
pub async fn call(cx: RequestContext, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, MAX_TEXT).await else {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    };
    let request = Request::from_parts(parts, Body::from(body));
    let context = move || leptos::context::provide_context(cx.clone());
    let response = leptos_axum::handle_server_fns_with_context(context, request).await.into_response();
    if response.status() != StatusCode::INTERNAL_SERVER_ERROR {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let body = to_bytes(body, MAX_TEXT).await.unwrap_or_default();
    let has_bad_arguments = ARGUMENT_ERRORS.iter().any(|prefix| body.starts_with(prefix));
    parts.status = if has_bad_arguments { StatusCode::BAD_REQUEST } else { StatusCode::SERVICE_UNAVAILABLE };
    Response::from_parts(parts, Body::from(body))
}
