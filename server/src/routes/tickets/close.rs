//! Closing and reopening a ticket.

use axum::{extract::Path, response::Response};
use fyr_app::{Notice, RequestContext};
use fyr_usecases::tickets;

use crate::web::{Error, opened_by::SameOpener, see_other_with};

/// `POST /tickets/{reference}/close`.
pub async fn post_close(
    cx: RequestContext,
    Path(reference): Path<String>,
    _: SameOpener,
) -> Result<Response, Error> {
    tickets::close(&cx.backend, &cx.actor, &reference).await?;
    Ok(see_other_with(format!("/tickets/{reference}#survey"), Notice::TicketClosed))
}

/// `POST /tickets/{reference}/reopen`.
pub async fn post_reopen(
    cx: RequestContext,
    Path(reference): Path<String>,
    _: SameOpener,
) -> Result<Response, Error> {
    tickets::reopen(&cx.backend, &cx.actor, &reference).await?;
    Ok(see_other_with(format!("/tickets/{reference}"), Notice::TicketReopened))
}
