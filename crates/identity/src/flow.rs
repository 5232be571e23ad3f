//! To the provider and back: authorization code with PKCE, state and nonce, and every check of what comes back.

use chrono::{DateTime, TimeDelta, Utc};
use fyr_domain::{Lang, clock::Clock};
use openidconnect::{
    AccessToken, AccessTokenHash, AuthType, AuthenticationContextClass, AuthenticationFlow,
    AuthorizationCode, ClaimsVerificationError, CsrfToken, IdTokenVerifier, LanguageTag, Nonce,
    OAuth2TokenResponse, PkceCodeChallenge, PkceCodeVerifier, RequestTokenError, Scope,
    SignatureVerificationError, TokenResponse,
    core::{
        CoreAuthPrompt, CoreClient, CoreClientAuthMethod, CoreIdToken, CoreJsonWebKey, CoreResponseType,
        CoreTokenResponse,
    },
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{
    Refusal, Vouched, claims, http,
    keys::{self, ALGORITHMS},
    provider::{Metadata, Provider, away},
};

/// How far a provider's clock may be from ours.
const SKEW: TimeDelta = TimeDelta::seconds(60);
/// How old a token may be that was fetched just now.
const OLDEST: TimeDelta = TimeDelta::minutes(10);

/// What is asked of a provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ask {
    /// The language of the person.
    pub lang: Lang,
    /// Whether they must log in anew, however long they have been known there.
    pub fresh: bool,
}

/// A login on its way. Kept in the session, where nobody else has it, until the answer comes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pending {
    /// Whose answer is waited for.
    pub provider: String,
    /// Comes back in the address.
    pub state: String,
    /// Comes back in the token.
    pub nonce: String,
    /// Shows that whoever brings the code is whoever asked for it.
    pub verifier: String,
    /// Since when.
    pub since: DateTime<Utc>,
    /// Whether a login just now was asked for.
    pub fresh: bool,
}

/// What came back in the address.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Answer {
    /// Where all went well.
    pub code: Option<String>,
    /// Whose answer it is.
    pub state: Option<String>,
    /// Where it did not.
    pub error: Option<String>,
    /// Who answers (RFC 9207).
    pub iss: Option<String>,
}

enum Unverified {
    /// There may be newer keys.
    UnknownKey,
    Refused(Refusal),
}

fn chance(clock: &dyn Clock, numbers: usize) -> String {
    (0..numbers).map(|_| format!("{:016x}", clock.random())).collect()
}

