//! Keeping a ticket private, or sharing it again.

use axum::{extract::Path, response::Response};
use fyr_app::RequestContext;
use fyr_usecases::tickets::{self, TicketPrivacy};

use crate::web::{Error, SubmittedForm, see_other};

/// `POST /tickets/{reference}/private` with `private` = `yes` or `no`; only the requester has the permission.
pub async fn post(
    cx: RequestContext,
    Path(reference): Path<String>,
    submitted: SubmittedForm,
) -> Result<Response, Error> {
    let privacy =
        if submitted.value("private") == "yes" { TicketPrivacy::Private } else { TicketPrivacy::Shared };
    tickets::set_private(&cx.backend, &cx.actor, &reference, privacy).await?;
    Ok(see_other(format!("/tickets/{reference}")))
}
