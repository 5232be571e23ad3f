//! The authorization code flow with PKCE, state and nonce: building the authorization request, exchanging the code, and
//! verifying the response, the ID token and the userinfo.

use chrono::{DateTime, TimeDelta, Utc};
use fyr_domain::{Lang, clock::Clock, text::EmailAddress};
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
    ProviderError, VerifiedIdentity, claims, http,
    jwt::{self, ALGORITHMS},
    provider::{Metadata, Provider, unavailable},
};

/// Largest tolerated difference between the provider's clock and ours.
const CLOCK_SKEW: TimeDelta = TimeDelta::seconds(60);
/// Largest accepted age of an ID token that was just fetched.
const MAX_TOKEN_AGE: TimeDelta = TimeDelta::minutes(10);

/// How a login is requested from a provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LoginRequest {
    /// The language of the provider's pages (`ui_locales`).
    pub lang: Lang,
    /// Whether the person must authenticate again even where they have a session at the provider (`prompt=login`).
    pub fresh: bool,
}

/// A login that was started and not completed. Stored in the person's session until the authorization response arrives.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PendingLogin {
    /// The slug of the provider whose response is expected.
    pub provider: String,
    /// Random value that the authorization response must repeat (CSRF protection).
    pub state: String,
    /// Random value that the ID token must repeat (replay protection).
    pub nonce: String,
    /// The PKCE code verifier, sent when the code is exchanged.
    pub verifier: String,
    /// When the login was started.
    pub since: DateTime<Utc>,
    /// Whether a new authentication was requested; then the ID token's `auth_time` must be after `since`.
    pub fresh: bool,
}

/// The query parameters of the provider's authorization response.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct AuthorizationResponse {
    /// The authorization code, where the login succeeded.
    pub code: Option<String>,
    /// The `state` of the request that this responds to.
    pub state: Option<String>,
    /// The error code, where the login failed.
    pub error: Option<String>,
    /// The issuer that responds (RFC 9207).
    pub iss: Option<String>,
}

/// Where to send a person to log in, and what to store until they return.
#[derive(Clone, Debug)]
pub struct StartedLogin {
    /// The authorization request, an address of the provider.
    pub url: String,
    /// To be stored in the person's session and passed to [`Provider::complete_login`].
    pub pending: PendingLogin,
}

enum VerificationError {
    /// No known key signed the token; the provider may have published newer ones.
    UnknownKey,
    Invalid(ProviderError),
}

/// What an ID token is verified against.
#[derive(Clone, Copy)]
struct Expected<'a> {
    pending: &'a PendingLogin,
    access: &'a AccessToken,
    now: DateTime<Utc>,
}

/// Random text of `numbers` times 64 bits, in hexadecimal.
fn random_hex(clock: &dyn Clock, numbers: usize) -> String {
    (0..numbers).map(|_| format!("{:016x}", clock.random())).collect()
}

