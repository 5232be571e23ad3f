//! Signing up with a provider that does not send a name and a verified address: the person types them and confirms the
//! address with an emailed code. The code is stored nowhere: it is derived from the portal's key and a salt in their session.
//!
//! Whoever types an address that has an account sees the same pages; the email to that address says how to sign in.

use chrono::{DateTime, TimeDelta, Utc};
use fyr_domain::{
    Actor, Lang,
    fields::{FieldErrors, Problem},
    text::{EmailAddress, PersonName},
};
use fyr_identity::VerifiedIdentity;
use fyr_store::{
    Db,
    sign_in_failures::{self, SignInFailures},
};
use hmac::{Hmac, Mac};
use serde::{Deserialize, Serialize};
use sha2::Sha256;

use super::emails::SignUpCodeEmail;
use crate::{
    Backend, Error,
    accounts::{TokenPurpose, hash_key, try_count_email},
};

/// How long a code is valid.
const CODE_LIFETIME: TimeDelta = TimeDelta::minutes(10);
/// How often one code may be typed.
const MAX_ATTEMPTS: i64 = 5;
/// How many codes are sent for one sign-up.
const MAX_CODES: i64 = 5;

/// A sign-up that waits for a name and a confirmed address. Stored in the session; the fields keep their stored names.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PendingSignUp {
    /// The identity that the provider verified.
    #[serde(rename = "vouched")]
    pub identity: VerifiedIdentity,
    /// The last code that was sent, until the person starts over.
    #[serde(rename = "asked")]
    pending_code: Option<PendingCode>,
    /// Counted in the database; for the former release, which counts here.
    #[serde(rename = "codes")]
    codes_sent: u32,
}

/// A code that was sent, and what was typed with it.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct PendingCode {
    name: String,
    email: String,
    salt: String,
    #[serde(rename = "at")]
    sent_at: DateTime<Utc>,
    /// Counted in the database; for the former release, which counts here.
    #[serde(rename = "tries")]
    attempts: u32,
}

/// Counts one more use of something under a key that is in a session: in the database, because requests of one session that run
/// at the same time do not see each other's changes of it. `false` where it had `max` already.
async fn try_count(backend: &Backend, db: &mut Db, kind: &str, key: &str, max: i64) -> Result<bool, Error> {
    let subject = format!("{kind}:{}", hash_key(key));
    let now = backend.clock.now();
    let counter = sign_in_failures::lock(db, &subject, now).await?;
    if counter.failures >= max {
        return Ok(false);
    }
    let counter = SignInFailures { failures: counter.failures + 1, last_at: now, slowed_at: None };
    sign_in_failures::update(db, &subject, counter).await?;
    Ok(true)
}

impl PendingSignUp {
    /// A sign-up for which no code has been sent.
    pub const fn new(identity: VerifiedIdentity) -> Self {
        Self { identity, pending_code: None, codes_sent: 0 }
    }

    /// The address that the pending code was sent to; `None` where no code is pending.
    pub fn pending_email(&self) -> Option<&str> {
        self.pending_code.as_ref().map(|pending| pending.email.as_str())
    }

    /// Discards the pending code, so that name and address can be typed again.
    pub fn restart(&mut self) {
        self.pending_code = None;
    }

    /// Validates name and address and enqueues an email with a code.
    ///
    /// # Errors
    /// [`Error::Invalid`] for `name` or `email`, also where too many codes were sent to the address or for this sign-up.
    pub async fn request_code(
        &mut self,
        backend: &Backend,
        actor: &Actor,
        name: &str,
        email: &str,
        lang: Lang,
    ) -> Result<(), Error> {
        let mut errors = FieldErrors::default();
        let name = errors.check("name", PersonName::parse(name));
        let email = errors.check("email", EmailAddress::parse(email));
        let (Some(name), Some(email), true) = (name, email, errors.is_empty()) else {
            return Err(errors.into());
        };
        let salt = format!("{:016x}{:016x}", backend.clock.random(), backend.clock.random());
        let (name, email) = (name.to_string(), email.to_string());
        let message = SignUpCodeEmail { email: email.clone(), name: name.clone(), lang, salt: salt.clone() };
        let mut tx = backend.begin_for(actor).await?;
        if !try_count(backend, &mut tx, "newcomer-codes", &self.identity.id_token, MAX_CODES).await? {
            return Err(FieldErrors::single("email", Problem::RateLimited { seconds: 600 }).into());
        }
        if !try_count_email(backend, &mut tx, actor, TokenPurpose::SignUpCode, &email).await? {
            return Err(FieldErrors::single("email", Problem::RateLimited { seconds: 3600 }).into());
        }
        tx.enqueue_email(message).await?;
        tx.commit().await?;
        self.pending_code =
            Some(PendingCode { name, email, salt, sent_at: backend.clock.now(), attempts: 0 });
        Ok(())
    }

    /// Verifies a typed code and returns the identity with the typed name and the confirmed address.
    ///
    /// # Errors
    /// [`Error::Invalid`] with [`Problem::WrongCode`] where the code is wrong, expired, or was typed too often.
    pub async fn verify_code(&self, backend: &Backend, typed: &str) -> Result<VerifiedIdentity, Error> {
        let wrong = || Error::Invalid(FieldErrors::single("code", Problem::WrongCode));
        let pending = self.pending_code.as_ref().ok_or_else(wrong)?;
        let mut tx = backend.begin().await?;
        let counted = try_count(backend, &mut tx, "newcomer", &pending.salt, MAX_ATTEMPTS).await?;
        tx.commit().await?;
        let valid = counted && backend.clock.now() - pending.sent_at < CODE_LIFETIME;
        let typed: String = typed.chars().filter(char::is_ascii_digit).collect();
        let is_right = codes(backend, &pending.salt, &pending.email)?.contains(&typed);
        if !valid || !is_right {
            return Err(wrong());
        }
        let (name, email) = (Some(pending.name.clone()), Some(pending.email.clone()));
        Ok(VerifiedIdentity { name, email, email_verified: true, ..self.identity.clone() })
    }
}

/// The eight-digit code for this salt and address: a MAC with the portal's current key.
pub(super) fn code(backend: &Backend, salt: &str, email: &str) -> Result<String, Error> {
    let missing = || Error::Internal("the portal has no key".into());
    codes(backend, salt, email)?.into_iter().next().ok_or_else(missing)
}

/// The codes for this salt and address, by the current key and by former ones.
fn codes(backend: &Backend, salt: &str, email: &str) -> Result<Vec<String>, Error> {
    let code = |key: &[u8; 32]| {
        let mut mac =
            <Hmac<Sha256> as Mac>::new_from_slice(key).map_err(|error| Error::Internal(Box::new(error)))?;
        mac.update(format!("newcomer\0{salt}\0{email}").as_bytes());
        let bytes: [u8; 32] = mac.finalize().into_bytes().into();
        let number = bytes.iter().take(8).fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
        Ok(format!("{:08}", number % 100_000_000))
    };
    backend.keys()?.links.all().map(code).collect()
}
