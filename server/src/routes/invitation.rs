//! Accepting a mailed invitation.

use axum::response::Response;
use fyr_app::{RequestContext, pages::invitation};
use fyr_usecases::{Error, organisations};
use tower_sessions::Session;

use super::accounts::{empty_form, form_with_errors, token_param};
use crate::{
    web::client::Client,
    web::context::{error_response, render_page, see_other},
    web::forms::SubmittedForm,
    web::sessions::{AuthMethod, Authentication, start_session},
};

/// `GET /invitation?token=`.
pub async fn show(cx: RequestContext) -> Response {
    let token = token_param(&cx);
    render_page(cx, async |cx| invitation::show(&cx, &token, empty_form()).await).await
}

/// `POST /invitation`: accepts as the signed-in person, or as someone new with a name and a password.
pub async fn post(
    cx: RequestContext,
    session: Session,
    client: Client,
    submitted: SubmittedForm,
) -> Response {
    let token = submitted.value("token").to_owned();
    match accept(&cx, &session, &client, &submitted).await {
        Ok(response) => response,
        Err(Error::Invalid(errors)) => {
            let form = form_with_errors(submitted, errors);
            render_page(cx, async |cx| Ok(invitation::show(&cx, &token, form).await?.status(422))).await
        }
        // the address has an account already: its owner signs in first
        Err(Error::SignInFirst) => see_other(format!("/invitation?token={token}")),
        Err(error) => error_response(cx, error).await,
    }
}

async fn accept(
    cx: &RequestContext,
    session: &Session,
    client: &Client,
    submitted: &SubmittedForm,
) -> Result<Response, Error> {
    let token = submitted.value("token");
    if cx.actor.user.is_some() {
        organisations::accept_invitation(&cx.backend, &cx.actor, token).await?;
        return Ok(see_other("/"));
    }
    let (name, password) = (submitted.value("name"), submitted.value("password"));
    let user = organisations::accept_with_password(&cx.backend, &cx.actor, token, name, password).await?;
    let authentication = Authentication { user, method: AuthMethod::MailedLink, next: "/".to_owned() };
    start_session(cx, session, client, authentication).await
}
