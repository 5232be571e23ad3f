//! `/invitation`: accepting a mailed invitation.

use axum::response::Response;
use fyr_app::{Notice, RequestContext, pages::invitation};
use fyr_usecases::{Error as UseCaseError, organisations};
use tower_sessions::Session;
use uuid::Uuid;

use crate::web::{
    Access::Proof,
    BodyKind::SmallForm,
    Client, Error, Policy, Routes, SubmittedForm, empty_form, form_with_errors,
    query::token_param,
    render_page, render_with_errors, see_other, see_other_with,
    sessions::{AuthMethod, Authentication, start_session},
    with_notice, with_uri,
};

/// The routes of this file.
pub fn routes() -> Routes {
    Routes::new().get("/invitation", show, Policy::read(Proof("a mailed link"))).post(
        "/invitation",
        post,
        Policy::write(Proof("a mailed link"), SmallForm),
    )
}

/// `GET /invitation?token=`.
pub async fn show(cx: RequestContext) -> Result<Response, Error> {
    let token = token_param(&cx);
    let show = async |cx: RequestContext| match invitation::show(&cx, &token, empty_form()).await {
        Err(UseCaseError::NotFound) if cx.actor_known => Ok(invitation::expired(&cx)),
        page => page,
    };
    render_page(cx, show).await
}

/// `POST /invitation`: accepts as the signed-in person, or as someone new with a name and a password.
pub async fn post(
    cx: RequestContext,
    session: Session,
    client: Client,
    submitted: SubmittedForm,
) -> Result<Response, Error> {
    let token = submitted.value("token").to_owned();
    match accept(&cx, &session, &client, &submitted).await {
        Ok(response) => Ok(response),
        Err(UseCaseError::Invalid(errors)) => {
            let form = form_with_errors(submitted, Uuid::nil(), errors);
            let cx = with_uri(cx, &format!("/invitation?token={token}"));
            let show = async |cx: RequestContext, form| invitation::show(&cx, &token, form).await;
            render_with_errors(cx, form, show).await
        }
        // the address has an account already: its owner signs in first
        Err(UseCaseError::SignInFirst) => Ok(see_other(format!("/invitation?token={token}"))),
        Err(UseCaseError::NotFound) if cx.actor_known => {
            render_page(cx, async |cx| Ok(invitation::expired(&cx))).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn accept(
    cx: &RequestContext,
    session: &Session,
    client: &Client,
    submitted: &SubmittedForm,
) -> Result<Response, UseCaseError> {
    let token = submitted.value("token");
    if cx.actor.user.is_some() {
        organisations::accept_invitation(&cx.backend, &cx.actor, token).await?;
        return Ok(see_other_with("/", Notice::InvitationAccepted));
    }
    let (name, password) = (submitted.value("name"), submitted.value("password"));
    let user = organisations::accept_with_password(&cx.backend, &cx.actor, token, name, password).await?;
    let authentication = Authentication { user, method: AuthMethod::MailedLink, next: "/".to_owned() };
    let response = start_session(cx, session, client, authentication).await?;
    Ok(with_notice(response, Notice::AccountCreated))
}
