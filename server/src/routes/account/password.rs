//! Changing one's password.

use axum::response::Response;
use fyr_app::{
    Notice, RequestContext,
    pages::account::password::{self as pages, PasswordStatus},
};
use fyr_usecases::accounts::{self, CurrentBrowser};
use tower_sessions::Session;
use uuid::Uuid;

use crate::web::{
    Client, Error, FieldErrorsExt, SubmittedForm, empty_form, form_with_errors, render_page,
    render_with_errors, see_other_with, sessions,
};

/// `GET /account/password`.
pub async fn show(cx: RequestContext) -> Result<Response, Error> {
    let overview = accounts::overview(&cx.backend, &cx.actor).await?;
    let status = if overview.has_password { PasswordStatus::Set } else { PasswordStatus::NotSet };
    render_page(cx, async |cx| Ok(pages::change(&cx, empty_form(), status))).await
}

/// `POST /account/password`.
pub async fn post(
    cx: RequestContext,
    session: Session,
    client: Client,
    submitted: SubmittedForm,
) -> Result<Response, Error> {
    let own_session = sessions::hashed_id(&session).unwrap_or_default();
    let browser = CurrentBrowser { session: &own_session, device_key: client.key.as_deref() };
    let (current, new) = (submitted.value("current"), submitted.value("password"));
    let changed = accounts::change_password(&cx.backend, &cx.actor, current, new, browser).await;
    match changed.or_field_errors()? {
        Ok(()) => {
            sessions::cycle_id(&session).await?;
            Ok(see_other_with("/account", Notice::PasswordChanged))
        }
        Err(errors) => {
            let form = form_with_errors(submitted, Uuid::nil(), errors);
            let show = async |cx, form| Ok(pages::change(&cx, form, PasswordStatus::Set));
            render_with_errors(cx, form, show).await
        }
    }
}