impl Provider {
    /// Begins a login: where to send the person, and what to keep until they come back.
    ///
    /// # Errors
    /// [`Refusal::Away`].
    pub async fn begin(&self, clock: &dyn Clock, ask: Ask) -> Result<(String, Pending), Refusal> {
        let now = clock.now();
        let metadata = self.metadata(now).await?;
        let pending = Pending {
            provider: self.config().slug.clone(),
            state: chance(clock, 2),
            nonce: chance(clock, 2),
            verifier: chance(clock, 4),
            since: now,
            fresh: ask.fresh,
        };
        let verifier = PkceCodeVerifier::new(pending.verifier.clone());
        let client = CoreClient::from_provider_metadata(
            (*metadata).clone(),
            self.client_id.clone(),
            Some(self.secret.clone()),
        )
        .set_redirect_uri(self.redirect.clone());
        let (state, nonce) = (pending.state.clone(), pending.nonce.clone());
        let mut request = client
            .authorize_url(
                AuthenticationFlow::<CoreResponseType>::AuthorizationCode,
                || CsrfToken::new(state),
                || Nonce::new(nonce),
            )
            .set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&verifier))
            .add_ui_locale(LanguageTag::new(ask.lang.tag().to_owned()));
        for scope in self.config().scopes.iter().filter(|scope| *scope != "openid") {
            request = request.add_scope(Scope::new(scope.clone()));
        }
        for level in &self.config().acr_values {
            request = request.add_auth_context_value(AuthenticationContextClass::new(level.clone()));
        }
        if ask.fresh {
            request = request.add_prompt(CoreAuthPrompt::Login).set_max_age(std::time::Duration::ZERO);
        }
        let (url, ..) = request.url();
        Ok((url.into(), pending))
    }

    /// Ends a login: takes the code to the provider, and checks everything it says.
    ///
    /// # Errors
    /// Whatever does not hold.
    pub async fn finish(
        &self,
        now: DateTime<Utc>,
        pending: &Pending,
        answer: &Answer,
    ) -> Result<Vouched, Refusal> {
        let metadata = self.metadata(now).await?;
        let must_say = metadata.additional_metadata().authorization_response_iss_parameter_supported;
        match &answer.iss {
            Some(issuer) if *issuer != *self.issuer.as_str() => return Err(Refusal::Issuer),
            None if must_say => return Err(Refusal::Issuer),
            Some(_) | None => {}
        }
        if let Some(error) = &answer.error {
            return Err(Refusal::Said(error_code(error)));
        }
        let code = answer.code.clone().ok_or_else(|| Refusal::Code("there is none".to_owned()))?;
        let tokens = self.exchange(&metadata, code, pending).await?;
        let token = tokens.id_token().ok_or_else(|| Refusal::Token("there is no ID token".to_owned()))?;
        let access = tokens.access_token();
        match self.verify(&metadata, token, access, (pending, now)) {
            Ok(()) => {}
            Err(Unverified::Refused(refusal)) => return Err(refusal),
            Err(Unverified::UnknownKey) => {
                let unknown = || Refusal::Token("its key is unknown".to_owned());
                let newer = self.newer_keys(&metadata, now).await?.ok_or_else(unknown)?;
                self.verify(&newer, token, access, (pending, now)).map_err(|error| match error {
                    Unverified::UnknownKey => unknown(),
                    Unverified::Refused(refusal) => refusal,
                })?;
            }
        }
        let id_token = token.to_string();
        let mut known = keys::unchecked(&id_token)
            .ok_or_else(|| Refusal::Token("its claims cannot be read".to_owned()))?;
        let (levels, level) = (self.config().levels(), claims::text(&known, &self.config().claims.acr));
        if !levels.is_empty() && !level.is_some_and(|level| levels.contains(&level)) {
            return Err(Refusal::Level);
        }
        let wants_groups = !self.config().roles.is_empty();
        if claims::lacks(&known, &self.config().claims, wants_groups) {
            for (name, value) in self.user_info(&metadata, access, &known).await? {
                known.entry(name).or_insert(value);
            }
        }
        self.vouched(&known, id_token)
    }

    fn vouched(&self, known: &Map<String, Value>, id_token: String) -> Result<Vouched, Refusal> {
        let names = &self.config().claims;
        // 255 ASCII characters at most, says the standard
        let subject = known.get("sub").and_then(Value::as_str).filter(|sub| (1..=255).contains(&sub.len()));
        let email = claims::text(known, &names.email).map(|email| email.to_lowercase());
        Ok(Vouched {
            issuer: self.issuer.as_str().to_owned(),
            subject: subject.ok_or_else(|| Refusal::Token("its subject is too long".to_owned()))?.to_owned(),
            sid: known.get("sid").and_then(Value::as_str).map(str::to_owned),
            name: claims::text(known, &names.name),
            email_verified: email.is_some()
                && (self.config().trust_email || names.email == "email" && claims::email_verified(known)),
            email,
            organisation: claims::text(known, &names.organisation),
            groups: claims::list(known, &names.groups),
            id_token,
        })
    }

    async fn exchange(
        &self,
        metadata: &Metadata,
        code: String,
        pending: &Pending,
    ) -> Result<CoreTokenResponse, Refusal> {
        let ways = metadata.token_endpoint_auth_methods_supported();
        let by_post = ways.is_some_and(|ways| {
            ways.contains(&CoreClientAuthMethod::ClientSecretPost)
                && !ways.contains(&CoreClientAuthMethod::ClientSecretBasic)
        });
        let client = CoreClient::from_provider_metadata(
            metadata.clone(),
            self.client_id.clone(),
            Some(self.secret.clone()),
        )
        .set_redirect_uri(self.redirect.clone())
        .set_auth_type(if by_post { AuthType::RequestBody } else { AuthType::BasicAuth });
        let send = |request| http::send(self.http.clone(), request);
        let request = client
            .exchange_code(AuthorizationCode::new(code))
            .map_err(|_| Refusal::Away("it names no token endpoint".to_owned()))?
            .set_pkce_verifier(PkceCodeVerifier::new(pending.verifier.clone()));
        request.request_async(&send).await.map_err(|error| match error {
            RequestTokenError::ServerResponse(said) => Refusal::Code(error_code(said.error().as_ref())),
            RequestTokenError::Request(error) => away(&error),
            RequestTokenError::Parse(error, _) => Refusal::Token(error.to_string()),
            RequestTokenError::Other(error) => Refusal::Away(error),
        })
    }

    fn verify(
        &self,
        metadata: &Metadata,
        token: &CoreIdToken,
        access: &AccessToken,
        (pending, now): (&Pending, DateTime<Utc>),
    ) -> Result<(), Unverified> {
        let refused = |what: &str| Unverified::Refused(Refusal::Token(what.to_owned()));
        let verifier = self.verifier(metadata, now);
        let nonce = Nonce::new(pending.nonce.clone());
        let claims = token.claims(&verifier, &nonce).map_err(|error| match error {
            ClaimsVerificationError::SignatureVerification(SignatureVerificationError::NoMatchingKey) => {
                Unverified::UnknownKey
            }
            other => Unverified::Refused(Refusal::Token(other.to_string())),
        })?;
        match claims.authorized_party() {
            Some(party) if *party != self.client_id => {
                return Err(refused("it was made for another party"));
            }
            None if claims.audiences().len() > 1 => {
                return Err(refused("it is for several, and does not say for which of them it was made"));
            }
            Some(_) | None => {}
        }
        if let Some(wanted) = claims.access_token_hash() {
            let algorithm = token.signing_alg().map_err(|error| refused(&error.to_string()))?;
            let key = token.signing_key(&verifier).map_err(|error| refused(&error.to_string()))?;
            let actual = AccessTokenHash::from_token(access, algorithm, key)
                .map_err(|error| refused(&error.to_string()))?;
            if actual != *wanted {
                return Err(refused("it belongs to another access token"));
            }
        }
        if pending.fresh && claims.auth_time().is_none_or(|at| at < pending.since - SKEW) {
            return Err(Unverified::Refused(Refusal::Stale));
        }
        Ok(())
    }

    fn verifier(&self, metadata: &Metadata, now: DateTime<Utc>) -> IdTokenVerifier<'static, CoreJsonWebKey> {
        IdTokenVerifier::new_public_client(
            self.client_id.clone(),
            self.issuer.clone(),
            metadata.jwks().clone(),
        )
        .set_allowed_algs(ALGORITHMS)
        .set_time_fn(move || now)
        .set_issue_time_verifier_fn(move |issued| {
            let fits = now - OLDEST <= issued && issued <= now + SKEW;
            if fits { Ok(()) } else { Err("it was not issued just now".to_owned()) }
        })
        // whose it is when there are several is said by `azp`
        .set_other_audience_verifier_fn(|_| true)
    }

    /// What else it tells about the same person.
    async fn user_info(
        &self,
        metadata: &Metadata,
        access: &AccessToken,
        known: &Map<String, Value>,
    ) -> Result<Map<String, Value>, Refusal> {
        let Some(endpoint) = metadata.userinfo_endpoint() else { return Ok(Map::new()) };
        let request = ::http::Request::get(endpoint.as_str())
            .header(::http::header::AUTHORIZATION, format!("Bearer {}", access.secret()))
            .header(::http::header::ACCEPT, "application/json")
            .body(Vec::new())
            .map_err(|error| away(&error))?;
        let answer = http::send(self.http.clone(), request).await.map_err(|error| away(&error))?;
        if answer.status() != ::http::StatusCode::OK {
            return Err(Refusal::Away(format!("userinfo answered {}", answer.status())));
        }
        let told: Map<String, Value> = serde_json::from_slice(answer.body())
            .map_err(|_| Refusal::Token("userinfo is not JSON".to_owned()))?;
        if told.get("sub") != known.get("sub") {
            return Err(Refusal::Token("userinfo is about someone else".to_owned()));
        }
        Ok(told)
    }
}

/// A code of the protocol, fit for a log: what else an address may hold is not.
fn error_code(error: &str) -> String {
    let plain = !error.is_empty()
        && error.len() <= 60
        && error.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.'));
    if plain { error.to_owned() } else { "an unknown error".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_codes_reach_the_log() {
        assert_eq!(error_code("access_denied"), "access_denied");
        for odd in ["", "a b", "x\r\nINFO", "<script>", &"x".repeat(61)] {
            assert_eq!(error_code(odd), "an unknown error", "{odd}");
        }
    }
}
