//! The e-mail address of an account: requesting a change, confirming it from both mailboxes, confirming a new account's address.

use axum::response::Response;
use fyr_app::{
    RequestContext,
    pages::account::{email as pages, reauthentication::ReauthenticationPrompt},
};
use fyr_usecases::{Error, accounts};
use tower_sessions::Session;

use super::{
    empty_form, form_with_errors, link_error_response, reauthentication_prompt, render_with_errors,
    submitted_reauthentication, token_param,
};
use crate::{
    web::context::{error_response, render_page, see_other, with_uri},
    web::forms::SubmittedForm,
    web::sessions::record_reauthentication,
};

/// `GET /account/email`.
pub async fn show(cx: RequestContext, session: Session) -> Response {
    if cx.actor.user.is_none() {
        return error_response(cx, Error::SignInFirst).await;
    }
    match reauthentication_prompt(&cx, &session).await {
        Ok(prompt) => render_page(cx, async |cx| Ok(pages::show(&cx, empty_form(), prompt))).await,
        Err(error) => error_response(cx, error).await,
    }
}

/// `POST /account/email`.
pub async fn post(cx: RequestContext, session: Session, submitted: SubmittedForm) -> Response {
    if cx.actor.user.is_none() {
        return error_response(cx, Error::SignInFirst).await;
    }
    let prompt = match reauthentication_prompt(&cx, &session).await {
        Ok(prompt) => prompt,
        Err(error) => return error_response(cx, error).await,
    };
    let reauthentication = submitted_reauthentication(prompt, submitted.value("current"));
    let requested =
        accounts::request_email_change(&cx.backend, &cx.actor, submitted.value("email"), reauthentication)
            .await;
    let requested = match requested {
        Ok(()) if prompt == ReauthenticationPrompt::Password => record_reauthentication(&cx, &session).await,
        other => other,
    };
    match requested {
        Ok(()) => see_other("/account?done=email"),
        Err(Error::Invalid(errors)) => {
            render_with_errors(cx, form_with_errors(submitted, errors), async |cx, form| {
                Ok(pages::show(&cx, form, prompt))
            })
            .await
        }
        Err(error) => error_response(cx, error).await,
    }
}

/// `GET /account/email/change?token=`.
pub async fn show_change(cx: RequestContext) -> Response {
    let token = token_param(&cx);
    match accounts::find_email_change_link(&cx.backend, &token).await {
        Ok(link) => {
            render_page(cx, async |cx| Ok(pages::confirm_change(&cx, link.mailbox, &link.new_email, &token)))
                .await
        }
        Err(error) => link_error_response(cx, error, "/account/email").await,
    }
}

/// `POST /account/email/change`.
pub async fn post_change(cx: RequestContext, submitted: SubmittedForm) -> Response {
    match accounts::confirm_email_change(&cx.backend, &cx.actor, submitted.value("token")).await {
        Ok(new_email) => {
            render_page(cx, async |cx| Ok(pages::change_confirmed(&cx, new_email.as_deref()))).await
        }
        Err(error) => link_error_response(cx, error, "/account/email").await,
    }
}

/// `GET /account/email/confirm?token=`.
pub async fn confirm(cx: RequestContext) -> Response {
    if cx.actor.user.is_none() {
        return error_response(cx, Error::SignInFirst).await;
    }
    let token = token_param(&cx);
    render_page(cx, async |cx| Ok(pages::confirm(&cx, &token))).await
}

/// `POST /account/email/confirm`.
pub async fn post_confirm(cx: RequestContext, submitted: SubmittedForm) -> Response {
    match accounts::confirm_email(&cx.backend, &cx.actor, submitted.value("token")).await {
        Ok(()) => see_other("/account?done=confirmed"),
        Err(error) => link_error_response(cx, error, "/account").await,
    }
}

/// `POST /account/email/unconfirmed`: sends the confirmation mail again.
pub async fn post_unconfirmed(cx: RequestContext) -> Response {
    match accounts::request_email_confirmation(&cx.backend, &cx.actor).await {
        Ok(()) => see_other("/account?done=unconfirmed"),
        Err(error) => error_response(with_uri(cx, "/account"), error).await,
    }
}
