//! Claiming tickets that were filed without an account.

use axum::response::Response;
use fyr_app::RequestContext;
use fyr_usecases::accounts;

use crate::web::context::{error_response, see_other, with_uri};

/// `POST /tickets/claim`.
pub async fn post(cx: RequestContext) -> Response {
    match accounts::claim_tickets(&cx.backend, &cx.actor).await {
        Ok(_) => see_other("/tickets"),
        Err(error) => error_response(with_uri(cx, "/tickets"), error).await,
    }
}
