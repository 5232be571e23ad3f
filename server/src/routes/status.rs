//! How the services are, for everyone.

use axum::{extract::Query, response::Response};
use fyr_app::pages;
use serde::Deserialize;

use super::id::Id;
use crate::request::{Asked, page};

/// `GET /status`.
pub async fn show(Asked(cx): Asked) -> Response {
    page(cx, pages::status::overview::show).await
}

/// `GET /status/incidents/{id}`.
pub async fn incident(Asked(cx): Asked, Id(id): Id) -> Response {
    page(cx, async move |cx| pages::status::incident::show(&cx, id).await).await
}

/// `GET /status/maintenances/{id}`.
pub async fn maintenance(Asked(cx): Asked, Id(id): Id) -> Response {
    page(cx, async move |cx| pages::status::maintenance::show(&cx, id).await).await
}

/// What `/status/history` may be opened with.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct HistoryQuery {
    page: String,
}

/// `GET /status/history?page=`. A page that cannot be read is the first.
pub async fn history(Asked(cx): Asked, Query(query): Query<HistoryQuery>) -> Response {
    let number = query.page.parse().unwrap_or(1).clamp(1, 1_000_000);
    page(cx, async move |cx| pages::status::history::show(&cx, number).await).await
}
