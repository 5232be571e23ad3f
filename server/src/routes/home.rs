//! The start page, and the readiness probe.

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use fyr_app::{RequestContext, pages};

use crate::{app::App, web::context::render_page};

/// `GET /`.
pub async fn show(cx: RequestContext) -> Response {
    render_page(cx, pages::home::show).await
}

/// `GET /readyz`: 200 once the schema is in place and the database answers, else 503 with the reason.
pub async fn ready(State(app): State<App>) -> Response {
    if !app.backend.is_prepared() {
        return (StatusCode::SERVICE_UNAVAILABLE, "the database has not been reached yet\n").into_response();
    }
    match app.backend.store.ping().await {
        Ok(()) => (StatusCode::OK, "ready\n").into_response(),
        Err(error) => {
            tracing::warn!(%error, "not ready");
            (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n").into_response()
        }
    }
}
