//! Claiming tickets that were filed without an account.

use axum::response::Response;
use fyr_app::{Notice, RequestContext};
use fyr_usecases::accounts;

use crate::web::{Error, opened_by::SameOpener, see_other_with};

/// `POST /tickets/claim`.
pub async fn post(cx: RequestContext, _: SameOpener) -> Result<Response, Error> {
    accounts::claim_tickets(&cx.backend, &cx.actor).await?;
    Ok(see_other_with("/tickets", Notice::TicketsClaimed))
}
