//! Someone whom a provider vouches for without telling enough: they tell the rest, and show by a code that the address is
//! theirs. The code is nowhere but in the mail: it is made from the portal's key and what stands in their session.
//!
//! Whoever types an address that has an account sees the same pages; the mail to that address says how to come in.

use chrono::{DateTime, TimeDelta, Utc};
use fyr_domain::{
    Lang,
    fields::{FieldErrors, Problem},
    text::{EmailAddress, PersonName},
};
use fyr_identity::Vouched;
use hmac::{Hmac, Mac};
use serde::{Deserialize, Serialize};
use sha2::Sha256;

use super::letters::{Letter, promise};
use crate::{
    Error, Services,
    accounts::{For, one_more},
};

/// How long a code is good.
const LASTS: TimeDelta = TimeDelta::minutes(10);
/// How often a code may be typed.
const TRIES: u32 = 5;
/// How many codes are sent.
const CODES: u32 = 5;

/// Someone on the way to an account. Kept in their session.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Newcomer {
    /// What the provider told.
    pub vouched: Vouched,
    /// The code that was sent last.
    asked: Option<Asked>,
    codes: u32,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct Asked {
    name: String,
    email: String,
    salt: String,
    at: DateTime<Utc>,
    tries: u32,
}

impl Newcomer {
    /// At the beginning.
    pub const fn new(vouched: Vouched) -> Self {
        Self { vouched, asked: None, codes: 0 }
    }

    /// Where the last code went; `None` where none is waited for.
    pub fn waits_for(&self) -> Option<&str> {
        self.asked.as_ref().map(|asked| asked.email.as_str())
    }

    /// Back to the first step.
    pub fn again(&mut self) {
        self.asked = None;
    }

    /// Takes what they typed, and sends a code.
    ///
    /// # Errors
    /// [`Error::Invalid`] with what is wrong, also where the address has been sent enough codes for now.
    pub async fn tell(&mut self, ctx: &Services, name: &str, email: &str, lang: Lang) -> Result<(), Error> {
        let mut errors = FieldErrors::default();
        let name = errors.check("name", PersonName::parse(name));
        let email = errors.check("email", EmailAddress::parse(email));
        if self.codes >= CODES {
            errors.push("email", Problem::Wait { seconds: 600 });
        }
        let (Some(name), Some(email), true) = (name, email, errors.is_empty()) else {
            return Err(errors.into());
        };
        let salt = format!("{:016x}{:016x}", ctx.clock.random(), ctx.clock.random());
        let (name, email) = (name.to_string(), email.to_string());
        let letter = Letter::Newcomer { email: email.clone(), name: name.clone(), lang, salt: salt.clone() };
        let mut tx = ctx.store.begin().await?;
        if !one_more(ctx, &mut tx, For::Newcomer, &email).await? {
            return Err(FieldErrors::one("email", Problem::Wait { seconds: 3600 }).into());
        }
        promise(ctx, &mut tx, &letter).await?;
        tx.commit().await?;
        ctx.work.notify_waiters();
        self.codes += 1;
        self.asked = Some(Asked { name, email, salt, at: ctx.clock.now(), tries: 0 });
        Ok(())
    }

    /// Takes the code they typed; gives what is known of them then.
    ///
    /// # Errors
    /// [`Error::Invalid`] with [`Problem::WrongCode`] where it is not the one, too old, or typed too often.
    pub fn show(&mut self, ctx: &Services, typed: &str) -> Result<Vouched, Error> {
        let wrong = || Error::Invalid(FieldErrors::one("code", Problem::WrongCode));
        let asked = self.asked.as_mut().ok_or_else(wrong)?;
        asked.tries += 1;
        let in_time = ctx.clock.now() - asked.at < LASTS && asked.tries <= TRIES;
        let typed: String = typed.chars().filter(char::is_ascii_digit).collect();
        let code = code(ctx, &asked.salt, &asked.email)?;
        if !in_time || typed != code {
            return Err(wrong());
        }
        let (name, email) = (Some(asked.name.clone()), Some(asked.email.clone()));
        Ok(Vouched { name, email, email_verified: true, ..self.vouched.clone() })
    }
}

/// Eight digits that only this portal can work out.
pub(super) fn code(ctx: &Services, salt: &str, email: &str) -> Result<String, Error> {
    let key = ctx.key.get().ok_or_else(|| Error::Internal("the portal is not prepared".into()))?;
    let mut mac =
        <Hmac<Sha256> as Mac>::new_from_slice(key).map_err(|error| Error::Internal(Box::new(error)))?;
    mac.update(format!("newcomer\0{salt}\0{email}").as_bytes());
    let bytes: [u8; 32] = mac.finalize().into_bytes().into();
    let number = bytes.iter().take(8).fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
    Ok(format!("{:08}", number % 100_000_000))
}
