//! The redirect back from an identity provider.

use axum::{
    extract::{Path, Query},
    response::Response,
};
use fyr_app::{Notice, RequestContext, pages::sign_in::provider::IdentityProblem};
use fyr_usecases::{
    identities::{self, ConnectOutcome, ProviderLogin, SignInOutcome},
    identity::{AuthorizationResponse, Provider, VerifiedIdentity},
};
use tower_sessions::Session;

use crate::{
    routes::sign_in::provider::new_account,
    web::{
        Client, Error, FieldErrorsExt,
        provider_login::{
            LOGINS, LoginInProgress, LoginPurpose, PROVIDER_SESSION, ProviderSession, Visitor, find_provider,
            identity_problem, logins_in_progress, record_refusal, redirect_with_problem,
        },
        see_other_with,
        sessions::{AuthMethod, Authentication, start_session},
    },
};

/// `GET /auth/callback/{provider}?code=&state=&iss=`, or with `error`. As the protocol requires, this GET changes something: it
/// completes a login that the same browser has started within the last minutes, once.
pub async fn show(
    cx: RequestContext,
    Path(slug): Path<String>,
    Query(response): Query<AuthorizationResponse>,
    session: Session,
    client: Client,
) -> Result<Response, Error> {
    finish_login(&cx, &slug, &response, Visitor { session: &session, client: &client }).await
}

async fn finish_login(
    cx: &RequestContext,
    slug: &str,
    response: &AuthorizationResponse,
    visitor: Visitor<'_>,
) -> Result<Response, Error> {
    let provider = find_provider(cx, slug)?;
    let expired =
        |purpose: &LoginPurpose| redirect_with_problem(&provider, purpose, IdentityProblem::Expired);
    let default_purpose = LoginPurpose::SignIn { next: "/".to_owned() };
    let Some(LoginInProgress { pending, purpose }) =
        take_login(cx, visitor.session, response.state.as_deref()).await?
    else {
        tracing::info!(provider = slug, "a response to no login in progress");
        return Ok(expired(&default_purpose));
    };
    if pending.provider != slug {
        // the response of one provider at the callback of another (a mix-up attack)
        return Ok(redirect_with_problem(&provider, &purpose, IdentityProblem::Untrusted));
    }
    let identity = match provider.complete_login(cx.now, &pending, response).await {
        Ok(identity) => identity,
        Err(error) => {
            record_refusal(cx, &provider, &error).await;
            return Ok(redirect_with_problem(&provider, &purpose, identity_problem(&error)));
        }
    };
    match purpose {
        LoginPurpose::SignIn { next } => sign_in(cx, &provider, &identity, visitor, next).await,
        LoginPurpose::Connect { user } if cx.actor.user_id() == Some(user) => {
            let login = ProviderLogin { provider: &provider, verified: &identity };
            let Ok(connected) = identities::connect(&cx.backend, &cx.actor, login).await.or_field_errors()?
            else {
                let problem = IdentityProblem::AddressNotConfirmed;
                return Ok(redirect_with_problem(&provider, &purpose, problem));
            };
            match connected {
                ConnectOutcome::Connected => {
                    let provider = slug.to_owned();
                    Ok(see_other_with("/account/identities", Notice::IdentityConnected { provider }))
                }
                ConnectOutcome::ConnectedElsewhere => Ok(redirect_with_problem(
                    &provider,
                    &LoginPurpose::Connect { user },
                    IdentityProblem::ConnectedElsewhere,
                )),
            }
        }
        LoginPurpose::Connect { .. } => Ok(expired(&default_purpose)),
    }
}

/// Removes the login that a response belongs to from the session, and saves the session, so that it is used only once.
async fn take_login(
    cx: &RequestContext,
    session: &Session,
    state: Option<&str>,
) -> Result<Option<LoginInProgress>, Error> {
    let Some(state) = state else { return Ok(None) };
    let mut logins = logins_in_progress(session, cx.now).await?;
    let Some(index) = logins.iter().position(|login| login.pending.state == state) else {
        return Ok(None);
    };
    let login = logins.remove(index);
    session.insert(LOGINS, logins).await?;
    session.save().await?;
    Ok(Some(login))
}

/// Signs someone in with a verified identity, or starts asking for what a new account needs.
pub async fn sign_in(
    cx: &RequestContext,
    provider: &Provider,
    identity: &VerifiedIdentity,
    visitor: Visitor<'_>,
    next: String,
) -> Result<Response, Error> {
    let Visitor { session, client } = visitor;
    let refused =
        |problem| Ok(redirect_with_problem(provider, &LoginPurpose::SignIn { next: next.clone() }, problem));
    match identities::sign_in(&cx.backend, &cx.actor, ProviderLogin { provider, verified: identity }, cx.lang)
        .await?
    {
        SignInOutcome::Authenticated { user, session: provider_session } => {
            let slug = provider.config().slug.clone();
            let stored = ProviderSession {
                provider: slug.clone(),
                id_token: identity.id_token.clone(),
                session: provider_session,
            };
            session.insert(PROVIDER_SESSION, stored).await?;
            let method = if provider.config().second_factor {
                AuthMethod::StrongProvider(slug)
            } else {
                AuthMethod::Provider(slug)
            };
            Ok(start_session(cx, session, client, Authentication { user, method, next }).await?)
        }
        SignInOutcome::EmailTaken => refused(IdentityProblem::EmailTaken),
        SignInOutcome::SignUpDisabled => refused(IdentityProblem::NoAccount),
        SignInOutcome::Incomplete => new_account::start(cx, session, provider, identity, next).await,
    }
}