impl Provider {
    /// Starts a login with a new state, nonce and PKCE verifier.
    ///
    /// # Errors
    /// [`ProviderError::Unavailable`].
    pub async fn start_login(
        &self,
        clock: &dyn Clock,
        login: LoginRequest,
    ) -> Result<StartedLogin, ProviderError> {
        let now = clock.now();
        let metadata = self.metadata(now).await?;
        let pending = PendingLogin {
            provider: self.config().slug.clone(),
            state: random_hex(clock, 2),
            nonce: random_hex(clock, 2),
            verifier: random_hex(clock, 4),
            since: now,
            fresh: login.fresh,
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
            .add_ui_locale(LanguageTag::new(login.lang.tag().to_owned()));
        for scope in self.config().scopes.iter().filter(|scope| *scope != "openid") {
            request = request.add_scope(Scope::new(scope.clone()));
        }
        for level in &self.config().acr_values {
            request = request.add_auth_context_value(AuthenticationContextClass::new(level.clone()));
        }
        if login.fresh {
            request = request.add_prompt(CoreAuthPrompt::Login).set_max_age(std::time::Duration::ZERO);
        }
        let (url, ..) = request.url();
        Ok(StartedLogin { url: url.into(), pending })
    }

    /// Completes a login: exchanges the code for tokens, verifies them, and reads the person's claims.
    ///
    /// # Errors
    /// The first check that failed; [`ProviderError::Unavailable`] where the provider cannot be reached.
    pub async fn complete_login(
        &self,
        now: DateTime<Utc>,
        pending: &PendingLogin,
        response: &AuthorizationResponse,
    ) -> Result<VerifiedIdentity, ProviderError> {
        let metadata = self.metadata(now).await?;
        let iss_required = metadata.additional_metadata().authorization_response_iss_parameter_supported;
        match &response.iss {
            Some(issuer) if *issuer != *self.issuer.as_str() => return Err(ProviderError::IssuerMismatch),
            None if iss_required => return Err(ProviderError::IssuerMismatch),
            Some(_) | None => {}
        }
        if let Some(error) = &response.error {
            return Err(ProviderError::ErrorResponse(error_code(error)));
        }
        let code =
            response.code.clone().ok_or_else(|| ProviderError::InvalidCode("there is none".to_owned()))?;
        let tokens = self.exchange_code(&metadata, code, pending).await?;
        let token = tokens
            .id_token()
            .ok_or_else(|| ProviderError::InvalidToken("there is no ID token".to_owned()))?;
        let access = tokens.access_token();
        let expected = Expected { pending, access, now };
        match self.verify(&metadata, token, expected) {
            Ok(()) => {}
            Err(VerificationError::Invalid(error)) => return Err(error),
            Err(VerificationError::UnknownKey) => {
                let unknown_key = || ProviderError::InvalidToken("its key is unknown".to_owned());
                let newer = self.newer_keys(&metadata, now).await?.ok_or_else(unknown_key)?;
                self.verify(&newer, token, expected).map_err(|error| match error {
                    VerificationError::UnknownKey => unknown_key(),
                    VerificationError::Invalid(error) => error,
                })?;
            }
        }
        let id_token = token.to_string();
        let mut claims = jwt::decode_unverified(&id_token)
            .ok_or_else(|| ProviderError::InvalidToken("its claims cannot be read".to_owned()))?;
        let accepted = self.config().accepted_acr_values();
        let acr = claims::text_claim(&claims, &self.config().claims.acr);
        if !accepted.is_empty() && !acr.is_some_and(|acr| accepted.contains(&acr)) {
            return Err(ProviderError::InsufficientAssurance);
        }
        let needs_groups = !self.config().roles.is_empty();
        if claims::has_missing(&claims, &self.config().claims, needs_groups) {
            for (name, value) in self.user_info(&metadata, access, &claims).await? {
                claims.entry(name).or_insert(value);
            }
        }
        self.verified_identity(&claims, id_token)
    }

    fn verified_identity(
        &self,
        claims: &Map<String, Value>,
        id_token: String,
    ) -> Result<VerifiedIdentity, ProviderError> {
        let names = &self.config().claims;
        // OpenID Connect Core 1.0, section 2: at most 255 ASCII characters
        let subject = claims.get("sub").and_then(Value::as_str).filter(|sub| (1..=255).contains(&sub.len()));
        let email = claims::text_claim(claims, &names.email)
            .and_then(|email| EmailAddress::parse(&email).ok())
            .map(|email| email.to_string());
        Ok(VerifiedIdentity {
            issuer: self.issuer.as_str().to_owned(),
            subject: subject
                .ok_or_else(|| ProviderError::InvalidToken("its subject is too long".to_owned()))?
                .to_owned(),
            sid: claims.get("sid").and_then(Value::as_str).map(str::to_owned),
            name: claims::text_claim(claims, &names.name),
            email_verified: email.is_some()
                && (self.config().trust_email || names.email == "email" && claims::email_verified(claims)),
            email,
            organisation: claims::text_claim(claims, &names.organisation),
            groups: claims::list_claim(claims, &names.groups),
            id_token,
        })
    }

    async fn exchange_code(
        &self,
        metadata: &Metadata,
        code: String,
        pending: &PendingLogin,
    ) -> Result<CoreTokenResponse, ProviderError> {
        let methods = metadata.token_endpoint_auth_methods_supported();
        let post_only = methods.is_some_and(|methods| {
            methods.contains(&CoreClientAuthMethod::ClientSecretPost)
                && !methods.contains(&CoreClientAuthMethod::ClientSecretBasic)
        });
        let client = CoreClient::from_provider_metadata(
            metadata.clone(),
            self.client_id.clone(),
            Some(self.secret.clone()),
        )
        .set_redirect_uri(self.redirect.clone())
        .set_auth_type(if post_only { AuthType::RequestBody } else { AuthType::BasicAuth });
        let send = |request| http::send(self.http.clone(), request);
        let request = client
            .exchange_code(AuthorizationCode::new(code))
            .map_err(|_| ProviderError::Unavailable("it names no token endpoint".to_owned()))?
            .set_pkce_verifier(PkceCodeVerifier::new(pending.verifier.clone()));
        request.request_async(&send).await.map_err(|error| match error {
            RequestTokenError::ServerResponse(response) => {
                ProviderError::InvalidCode(error_code(response.error().as_ref()))
            }
            RequestTokenError::Request(error) => unavailable(&error),
            RequestTokenError::Parse(error, _) => ProviderError::InvalidToken(error.to_string()),
            RequestTokenError::Other(error) => ProviderError::Unavailable(error),
        })
    }

    fn verify(
        &self,
        metadata: &Metadata,
        token: &CoreIdToken,
        Expected { pending, access, now }: Expected<'_>,
    ) -> Result<(), VerificationError> {
        let invalid =
            |reason: &str| VerificationError::Invalid(ProviderError::InvalidToken(reason.to_owned()));
        let verifier = self.token_verifier(metadata, now);
        let nonce = Nonce::new(pending.nonce.clone());
        let claims = token.claims(&verifier, &nonce).map_err(|error| match error {
            ClaimsVerificationError::SignatureVerification(SignatureVerificationError::NoMatchingKey) => {
                VerificationError::UnknownKey
            }
            other => VerificationError::Invalid(ProviderError::InvalidToken(other.to_string())),
        })?;
        match claims.authorized_party() {
            Some(party) if *party != self.client_id => {
                return Err(invalid("it was made for another party"));
            }
            None if claims.audiences().len() > 1 => {
                return Err(invalid("it is for several, and does not say for which of them it was made"));
            }
            Some(_) | None => {}
        }
        if let Some(expected) = claims.access_token_hash() {
            let algorithm = token.signing_alg().map_err(|error| invalid(&error.to_string()))?;
            let key = token.signing_key(&verifier).map_err(|error| invalid(&error.to_string()))?;
            let actual = AccessTokenHash::from_token(access, algorithm, key)
                .map_err(|error| invalid(&error.to_string()))?;
            if actual != *expected {
                return Err(invalid("it belongs to another access token"));
            }
        }
        if pending.fresh && claims.auth_time().is_none_or(|at| at < pending.since - CLOCK_SKEW) {
            return Err(VerificationError::Invalid(ProviderError::NotReauthenticated));
        }
        Ok(())
    }

    fn token_verifier(
        &self,
        metadata: &Metadata,
        now: DateTime<Utc>,
    ) -> IdTokenVerifier<'static, CoreJsonWebKey> {
        IdTokenVerifier::new_public_client(
            self.client_id.clone(),
            self.issuer.clone(),
            metadata.jwks().clone(),
        )
        .set_allowed_algs(ALGORITHMS)
        .set_time_fn(move || now)
        .set_issue_time_verifier_fn(move |issued| {
            let in_time = now - MAX_TOKEN_AGE <= issued && issued <= now + CLOCK_SKEW;
            if in_time { Ok(()) } else { Err("it was not issued just now".to_owned()) }
        })
        // with several audiences, `azp` names the one the token was issued to; `verify` checks it
        .set_other_audience_verifier_fn(|_| true)
    }

