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
    let place =
        [ctx.settings.public_url.as_str(), ctx.settings.mail_from.name.as_deref().unwrap_or_default()];
    if is_easy(password, &guessed_first(own_words.iter().chain(&place))) {
        return Err(Problem::EasyPassword);
    }
    Ok(())
}

/// Words that are tried first here, whoever the person is. `docs/security.md` lists them.
const OF_THE_PLACE: [&str; 11] = [
    "fyr",
    "portal",
    "support",
    "helpdesk",
    "admin",
    "password",
    "lösenord",
    "passord",
    "handledare",
    "veileder",
    "deltagare",
];

/// The words of a person and of this portal, longest first: a short one does not hide a longer one it is part of.
fn guessed_first<'a>(own: impl Iterator<Item = &'a &'a str>) -> Vec<String> {
    let mut words: Vec<String> = own
        .flat_map(|text| text.split(|c: char| !c.is_alphanumeric()))
        .chain(OF_THE_PLACE)
        .filter(|word| word.chars().count() > 2 && !matches!(*word, "http" | "https" | "www"))
        .map(str::to_lowercase)
        .collect();
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    words
}

/// A letter as it is meant where people write figures and signs for letters.
const fn meant(c: char) -> char {
    match c {
        '0' => 'o',
        '1' | '!' | 'l' => 'i',
        '3' => 'e',
        '4' | '@' => 'a',
        '5' | '$' => 's',
        '7' => 't',
        other => other,
    }
}

/// What is left of a password without these words.
fn without(password: &str, words: &[String]) -> String {
    let mut left: Vec<char> = password.to_lowercase().chars().collect();
    for word in words {
        let word: Vec<char> = word.chars().map(meant).collect();
        let found = |left: &[char]| {
            left.windows(word.len()).position(|part| part.iter().map(|c| meant(*c)).eq(word.iter().copied()))
        };
        while let Some(at) = found(&left) {
            left.drain(at..at + word.len());
        }
    }
    left.into_iter().collect()
}

/// Whether a password is soon guessed: as it stands, or once such words in it count for nothing. A long sentence may hold
/// one of them.
fn is_easy(password: &str, words: &[String]) -> bool {
    let known: Vec<&str> = words.iter().map(String::as_str).collect();
    let rest = without(password, words);
    zxcvbn(password, &known).score() < Score::Three || zxcvbn(&rest, &known).score() < Score::Three
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

    fn easy(password: &str) -> bool {
        let own =
            ["Åsa Öberg-Nyström", "asa.oberg@kommun.example", "https://help.sundsvall.example", "Arbetslots"];
        is_easy(password, &guessed_first(own.iter()))
    }

    #[test]
    fn words_of_the_person_and_the_place_count_for_nothing() {
        for password in [
            "åsa-öberg-nyström-7",
            "Asa.Oberg@kommun.example",
            "SundsvallSundsvall7!",
            "arbetslots-support-2026",
            "Fyrp0rtal2026!!",
            "fyrfyrfyrfyrk9",
            "handledare-handledare-1",
        ] {
            assert!(easy(password), "{password}");
        }
    }

    #[test]
    fn common_passwords_and_patterns_are_easy_however_long() {
        for password in
            ["password123456", "qwertyuiop1234", "aaaaaaaaaaaaaaaa", "abcdefghijklmnop", "iloveyou12345678"]
        {
            assert!(easy(password), "{password}");
        }
    }

    #[test]
    fn a_sentence_may_hold_such_a_word_and_nothing_else_is_asked_of_it() {
        for password in [
            "fyra gröna cyklar i regn",
            "supporten sjunger sällan serenader",
            "tmxq bvzr kwpl",
            "93058217460391",
            "ÅÄÖ øæ 中文 пароль 🐟🐟",
            "FyrXk9mQ2vTz",
        ] {
            assert!(!easy(password), "{password}");
        }
    }
}
