//! Passwords: which ones are taken, and how they are kept.

use argon2::{
    Algorithm, Argon2, Params, PasswordHash, PasswordHasher, PasswordVerifier, Version,
    password_hash::SaltString,
};
use fyr_domain::fields::Problem;
use zxcvbn::{Score, zxcvbn};

use super::secrets::random;
use crate::{Error, Services};

/// A password at most, in bytes: more is nobody's password and only costs time.
pub const MAX_PASSWORD: usize = 1_000;

/// So many letters and digits of a password must be more than the person's own name or address.
const LEAST_REST: usize = 6;

/// argon2id with 19 MiB, two passes, one lane: OWASP's first choice for it.
fn argon2() -> Argon2<'static> {
    Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::default())
}

fn internal(error: argon2::password_hash::Error) -> Error {
    Error::Internal(error.to_string().into())
}

impl Services {
    /// A hash of a password, for keeping. Slow on purpose: use [`hash`] where others wait.
    ///
    /// # Errors
    /// Where hashing itself fails, which is a bug.
    pub fn hash_password(&self, password: &str) -> Result<String, Error> {
        let salt = SaltString::encode_b64(&random::<16>(self)).map_err(internal)?;
        Ok(argon2().hash_password(password.as_bytes(), &salt).map_err(internal)?.to_string())
    }
}

/// What is wrong with a new password: too short, too long, or among those that are tried first, such as common ones and
/// those made of the person's own name or address.
pub(crate) fn check(ctx: &Services, password: &str, own_words: &[&str]) -> Result<(), Problem> {
    let min = ctx.settings.accounts.password_min;
    if password.is_empty() {
        return Err(Problem::Required);
    }
    if password.len() > MAX_PASSWORD {
        return Err(Problem::TooLong { max: MAX_PASSWORD });
    }
    if password.chars().count() < min {
        return Err(Problem::TooShort { min });
    }
    let own: Vec<String> = own_words
        .iter()
        .flat_map(|word| word.split(|c: char| !c.is_alphanumeric()))
        .chain(["fyr", "portal", "lösenord", "passord"])
        .filter(|word| word.chars().count() > 2)
        .map(str::to_lowercase)
        .collect();
    let words: Vec<&str> = own.iter().map(String::as_str).collect();
    let easy = rest(password, &words) < LEAST_REST || zxcvbn(password, &words).score() < Score::Three;
    if easy { Err(Problem::EasyPassword) } else { Ok(()) }
}

/// How many letters and digits of a password are neither part of these words nor one of a row of the same.
fn rest(password: &str, words: &[&str]) -> usize {
    let mut left = password.to_lowercase();
    for word in words {
        left = left.replace(word, " ");
    }
    let mut letters: Vec<char> = left.chars().filter(|c| c.is_alphanumeric()).collect();
    letters.dedup();
    letters.len()
}

/// As [`Services::hash_password`], without holding up anyone.
pub(crate) async fn hash(ctx: &Services, password: &str) -> Result<String, Error> {
    let (ctx, password) = (ctx.clone(), password.to_owned());
    aside(move || ctx.hash_password(&password)).await
}

/// Whether a password is right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Fit {
    /// It is not.
    Wrong,
    /// It is.
    Right,
    /// It is, and this is a hash of it with today's settings: the kept one was made with weaker ones.
    Renewed(String),
}

/// Compares a password with a kept hash. Without one, the same work is done for nothing.
pub(super) async fn verify(ctx: &Services, kept: Option<String>, password: &str) -> Result<Fit, Error> {
    let (ctx, password) = (ctx.clone(), password.to_owned());
    aside(move || {
        let Some(kept) = kept else {
            ctx.hash_password(&password)?;
            return Ok(Fit::Wrong);
        };
        let parsed = PasswordHash::new(&kept).map_err(internal)?;
        if argon2().verify_password(password.as_bytes(), &parsed).is_err() {
            return Ok(Fit::Wrong);
        }
        Ok(if is_weak(&parsed) { Fit::Renewed(ctx.hash_password(&password)?) } else { Fit::Right })
    })
    .await
}

/// Whether a hash was made with less than today's settings.
fn is_weak(hash: &PasswordHash<'_>) -> bool {
    let wanted = Params::default();
    let enough = Params::try_from(hash).is_ok_and(|params| {
        params.m_cost() >= wanted.m_cost()
            && params.t_cost() >= wanted.t_cost()
            && params.p_cost() >= wanted.p_cost()
    });
    hash.algorithm != Algorithm::Argon2id.ident() || hash.version != Some(Version::V0x13.into()) || !enough
}

/// Hashes of recovery codes: with one salt for all of a person's, so that a typed code is hashed once.
pub(super) async fn hash_codes(ctx: &Services, codes: Vec<String>) -> Result<Vec<String>, Error> {
    let ctx = ctx.clone();
    aside(move || {
        let salt = SaltString::encode_b64(&random::<16>(&ctx)).map_err(internal)?;
        let hash =
            |code: &String| argon2().hash_password(code.as_bytes(), &salt).map(|hash| hash.to_string());
        codes.iter().map(hash).collect::<Result<_, _>>().map_err(internal)
    })
    .await
}

/// Which of these hashes is a code's.
pub(super) async fn find_code(kept: Vec<String>, code: String) -> Result<Option<String>, Error> {
    aside(move || {
        let Some(first) = kept.first() else { return Ok(None) };
        let salt = PasswordHash::new(first).map_err(internal)?.salt;
        let Some(salt) = salt else { return Ok(None) };
        let typed = argon2().hash_password(code.as_bytes(), salt).map_err(internal)?.to_string();
        Ok(kept.into_iter().find(|kept| *kept == typed))
    })
    .await
}

async fn aside<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    tokio::task::spawn_blocking(work).await.map_err(|error| Error::Internal(Box::new(error)))?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ones_own_words_make_no_password() {
        let own = ["nils", "exempel"];
        assert_eq!(rest("nils exempel", &own), 0);
        assert_eq!(rest("Nils.Exempel-2026", &own), 4);
        assert_eq!(rest("Exempel Exempel aaaaa", &own), 1);
        assert_eq!(rest("fyra gröna cyklar", &own), 15);
    }
}
