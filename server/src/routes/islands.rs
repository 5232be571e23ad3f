//! `/islands`: the server functions that islands call. Each function of `fyr_app::api` has an address of its own, to which
//! anyone can send anything; Leptos finds the function by it.

use axum::{
    body::{Body, to_bytes},
    extract::Request,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use fyr_app::{RequestContext, pages::errors::ErrorPage};

use tower_sessions::Session;

use crate::web::{
    Access::Anyone, BodyKind::Form, Error, Policy, Routes, error::session_error, policy::MAX_TEXT, typed,
};

/// How Leptos starts the body of an error response where the arguments could not be parsed.
const ARGUMENT_ERRORS: [&[u8]; 3] = [b"Args|", b"MissingArg|", b"Deserialization|"];

/// The routes of this folder: all functions there are, which a test compares with those that Leptos knows.
pub fn routes() -> Routes {
    Routes::new()
        .get("/islands/suggest", call, Policy::read(Anyone))
        .get("/islands/help", call, Policy::read(Anyone))
        .post("/islands/keep_draft", keep_draft, Policy::write(Anyone, Form))
}

/// The draft of a ticket, which is newer than what the session has of the form.
async fn keep_draft(cx: RequestContext, session: Session, request: Request) -> Result<Response, Error> {
    let response = call(cx, request).await?;
    if response.status().is_success() {
        typed::forget_page(&session, "/tickets/new").await.map_err(session_error)?;
    }
    Ok(response)
}

/// Runs a function with the same [`RequestContext`] as pages have. 400 where its arguments cannot be parsed, 503 where it fails.
pub async fn call(cx: RequestContext, request: Request) -> Result<Response, Error> {
    let (parts, body) = request.into_parts();
    let too_large = ErrorPage::TooLarge { max_bytes: MAX_TEXT as u64, takes_files: false };
    let body = to_bytes(body, MAX_TEXT).await.map_err(|_| too_large)?;
    let request = Request::from_parts(parts, Body::from(body));
    let context = move || leptos::context::provide_context(cx.clone());
    let response = leptos_axum::handle_server_fns_with_context(context, request).await.into_response();
    if response.status() != StatusCode::INTERNAL_SERVER_ERROR {
        return Ok(response);
    }
    let (mut parts, body) = response.into_parts();
    let body = to_bytes(body, MAX_TEXT).await.unwrap_or_default();
    let has_bad_arguments = ARGUMENT_ERRORS.iter().any(|prefix| body.starts_with(prefix));
    parts.status = if has_bad_arguments { StatusCode::BAD_REQUEST } else { StatusCode::SERVICE_UNAVAILABLE };
    Ok(Response::from_parts(parts, Body::from(body)))
}
