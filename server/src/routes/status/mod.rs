//! `/status`: the public status page; in the folder, its feeds.

pub mod feeds;

use axum::{extract::Query, response::Response};
use fyr_app::{RequestContext, pages};
use serde::Deserialize;

use crate::web::{Access::Anyone, Error, PathId, Policy, Routes, render_page};

/// The routes of this folder, without its feeds.
pub fn routes() -> Routes {
    Routes::new()
        .get("/status", show, Policy::read(Anyone))
        .get("/status/history", history, Policy::read(Anyone))
        .get("/status/incidents/{id}", incident, Policy::read(Anyone))
        .get("/status/maintenances/{id}", maintenance, Policy::read(Anyone))
}

/// `GET /status`.
pub async fn show(cx: RequestContext) -> Result<Response, Error> {
    render_page(cx, pages::status::overview::show).await
}

/// `GET /status/incidents/{id}`.
pub async fn incident(cx: RequestContext, PathId(id): PathId) -> Result<Response, Error> {
    render_page(cx, async move |cx| pages::status::incident::show(&cx, id).await).await
}

/// `GET /status/maintenances/{id}`.
pub async fn maintenance(cx: RequestContext, PathId(id): PathId) -> Result<Response, Error> {
    render_page(cx, async move |cx| pages::status::maintenance::show(&cx, id).await).await
}

/// The query of `/status/history`.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct HistoryQuery {
    page: String,
}

/// `GET /status/history?page=`. The first page where the number is invalid.
pub async fn history(cx: RequestContext, Query(query): Query<HistoryQuery>) -> Result<Response, Error> {
    let number = query.page.parse().unwrap_or(1).clamp(1, 1_000_000);
    render_page(cx, async move |cx| pages::status::history::show(&cx, number).await).await
}
