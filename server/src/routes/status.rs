//! The public status page.

use axum::{extract::Query, response::Response};
use fyr_app::{RequestContext, pages};
use serde::Deserialize;

use crate::web::context::render_page;
use crate::web::path_id::PathId;

/// `GET /status`.
pub async fn show(cx: RequestContext) -> Response {
    render_page(cx, pages::status::overview::show).await
}

/// `GET /status/incidents/{id}`.
pub async fn incident(cx: RequestContext, PathId(id): PathId) -> Response {
    render_page(cx, async move |cx| pages::status::incident::show(&cx, id).await).await
}

/// `GET /status/maintenances/{id}`.
pub async fn maintenance(cx: RequestContext, PathId(id): PathId) -> Response {
    render_page(cx, async move |cx| pages::status::maintenance::show(&cx, id).await).await
}

/// The query of `/status/history`.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct HistoryQuery {
    page: String,
}

/// `GET /status/history?page=`. The first page where the number is invalid.
pub async fn history(cx: RequestContext, Query(query): Query<HistoryQuery>) -> Response {
    let number = query.page.parse().unwrap_or(1).clamp(1, 1_000_000);
    render_page(cx, async move |cx| pages::status::history::show(&cx, number).await).await
}
