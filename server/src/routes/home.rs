//! The start page, and whether the program may get traffic.

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use fyr_app::pages;

use crate::{
    app::App,
    request::{Asked, page},
};

/// `GET /`.
pub async fn show(Asked(cx): Asked) -> Response {
    page(cx, pages::home::show).await
}

/// `GET /readyz`: 200 once the schema is in place and the database answers, else 503 with the reason.
pub async fn ready(State(app): State<App>) -> Response {
    if !app.services.is_prepared() {
        return (StatusCode::SERVICE_UNAVAILABLE, "the database has not been reached yet\n").into_response();
    }
    match app.services.store.ping().await {
        Ok(()) => (StatusCode::OK, "ready\n").into_response(),
        Err(error) => {
            tracing::warn!(%error, "not ready");
            (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n").into_response()
        }
    }
}
