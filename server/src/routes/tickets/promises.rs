//! How the times of a ticket's promises were worked out.

use axum::{extract::Path, response::Response};
use fyr_app::{RequestContext, pages::tickets::promises as pages};

use crate::web::{Error, render_page};

/// `GET /tickets/{reference}/promises`
pub async fn show(cx: RequestContext, Path(reference): Path<String>) -> Result<Response, Error> {
    render_page(cx, async |cx| pages::show(&cx, &reference).await).await
}
