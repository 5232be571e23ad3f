//! Writing on a ticket.

use axum::{
    extract::{Path, State},
    response::Response,
};
use fyr_app::{FormState, Notice, RequestContext};
use fyr_domain::{
    personal_number,
    text::Body,
    tickets::{AnswerNeed, TicketEventKind},
};
use fyr_usecases::{
    Error as UseCaseError,
    tickets::{self, FormRef, Reply},
};
use tower_sessions::Session;

use super::show::{page_path, render_with_form};
use crate::{
    app::App,
    web::{
        Error, FieldErrorsExt, UnreadForm,
        pending_submission::{self, is_signed_out},
        see_other_with,
        uploads::store_uploads,
    },
};

/// `POST /tickets/{reference}/messages`.
pub async fn post(
    State(app): State<App>,
    cx: RequestContext,
    session: Session,
    Path(reference): Path<String>,
    unread: UnreadForm,
) -> Result<Response, Error> {
    // permission first: nothing is read for a ticket that the actor may not see
    match tickets::find_thread(&cx.backend, &cx.actor, &reference).await {
        Err(UseCaseError::NotFound) if is_signed_out(&cx) => {
            let page = page_path(&reference);
            let submitted = unread.read(&cx).await?;
            let form_key = submitted.form_key(&app);
            let stored = pending_submission::store_and_sign_in(&cx, &session, page, form_key, submitted);
            return stored.await;
        }
        Err(UseCaseError::NotFound) => return Err(unread.not_found(&cx).await),
        thread => thread?,
    };
    let mut submitted = unread.read(&cx).await?;
    let (form_key, owner) = (submitted.form_key(&app), cx.owner_key());
    let form = FormRef { key: form_key, owner: &owner };
    let mut errors = store_uploads(&cx, form, &mut submitted).await?;
    let body = errors.check("body", Body::parse(submitted.value("body")));
    if let (Some(body), true) = (body, errors.is_empty()) {
        let link_version = submitted.value("link_version").parse().ok();
        let answer =
            if submitted.value("no_answer") == "yes" { AnswerNeed::NotNeeded } else { AnswerNeed::Wanted };
        let reply = Reply { body: &body, link_version, answer };
        let replied = tickets::reply(&cx.backend, &cx.actor, &reference, form, reply).await;
        match replied.or_field_errors()? {
            Ok(()) => {
                pending_submission::discard(&cx, &session, &page_path(&reference)).await?;
                let number_param = if personal_number::contains(&body) { "?number=yes" } else { "" };
                let anchor = last_own_message(&cx, &reference).await?;
                let path = format!("/tickets/{reference}{number_param}{anchor}");
                return Ok(see_other_with(path, Notice::ReplySent));
            }
            Err(refused) => errors = refused,
        }
    }
    let files = tickets::list_pending_files(&cx.backend, form).await?;
    let form = FormState { errors, files, ..submitted.into_state(form_key) };
    render_with_form(cx, &reference, form).await
}

/// The anchor of the actor's latest message on the ticket's page.
async fn last_own_message(cx: &RequestContext, reference: &str) -> Result<String, UseCaseError> {
    let thread = tickets::find_thread(&cx.backend, &cx.actor, reference).await?;
    let own = |event: &&tickets::TicketEvent| {
        event.kind == TicketEventKind::Message && event.author_id == cx.actor.user_id()
    };
    Ok(thread.events.iter().rfind(own).map(|event| format!("#e-{}", event.id)).unwrap_or_default())
}
