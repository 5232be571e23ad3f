//! `/healthz` and `/readyz`: probes.

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};

use crate::{
    app::App,
    web::{Access::Anyone, Cache, Policy, Routes},
};

/// The routes of this file.
pub fn routes() -> Routes {
    const PROBE: Policy = Policy::read(Anyone).cache(Cache::ByHandler);
    Routes::new().get("/healthz", async || "ok\n", PROBE).get("/readyz", ready, PROBE)
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
