//! How the times of a ticket were worked out.

use axum::{extract::Path, response::Response};
use fyr_app::{RequestContext, pages::tickets::deadlines as pages};

use crate::web::{Error, render_page};

/// `GET /tickets/{reference}/deadlines`
pub async fn show(cx: RequestContext, Path(reference): Path<String>) -> Result<Response, Error> {
    render_page(cx, async |cx| pages::show(&cx, &reference).await).await
}
