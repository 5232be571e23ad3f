//! The e-mail address of an account: requesting a change, confirming it from both mailboxes, confirming a new account's address.

use axum::response::Response;
use fyr_app::{
    Notice, RequestContext,
    pages::account::{email as pages, reauthentication::ReauthenticationPrompt},
};
use fyr_usecases::{Error as UseCaseError, accounts};
use tower_sessions::Session;
use uuid::Uuid;

use crate::web::{
    Error, FieldErrorsExt, SubmittedForm, empty_form, form_with_errors,
    mailed_links::expired_link_page,
    opened_by::SameOpener,
    query::token_param,
    reauthentication::{reauthentication_prompt, submitted_reauthentication},
    render_page, render_with_errors, see_other, see_other_with,
    sessions::record_reauthentication,
};

/// `GET /account/email`.
pub async fn show(cx: RequestContext, session: Session) -> Result<Response, Error> {
    let prompt = reauthentication_prompt(&cx, &session).await?;
    render_page(cx, async |cx| Ok(pages::show(&cx, empty_form(), prompt))).await
}

/// `POST /account/email`.
pub async fn post(cx: RequestContext, session: Session, submitted: SubmittedForm) -> Result<Response, Error> {
    if cx.actor.user.is_none() {
        return Err(UseCaseError::SignInFirst.into());
    }
    let prompt = reauthentication_prompt(&cx, &session).await?;
    let reauthentication = submitted_reauthentication(prompt, submitted.value("current"));
    let new_email = submitted.value("email");
    let requested = accounts::request_email_change(&cx.backend, &cx.actor, new_email, reauthentication).await;
    match requested.or_field_errors()? {
        Ok(()) => {
            if prompt == ReauthenticationPrompt::Password {
                record_reauthentication(&cx, &session).await?;
            }
            Ok(see_other_with("/account", Notice::EmailChangeRequested))
        }
        Err(errors) => {
            let form = form_with_errors(submitted, Uuid::nil(), errors);
            render_with_errors(cx, form, async |cx, form| Ok(pages::show(&cx, form, prompt))).await
        }
    }
}

/// `GET /account/email/change?token=`.
pub async fn show_change(cx: RequestContext) -> Result<Response, Error> {
    let token = token_param(&cx);
    match accounts::find_email_change_link(&cx.backend, &cx.actor, &token).await {
        Ok(link) => {
            let show = async |cx| {
                Ok(match &link.requested_by {
                    None => pages::confirm_change(&cx, link.mailbox, &link.new_email, &token),
                    Some(name) => pages::refuse_change(&cx, name, &link.new_email, &token),
                })
            };
            render_page(cx, show).await
        }
        Err(error) => expired_link_page(cx, error, "/account/email").await,
    }
}

/// `POST /account/email/change`: confirms the change, or refuses it.
pub async fn post_change(cx: RequestContext, submitted: SubmittedForm) -> Result<Response, Error> {
    let token = submitted.value("token");
    if submitted.value("action") == "refuse" {
        return match accounts::refuse_email_change(&cx.backend, &cx.actor, token).await {
            Ok(()) => render_page(cx, async |cx| Ok(pages::change_refused(&cx))).await,
            Err(error) => expired_link_page(cx, error, "/account/email").await,
        };
    }
    match accounts::confirm_email_change(&cx.backend, &cx.actor, token, &cx.browser_key).await {
        Ok(new_email) => {
            render_page(cx, async |cx| Ok(pages::change_confirmed(&cx, new_email.as_deref()))).await
        }
        // the link is valid, but not for whoever is signed in here: its page says whose request it is
        Err(UseCaseError::SignInFirst) => Ok(see_other(format!("/account/email/change?token={token}"))),
        Err(error) => expired_link_page(cx, error, "/account/email").await,
    }
}

/// `GET /account/email/confirm?token=`.
pub async fn confirm(cx: RequestContext) -> Result<Response, Error> {
    let token = token_param(&cx);
    render_page(cx, async |cx| Ok(pages::confirm(&cx, &token))).await
}

/// `POST /account/email/confirm`.
pub async fn post_confirm(cx: RequestContext, submitted: SubmittedForm) -> Result<Response, Error> {
    match accounts::confirm_email(&cx.backend, &cx.actor, submitted.value("token")).await {
        Ok(()) => Ok(see_other_with("/account", Notice::EmailConfirmed)),
        Err(error) => expired_link_page(cx, error, "/account").await,
    }
}

/// `POST /account/email/unconfirmed`: sends the confirmation mail again.
pub async fn post_unconfirmed(cx: RequestContext, _: SameOpener) -> Result<Response, Error> {
    accounts::request_email_confirmation(&cx.backend, &cx.actor).await?;
    Ok(see_other_with("/account", Notice::EmailConfirmationSent))
}
