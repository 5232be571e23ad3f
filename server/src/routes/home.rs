//! `/`: the start page.

use axum::response::Response;
use fyr_app::{RequestContext, pages};

use crate::web::{Access::Anyone, Error, Policy, Routes, render_page};

/// The start page.
pub fn routes() -> Routes {
    Routes::new().get("/", show, Policy::read(Anyone))
}

/// `GET /`.
pub async fn show(cx: RequestContext) -> Result<Response, Error> {
    render_page(cx, pages::home::show).await
}
