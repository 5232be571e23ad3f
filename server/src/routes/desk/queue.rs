//! The queue of tickets.

use axum::response::Response;
use fyr_app::{
    RequestContext,
    pages::desk::{filter::QueueParams, queue as pages},
};
use fyr_usecases::tickets;

use crate::web::{Error, query::query_pairs, render_page, see_other};

/// `GET /desk`. Searching for the reference of a ticket redirects to it.
pub async fn show(cx: RequestContext) -> Result<Response, Error> {
    let pairs = query_pairs(&cx);
    let params = QueueParams::parse(pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())));
    if let Some(reference) = params.reference()
        && tickets::find_thread(&cx.backend, &cx.actor, reference.compact()).await.is_ok()
    {
        return Ok(see_other(format!("/desk/tickets/{reference}")));
    }
    render_page(cx, async |cx| pages::show(&cx, params).await).await
}
