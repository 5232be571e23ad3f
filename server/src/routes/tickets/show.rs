//! The page of one ticket, for its requester and everyone else who may see it.

use axum::{
    extract::{Path, Query},
    response::Response,
};
use fyr_app::{
    FormState, RequestContext,
    pages::{
        self,
        tickets::link::{self, LinkRequestState},
    },
};
use fyr_usecases::{Error as UseCaseError, LinkPurpose, tickets};
use serde::Deserialize;
use tower_sessions::Session;

use crate::web::{
    Error,
    context::{renew_guest_key, sign_in_path},
    empty_form,
    pending_submission::{self, is_signed_out},
    query::plain_token,
    render_form, render_page, render_with_errors, see_other,
    uploads::with_earlier_uploads,
    with_uri,
};

/// The query of a ticket's page.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct TicketQuery {
    token: String,
    filed: String,
}

/// The path of a ticket's page.
pub fn page_path(reference: &str) -> String {
    format!("/tickets/{reference}")
}

/// The answer to a form of the ticket's page that its sender may not send: whoever is not signed in is asked to, and comes back to
/// the page, which has what they typed.
///
/// # Errors
/// The error, for everyone else.
pub fn ask_to_sign_in(cx: &RequestContext, reference: &str, error: UseCaseError) -> Result<Response, Error> {
    match error {
        UseCaseError::NotFound if is_signed_out(cx) => Ok(see_other(sign_in_path(&page_path(reference)))),
        error => Err(error.into()),
    }
}

/// `GET /tickets/{reference}?token=`: the token of a mailed link gives the session access, and a redirect removes it from the
/// address. For a ticket that an account has claimed the page asks to sign in.
pub async fn show(
    cx: RequestContext,
    session: Session,
    Path(reference): Path<String>,
    Query(query): Query<TicketQuery>,
) -> Result<Response, Error> {
    if !query.token.is_empty() {
        return open_link(cx, &session, &reference, plain_token(&query.token)).await;
    }
    let form = match pending_submission::restore(&cx, &session, &page_path(&reference), "body").await? {
        Some(form) => form,
        None => with_earlier_uploads(&cx, FormState::new(cx.backend.clock.id())).await?,
    };
    let filed = query.filed == "yes";
    let show =
        async |cx: RequestContext, form| pages::tickets::show::show(&cx, &reference, form, filed).await;
    render_form(cx, form, show).await
}

async fn open_link(
    cx: RequestContext,
    session: &Session,
    reference: &str,
    token: &str,
) -> Result<Response, Error> {
    if cx.backend.verify_link_token(LinkPurpose::Ticket, token).is_none() {
        return expired_link(cx).await;
    }
    let guest = renew_guest_key(session, &cx).await?;
    match tickets::open_guest_link(&cx.backend, guest, token).await {
        Err(UseCaseError::SignInFirst) if cx.actor.user.is_none() => {
            render_page(cx, async |cx| Ok(link::claimed(&cx))).await
        }
        Ok(()) | Err(UseCaseError::SignInFirst) => Ok(see_other(page_path(reference))),
        Err(UseCaseError::NotFound) => expired_link(cx).await,
        Err(error) => Err(error.into()),
    }
}

/// The answer to a link that opens nothing, or nothing any more.
async fn expired_link(cx: RequestContext) -> Result<Response, Error> {
    let expired = async |cx: RequestContext| {
        Ok(link::show(&cx, empty_form(), LinkRequestState::ExpiredLink).status(410))
    };
    render_page(with_uri(cx, "/tickets/link"), expired).await
}

/// The ticket's page again, with a form that has errors.
///
/// # Errors
/// Where the ticket is not found (any more), or it cannot be read.
pub async fn render_with_form(
    cx: RequestContext,
    reference: &str,
    form: FormState,
) -> Result<Response, Error> {
    let cx = with_uri(cx, &page_path(reference));
    let show = async |cx: RequestContext, form| pages::tickets::show::show(&cx, reference, form, false).await;
    render_with_errors(cx, form, show).await
}
