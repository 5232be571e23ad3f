//! Tickets filed without an account become one's own.

use axum::response::Response;
use fyr_services::accounts;

use crate::request::{Asked, at, failed, see_other};

/// `POST /tickets/claim`.
pub async fn post(Asked(cx): Asked) -> Response {
    match accounts::claim(&cx.services, &cx.actor).await {
        Ok(_) => see_other("/tickets"),
        Err(error) => failed(at(cx, "/tickets"), error).await,
    }
}
