//! Asking people once more who they are, before actions that could give others lasting access to their account.

use axum::response::Response;
use fyr_app::{
    FormState, RequestContext,
    pages::account::reauthentication::{self, ReauthenticationPrompt},
};
use fyr_usecases::{Error as UseCaseError, accounts};
use tower_sessions::Session;

use super::{
    Error, FieldErrorsExt, SubmittedForm, empty_form, render_page, render_with_errors,
    sessions::{is_recently_authenticated, record_reauthentication},
};

/// The reauthentication required of a signed-in person before an action that could give others lasting access to their account.
/// An account with a second factor has to sign in again, because the password alone would be weaker.
///
/// # Errors
/// Where the session or the account cannot be read.
pub async fn reauthentication_prompt(
    cx: &RequestContext,
    session: &Session,
) -> Result<ReauthenticationPrompt, UseCaseError> {
    if is_recently_authenticated(cx, session).await? {
        return Ok(ReauthenticationPrompt::None);
    }
    let account = accounts::overview(&cx.backend, &cx.actor).await?;
    Ok(if account.has_password && !account.has_second_factor {
        ReauthenticationPrompt::Password
    } else {
        ReauthenticationPrompt::SignIn
    })
}

/// The reauthentication of a form whose page showed `prompt`, as use cases take it; `typed` is its password field.
pub fn submitted_reauthentication(
    prompt: ReauthenticationPrompt,
    typed: &str,
) -> accounts::Reauthentication<'_> {
    match prompt {
        ReauthenticationPrompt::None => accounts::Reauthentication::Recent,
        ReauthenticationPrompt::Password => accounts::Reauthentication::Password(typed),
        ReauthenticationPrompt::SignIn => accounts::Reauthentication::Missing,
    }
}

/// Checks that the sender of a form has authenticated recently, or has submitted their password with it. `None` where that is
/// so; otherwise the page that asks for it and submits the whole form again.
///
/// # Errors
/// `SignInFirst` without a signed-in person; where the session cannot be read or written.
pub async fn require_recent_authentication(
    cx: &RequestContext,
    session: &Session,
    submitted: &SubmittedForm,
) -> Result<Option<Response>, Error> {
    if cx.actor.user.is_none() {
        return Err(UseCaseError::SignInFirst.into());
    }
    let prompt = reauthentication_prompt(cx, session).await?;
    let mut form = FormState { values: submitted.fields.clone(), ..empty_form() };
    let has_password = form.values.remove("current").is_some();
    if let ReauthenticationPrompt::None = prompt {
        return Ok(None);
    }
    if has_password {
        let reauthentication = submitted_reauthentication(prompt, submitted.value("current"));
        match accounts::reauthenticate(&cx.backend, &cx.actor, reauthentication).await.or_field_errors()? {
            Ok(()) => {
                record_reauthentication(cx, session).await?;
                return Ok(None);
            }
            Err(errors) => form.errors = errors,
        }
    }
    let show = async |cx: RequestContext, form| Ok(reauthentication::show(&cx, &form, prompt));
    let page = if has_password {
        render_with_errors(cx.clone(), form, show).await?
    } else {
        render_page(cx.clone(), async |cx| show(cx, form).await).await?
    };
    Ok(Some(page))
}
