//! The identities that are connected with one's own account.

use axum::response::Response;
use fyr_app::{
    FormState, Notice, RequestContext,
    pages::{
        account::{
            identities::{self as pages, IdentitiesNotice},
            reauthentication::ReauthenticationPrompt,
        },
        sign_in::provider::IdentityProblem,
    },
};
use fyr_usecases::{
    Error as UseCaseError, accounts,
    identities::{self, DisconnectOutcome},
};
use tower_sessions::Session;
use uuid::Uuid;

use crate::web::{
    Error, FieldErrorsExt, SubmittedForm, empty_form, form_with_errors,
    provider_login::{LoginPurpose, find_provider, redirect_with_problem, start_login},
    query::find_query_param,
    reauthentication::{reauthentication_prompt, submitted_reauthentication},
    render_page, render_with_errors, see_other, see_other_with,
    sessions::record_reauthentication,
};

const LIST_PATH: &str = "/account/identities";

/// `GET /account/identities`.
pub async fn list(cx: RequestContext, session: Session) -> Result<Response, Error> {
    let notice = IdentitiesNotice {
        problem: find_query_param(&cx, "problem").and_then(|word| IdentityProblem::parse(&word)),
        provider: find_query_param(&cx, "provider").unwrap_or_default(),
    };
    let prompt = reauthentication_prompt(&cx, &session).await?;
    render_page(cx, async |cx| pages::list(&cx, notice, empty_form(), prompt).await).await
}

/// `POST /account/identities`: `action=prove&current=`, `action=connect&provider=`, or `action=disconnect&identity=`.
pub async fn post(cx: RequestContext, session: Session, submitted: SubmittedForm) -> Result<Response, Error> {
    match apply_action(&cx, &session, &submitted).await.or_field_errors()? {
        Ok(response) => Ok(response),
        Err(errors) => {
            let show = async |cx: RequestContext, form: FormState| {
                let prompt = reauthentication_prompt(&cx, &session).await?;
                pages::list(&cx, IdentitiesNotice::default(), form, prompt).await
            };
            render_with_errors(cx, form_with_errors(submitted, Uuid::nil(), errors), show).await
        }
    }
}

async fn apply_action(
    cx: &RequestContext,
    session: &Session,
    submitted: &SubmittedForm,
) -> Result<Response, Error> {
    let user = cx.actor.user_id().ok_or(UseCaseError::SignInFirst)?;
    let action = submitted.value("action");
    let prompt = reauthentication_prompt(cx, session).await?;
    if action == "prove" {
        let reauthentication = submitted_reauthentication(prompt, submitted.value("current"));
        accounts::reauthenticate(&cx.backend, &cx.actor, reauthentication).await?;
        record_reauthentication(cx, session).await?;
        return Ok(see_other_with(LIST_PATH, Notice::Reauthenticated));
    }
    if prompt != ReauthenticationPrompt::None {
        // the page asks for reauthentication
        return Ok(see_other(LIST_PATH));
    }
    if action == "connect" {
        let provider = find_provider(cx, submitted.value("provider"))?;
        if identities::require_confirmed_address(&cx.actor).is_err() {
            let purpose = LoginPurpose::Connect { user };
            return Ok(redirect_with_problem(&provider, &purpose, IdentityProblem::AddressNotConfirmed));
        }
        return start_login(cx.clone(), session, &provider, LoginPurpose::Connect { user }).await;
    }
    let id = Uuid::parse_str(submitted.value("identity")).unwrap_or_default();
    match identities::disconnect(&cx.backend, &cx.actor, id).await? {
        DisconnectOutcome::Disconnected => Ok(see_other_with(LIST_PATH, Notice::IdentityDisconnected)),
        DisconnectOutcome::OnlySignInMethod => Ok(see_other(format!("{LIST_PATH}?problem=only-way"))),
    }
}
