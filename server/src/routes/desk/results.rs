//! How well support does.

use axum::{extract::Query, response::Response};
use fyr_app::{RequestContext, pages};
use serde::Deserialize;

use crate::web::{Error, render_page};

/// The query of `/desk/results`.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ResultsQuery {
    days: String,
}

/// `GET /desk/results?days=`.
pub async fn show(cx: RequestContext, Query(query): Query<ResultsQuery>) -> Result<Response, Error> {
    render_page(cx, async |cx| pages::desk::results::show(&cx, &query.days).await).await
}
