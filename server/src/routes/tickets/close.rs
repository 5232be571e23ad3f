//! Closing and reopening a ticket.

use axum::{extract::Path, response::Response};
use fyr_app::{Notice, RequestContext};
use fyr_usecases::tickets;

use super::show::ask_to_sign_in;
use crate::web::{Error, opened_by::SameOpener, see_other_with};

/// `POST /tickets/{reference}/close`.
pub async fn post_close(
    cx: RequestContext,
    Path(reference): Path<String>,
    _: SameOpener,
) -> Result<Response, Error> {
    if let Err(error) = tickets::close(&cx.backend, &cx.actor, &reference).await {
        return ask_to_sign_in(&cx, &reference, error);
    }
    Ok(see_other_with(format!("/tickets/{reference}#survey"), Notice::TicketClosed))
}

/// `POST /tickets/{reference}/reopen`.
pub async fn post_reopen(
    cx: RequestContext,
    Path(reference): Path<String>,
    _: SameOpener,
) -> Result<Response, Error> {
    if let Err(error) = tickets::reopen(&cx.backend, &cx.actor, &reference).await {
        return ask_to_sign_in(&cx, &reference, error);
    }
    Ok(see_other_with(format!("/tickets/{reference}"), Notice::TicketReopened))
}
