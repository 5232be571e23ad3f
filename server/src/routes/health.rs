//! `/healthz` and `/readyz`: probes.

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};

use fyr_usecases::health;

use crate::{
    app::App,
    web::{Access::Anyone, Cache, Policy, Routes},
};

/// The routes of this file.
pub fn routes() -> Routes {
    const PROBE: Policy = Policy::read(Anyone).cache(Cache::ByHandler);
    Routes::new().get("/healthz", async || "ok\n", PROBE).get("/readyz", ready, PROBE)
}

/// `GET /readyz`: 200 once the schema is in place, the database takes changes and background work moves, else 503 with the
/// reason.
pub async fn ready(State(app): State<App>) -> Response {
    match health::check(&app.backend).await {
        Ok(()) => (StatusCode::OK, "ready\n").into_response(),
        Err(reason) => (StatusCode::SERVICE_UNAVAILABLE, format!("{reason}\n")).into_response(),
    }
}
