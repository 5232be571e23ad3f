//! What islands ask: each function of `fyr_app::api` is an address of its own, asked by anyone with anything.

use axum::{
    body::{Body, to_bytes},
    extract::Request,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use fyr_app::pages::errors::Trouble;
use leptos::server_fn::axum::server_fn_paths;

use crate::{
    forms::MAX_TEXT,
    request::{Asked, trouble},
};

/// How the text of an answer begins where the question cannot be understood.
const UNREADABLE: [&[u8]; 3] = [b"Args|", b"MissingArg|", b"Deserialization|"];

/// `/api/…`: runs a function, which sees the request as pages do. 400 where it cannot make sense of what it was sent,
/// 503 where it cannot do it now.
pub async fn call(Asked(cx): Asked, request: Request) -> Response {
    if !server_fn_paths().any(|(path, method)| path == request.uri().path() && method == *request.method()) {
        return trouble(cx, Trouble::NotFound).await;
    }
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
    let unreadable = UNREADABLE.iter().any(|start| body.starts_with(start));
    parts.status = if unreadable { StatusCode::BAD_REQUEST } else { StatusCode::SERVICE_UNAVAILABLE };
    Response::from_parts(parts, Body::from(body))
}
