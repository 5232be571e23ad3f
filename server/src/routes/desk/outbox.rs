//! Mail that could not be sent.

use axum::response::Response;
use fyr_app::{RequestContext, pages::desk::outbox as pages};
use fyr_usecases::jobs;

use crate::web::{Error, query::query_param, render_page, see_other};

/// `GET /desk/outbox?again=`.
pub async fn show(cx: RequestContext) -> Result<Response, Error> {
    let retried = query_param(&cx, "again").parse().ok();
    render_page(cx, async |cx| pages::show(&cx, retried).await).await
}

/// `POST /desk/outbox`: retries all failed mail.
pub async fn post(cx: RequestContext) -> Result<Response, Error> {
    let count = jobs::retry_failed(&cx.backend, &cx.actor).await?;
    Ok(see_other(format!("/desk/outbox?again={count}")))
}
