//! The identities that are connected with one's own account.

use axum::response::Response;
use fyr_app::{
    FormState, RequestContext,
    pages::{
        account::reauthentication::ReauthenticationPrompt,
        identities::{self as pages, IdentitiesNotice, IdentityProblem},
    },
};
use fyr_usecases::{
    Error, accounts,
    identities::{self, DisconnectOutcome},
};
use tower_sessions::Session;
use uuid::Uuid;

use super::{LoginPurpose, find_provider, query_param, start_login};
use crate::{
    routes::accounts::{
        empty_form, form_with_errors, reauthentication_prompt, render_with_errors, submitted_reauthentication,
    },
    web::context::{error_response, render_page, see_other},
    web::forms::SubmittedForm,
    web::sessions::record_reauthentication,
};

const LIST_PATH: &str = "/account/identities";

/// `GET /account/identities`.
pub async fn list(cx: RequestContext, session: Session) -> Response {
    if cx.actor.user.is_none() {
        return error_response(cx, Error::SignInFirst).await;
    }
    let connected = query_param(&cx, "connected");
    let notice = IdentitiesNotice {
        problem: query_param(&cx, "problem").and_then(|word| IdentityProblem::parse(&word)),
        connected: connected.is_some(),
        disconnected: query_param(&cx, "disconnected").is_some(),
        provider: connected.or_else(|| query_param(&cx, "provider")).unwrap_or_default().into_owned(),
    };
    match reauthentication_prompt(&cx, &session).await {
        Ok(prompt) => render_page(cx, async |cx| pages::list(&cx, notice, empty_form(), prompt).await).await,
        Err(error) => error_response(cx, error).await,
    }
}

/// `POST /account/identities`: `action=prove&current=`, `action=connect&provider=`, or `action=disconnect&identity=`.
pub async fn post_list(cx: RequestContext, session: Session, submitted: SubmittedForm) -> Response {
    match apply_action(&cx, &session, &submitted).await {
        Ok(response) => response,
        Err(Error::Invalid(errors)) => {
            let show = async |cx: RequestContext, form: FormState| {
                let prompt = reauthentication_prompt(&cx, &session).await?;
                pages::list(&cx, IdentitiesNotice::default(), form, prompt).await
            };
            render_with_errors(cx, form_with_errors(submitted, errors), show).await
        }
        Err(error) => error_response(cx, error).await,
    }
}

async fn apply_action(
    cx: &RequestContext,
    session: &Session,
    submitted: &SubmittedForm,
) -> Result<Response, Error> {
    let user = cx.actor.user_id().ok_or(Error::SignInFirst)?;
    let action = submitted.value("action");
    if action == "prove" {
        let reauthentication = submitted_reauthentication(
            reauthentication_prompt(cx, session).await?,
            submitted.value("current"),
        );
        accounts::reauthenticate(&cx.backend, &cx.actor, reauthentication).await?;
        record_reauthentication(cx, session).await?;
        return Ok(see_other(LIST_PATH));
    }
    if reauthentication_prompt(cx, session).await? != ReauthenticationPrompt::None {
        // the page asks for reauthentication
        return Ok(see_other(LIST_PATH));
    }
    if action == "connect" {
        let provider = find_provider(cx, submitted.value("provider"))?;
        return Ok(start_login(cx.clone(), session, &provider, LoginPurpose::Connect { user }).await);
    }
    let id = Uuid::parse_str(submitted.value("identity")).unwrap_or_default();
    match identities::disconnect(&cx.backend, &cx.actor, id).await? {
        DisconnectOutcome::Disconnected => Ok(see_other(format!("{LIST_PATH}?disconnected="))),
        DisconnectOutcome::OnlySignInMethod => Ok(see_other(format!("{LIST_PATH}?problem=only-way"))),
    }
}
