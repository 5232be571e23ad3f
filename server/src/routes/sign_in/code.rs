//! The second step of signing in: the code of the second factor.

use axum::response::Response;
use fyr_app::{RequestContext, pages::sign_in::code as pages};
use fyr_usecases::accounts;
use tower_sessions::Session;
use uuid::Uuid;

use crate::web::{
    Client, Error, FieldErrorsExt, SubmittedForm, empty_form, form_with_errors, render_page,
    render_with_errors, see_other,
    sessions::{complete_second_factor, hashed_id, pending_second_factor},
};

/// `GET /sign-in/code`: for someone who has shown their first factor in this session within the last minutes.
pub async fn show(cx: RequestContext, session: Session) -> Result<Response, Error> {
    match pending_second_factor(&cx, &session).await? {
        Some(_) => render_page(cx, async |cx| Ok(pages::show(&cx, empty_form()))).await,
        None => Ok(see_other("/sign-in")),
    }
}

/// `POST /sign-in/code`.
pub async fn post(
    cx: RequestContext,
    session: Session,
    client: Client,
    submitted: SubmittedForm,
) -> Result<Response, Error> {
    let Some(authentication) = pending_second_factor(&cx, &session).await? else {
        return Ok(see_other("/sign-in"));
    };
    let (user, method) = (authentication.user, authentication.method.as_str());
    let challenge = accounts::CodeChallenge { user, method };
    let code = submitted.value("code");
    let checked = accounts::check_second_factor_code(&cx.backend, &cx.actor, challenge, code).await;
    match checked.or_field_errors()? {
        // a new password, or whoever ended the sessions, ends this sign-in while the code is looked at, too
        Ok(()) if !is_still_pending(&cx, &session).await? => Ok(see_other("/sign-in")),
        Ok(()) => Ok(complete_second_factor(&cx, &session, &client, authentication).await?),
        Err(errors) => {
            let form = form_with_errors(submitted, Uuid::nil(), errors);
            render_with_errors(cx, form, async |cx, form| Ok(pages::show(&cx, form))).await
        }
    }
}

async fn is_still_pending(cx: &RequestContext, session: &Session) -> Result<bool, Error> {
    match hashed_id(session) {
        Some(id) => Ok(accounts::is_session_active(&cx.backend, &id).await?),
        None => Ok(false),
    }
}
