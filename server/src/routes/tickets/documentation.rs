//! The documentation of a ticket, as a page and as JSON.

use axum::{
    extract::Path,
    http::header,
    response::{IntoResponse, Response},
};
use fyr_app::{RequestContext, pages::tickets::documentation as pages};
use fyr_usecases::tickets;

use crate::web::{Error, render_page};

/// `GET /tickets/{reference}/documentation`
pub async fn show(cx: RequestContext, Path(reference): Path<String>) -> Result<Response, Error> {
    render_page(cx, async |cx| pages::show(&cx, &reference).await).await
}

/// `GET /tickets/{reference}/documentation.json`
pub async fn show_json(cx: RequestContext, Path(reference): Path<String>) -> Result<Response, Error> {
    let documentation = tickets::document(&cx.backend, &cx.actor, &reference).await?;
    let name = tickets::format_reference(&documentation.thread.ticket.reference);
    let headers = [
        (header::CONTENT_TYPE, "application/json; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}.json\"")),
    ];
    Ok((headers, documentation.to_json()?).into_response())
}
