//! Keeping a ticket private, or sharing it again.

use axum::{extract::Path, response::Response};
use fyr_app::{Notice, RequestContext};
use fyr_usecases::tickets::{self, TicketPrivacy};

use super::show::ask_to_sign_in;
use crate::web::{Error, SubmittedForm, see_other_with};

/// `POST /tickets/{reference}/private` with `private` = `yes` or `no`; only the requester has the permission.
pub async fn post(
    cx: RequestContext,
    Path(reference): Path<String>,
    submitted: SubmittedForm,
) -> Result<Response, Error> {
    let (privacy, notice) = if submitted.value("private") == "yes" {
        (TicketPrivacy::Private, Notice::TicketPrivate)
    } else {
        (TicketPrivacy::Shared, Notice::TicketShared)
    };
    if let Err(error) = tickets::set_private(&cx.backend, &cx.actor, &reference, privacy).await {
        return ask_to_sign_in(&cx, &reference, error);
    }
    Ok(see_other_with(format!("/tickets/{reference}"), notice))
}