    /// Fetches further claims about the same subject from the userinfo endpoint; none where the provider has no such endpoint.
    async fn user_info(
        &self,
        metadata: &Metadata,
        access: &AccessToken,
        id_claims: &Map<String, Value>,
    ) -> Result<Map<String, Value>, ProviderError> {
        let Some(endpoint) = metadata.userinfo_endpoint() else { return Ok(Map::new()) };
        let request = ::http::Request::get(endpoint.as_str())
            .header(::http::header::AUTHORIZATION, format!("Bearer {}", access.secret()))
            .header(::http::header::ACCEPT, "application/json")
            .body(Vec::new())
            .map_err(|error| unavailable(&error))?;
        let response = http::send(self.http.clone(), request).await.map_err(|error| unavailable(&error))?;
        if response.status() != ::http::StatusCode::OK {
            return Err(ProviderError::Unavailable(format!("userinfo answered {}", response.status())));
        }
        let user_info: Map<String, Value> = serde_json::from_slice(response.body())
            .map_err(|_| ProviderError::InvalidToken("userinfo is not JSON".to_owned()))?;
        if user_info.get("sub") != id_claims.get("sub") {
            return Err(ProviderError::InvalidToken("userinfo is about someone else".to_owned()));
        }
        Ok(user_info)
    }
}

/// An OAuth error code, sanitised for logs; anything that does not look like a code is replaced.
fn error_code(error: &str) -> String {
    let is_code = !error.is_empty()
        && error.len() <= 60
        && error.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.'));
    if is_code { error.to_owned() } else { "an unknown error".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_error_codes_reach_the_log() {
        assert_eq!(error_code("access_denied"), "access_denied");
        for invalid in ["", "a b", "x\r\nINFO", "<script>", &"x".repeat(61)] {
            assert_eq!(error_code(invalid), "an unknown error", "{invalid}");
        }
    }
}
