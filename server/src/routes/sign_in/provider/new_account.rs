//! `/sign-in/{provider}/new`: asking for what a new account needs and the provider did not send: a name, and a verified e-mail address.

use std::sync::Arc;

use axum::{extract::Path, response::Response};
use chrono::{DateTime, TimeDelta, Utc};
use fyr_app::{
    FormState, RequestContext,
    pages::sign_in::provider::{IdentityProblem, NewAccountStep, new_account},
};
use fyr_domain::fields::FieldErrors;
use fyr_usecases::{
    identities::PendingSignUp,
    identity::{Provider, VerifiedIdentity},
};
use serde::{Deserialize, Serialize};
use tower_sessions::Session;
use uuid::Uuid;

use crate::{
    routes::auth::callback::sign_in,
    web::{
        Client, Error, FieldErrorsExt, SubmittedForm, empty_form, form_with_errors,
        provider_login::{LoginPurpose, Visitor, find_provider, redirect_with_problem},
        render_page, render_with_errors, see_other,
        sessions::renew,
    },
};

/// Session key of the [`SignUpInProgress`].
const SIGN_UP: &str = "newcomer";
/// How long completing the account may take.
const TIMEOUT: TimeDelta = TimeDelta::minutes(45);

/// A sign-up that was started in this session; serialised into the session.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct SignUpInProgress {
    provider: String,
    #[serde(rename = "newcomer")]
    sign_up: PendingSignUp,
    next: String,
    since: DateTime<Utc>,
}

/// Stores the sign-up in the session, under a new session id, and redirects to its form.
pub async fn start(
    cx: &RequestContext,
    session: &Session,
    provider: &Provider,
    identity: &VerifiedIdentity,
    next: String,
) -> Result<Response, Error> {
    let slug = provider.config().slug.clone();
    let path = format!("/sign-in/{slug}/new");
    let sign_up = PendingSignUp::new(identity.clone());
    let pending = SignUpInProgress { provider: slug, sign_up, next, since: cx.now };
    // whoever knew the old session id cannot read the sign-up
    renew(session).await?;
    session.insert(SIGN_UP, pending).await?;
    Ok(see_other(path))
}

/// The provider, and the sign-up with it in this session that has not expired.
async fn load(
    cx: &RequestContext,
    slug: &str,
    session: &Session,
) -> Result<(Arc<Provider>, Option<SignUpInProgress>), Error> {
    let provider = find_provider(cx, slug)?;
    let stored: Option<SignUpInProgress> = session.get(SIGN_UP).await?;
    Ok((provider, stored.filter(|stored| stored.provider == slug && cx.now - stored.since < TIMEOUT)))
}

fn expired(provider: &Provider) -> Response {
    redirect_with_problem(provider, &LoginPurpose::SignIn { next: "/".to_owned() }, IdentityProblem::Expired)
}

/// `GET /sign-in/{provider}/new`.
pub async fn show(cx: RequestContext, Path(slug): Path<String>, session: Session) -> Result<Response, Error> {
    let (provider, pending) = load(&cx, &slug, &session).await?;
    let Some(pending) = pending else { return Ok(expired(&provider)) };
    let (form, step) = initial_form(&pending.sign_up);
    render_page(cx, async |cx| Ok(new_account(&cx, &provider, form, step))).await
}

/// The step a sign-up is at, and the initial state of its form.
fn initial_form(sign_up: &PendingSignUp) -> (FormState, NewAccountStep) {
    if let Some(email) = sign_up.pending_email() {
        return (empty_form().with("email", email), NewAccountStep::VerificationCode);
    }
    let VerifiedIdentity { name, email, .. } = &sign_up.identity;
    let text = |claim: &Option<String>| claim.clone().unwrap_or_default();
    (empty_form().with("name", text(name)).with("email", text(email)), NewAccountStep::Details)
}

/// `POST /sign-in/{provider}/new`: `name` and `email`; then `code`, or `again`.
pub async fn post(
    cx: RequestContext,
    Path(slug): Path<String>,
    session: Session,
    client: Client,
    submitted: SubmittedForm,
) -> Result<Response, Error> {
    let (provider, pending) = load(&cx, &slug, &session).await?;
    let Some(pending) = pending else { return Ok(expired(&provider)) };
    let visitor = Visitor { session: &session, client: &client };
    match apply_step(&cx, &provider, pending, visitor, &submitted).await.or_field_errors()? {
        Ok(response) => Ok(response),
        Err(errors) => render_errors(cx, provider, &session, submitted, errors).await,
    }
}

async fn apply_step(
    cx: &RequestContext,
    provider: &Provider,
    mut pending: SignUpInProgress,
    visitor: Visitor<'_>,
    submitted: &SubmittedForm,
) -> Result<Response, Error> {
    let session = visitor.session;
    let sign_up = &mut pending.sign_up;
    let verified = if submitted.value("again") == "yes" {
        sign_up.restart();
        Ok(None)
    } else if sign_up.pending_email().is_some() {
        sign_up.verify_code(&cx.backend, submitted.value("code")).await.map(Some)
    } else {
        sign_up
            .request_code(&cx.backend, &cx.actor, submitted.value("name"), submitted.value("email"), cx.lang)
            .await
            .map(|()| None)
    };
    let next = pending.next.clone();
    session.insert(SIGN_UP, pending).await?;
    match verified? {
        None => Ok(see_other(format!("/sign-in/{}/new", provider.config().slug))),
        Some(identity) => {
            session.remove::<SignUpInProgress>(SIGN_UP).await?;
            sign_in(cx, provider, &identity, visitor, next).await
        }
    }
}

/// The form of the sign-up's present step, with errors.
async fn render_errors(
    cx: RequestContext,
    provider: Arc<Provider>,
    session: &Session,
    submitted: SubmittedForm,
    errors: FieldErrors,
) -> Result<Response, Error> {
    let stored: Option<SignUpInProgress> = session.get(SIGN_UP).await.ok().flatten();
    let pending_email = stored.as_ref().and_then(|stored| stored.sign_up.pending_email());
    let (form, step) = match pending_email {
        Some(email) => {
            (FormState { errors, ..empty_form() }.with("email", email), NewAccountStep::VerificationCode)
        }
        None => (form_with_errors(submitted, Uuid::nil(), errors), NewAccountStep::Details),
    };
    render_with_errors(cx, form, async |cx, form| Ok(new_account(&cx, &provider, form, step))).await
}
