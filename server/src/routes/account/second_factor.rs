//! Setting up an authenticator app, generating recovery codes, and removing both.

use axum::{extract::State, response::Response};
use fyr_app::{
    FormState, Notice, Page, RequestContext,
    pages::account::{
        reauthentication::ReauthenticationPrompt,
        second_factor::{self as pages, SecondFactorState, SetupReason},
    },
};
use fyr_usecases::{Error as UseCaseError, accounts};
use tower_sessions::Session;
use uuid::Uuid;

use crate::{
    app::App,
    web::{
        Error, FieldErrorsExt, SubmittedForm, empty_form, form_with_errors,
        reauthentication::{reauthentication_prompt, submitted_reauthentication},
        render_page, render_with_errors, see_other_with,
        sessions::{
            SECOND_FACTOR_PATH, clear_second_factor, hashed_id, lacks_second_factor, record_reauthentication,
            record_second_factor,
        },
    },
};

/// `GET /account/second-factor`.
pub async fn show(State(app): State<App>, cx: RequestContext, session: Session) -> Result<Response, Error> {
    render_page(cx, async |cx| load_page(&app, &cx, &session, empty_form()).await).await
}

/// The page with the present state of the actor's second factor.
async fn load_page(
    app: &App,
    cx: &RequestContext,
    session: &Session,
    form: FormState,
) -> Result<Page, UseCaseError> {
    let overview = accounts::overview(&cx.backend, &cx.actor).await?;
    let is_missing = lacks_second_factor(&app.config, session, &cx.actor).await;
    let reason = if is_missing.map_err(|error| UseCaseError::Internal(Box::new(error)))? {
        SetupReason::RequiredByRole
    } else {
        SetupReason::Voluntary
    };
    let state = if overview.has_second_factor {
        SecondFactorState::Enabled {
            prompt: reauthentication_prompt(cx, session).await?,
            codes_left: overview.codes_left,
        }
    } else if let Some(setup) = accounts::pending_second_factor_setup(&cx.backend, &cx.actor).await? {
        SecondFactorState::SettingUp(setup)
    } else {
        SecondFactorState::Disabled(reauthentication_prompt(cx, session).await?)
    };
    Ok(pages::show(cx, form, state, reason))
}

/// `POST /account/second-factor`: `action=begin`, `confirm`, `codes` or `remove`.
pub async fn post(
    State(app): State<App>,
    cx: RequestContext,
    session: Session,
    submitted: SubmittedForm,
) -> Result<Response, Error> {
    match apply_action(&cx, &session, &submitted).await.or_field_errors()? {
        Ok(response) => Ok(response),
        Err(errors) => {
            let show = async |cx: RequestContext, form| load_page(&app, &cx, &session, form).await;
            render_with_errors(cx, form_with_errors(submitted, Uuid::nil(), errors), show).await
        }
    }
}

async fn apply_action(
    cx: &RequestContext,
    session: &Session,
    submitted: &SubmittedForm,
) -> Result<Response, Error> {
    let (backend, actor, code) = (&cx.backend, &cx.actor, submitted.value("code"));
    if actor.user.is_none() {
        return Err(UseCaseError::SignInFirst.into());
    }
    let prompt = reauthentication_prompt(cx, session).await?;
    let reauthentication = submitted_reauthentication(prompt, submitted.value("current"));
    match submitted.value("action") {
        "begin" => {
            accounts::begin_second_factor_setup(backend, actor, reauthentication).await?;
            if prompt == ReauthenticationPrompt::Password {
                record_reauthentication(cx, session).await?;
            }
            Ok(see_other_with(SECOND_FACTOR_PATH, Notice::SecondFactorStarted))
        }
        "confirm" => {
            let own_session = hashed_id(session).unwrap_or_default();
            let codes = accounts::confirm_second_factor(backend, actor, code, &own_session).await?;
            record_second_factor(session).await?;
            render_page(cx.clone(), async |cx| Ok(pages::recovery_codes(&cx, codes))).await
        }
        "codes" => {
            let codes = accounts::regenerate_recovery_codes(backend, actor, reauthentication, code).await?;
            render_page(cx.clone(), async |cx| Ok(pages::recovery_codes(&cx, codes))).await
        }
        "remove" => {
            accounts::remove_second_factor(backend, actor, reauthentication, code).await?;
            clear_second_factor(session).await?;
            Ok(see_other_with("/account", Notice::SecondFactorRemoved))
        }
        _ => Err(UseCaseError::NotFound.into()),
    }
}
