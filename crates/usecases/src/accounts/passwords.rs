//! Passwords: which ones are accepted, and how they are hashed and verified. Hashing takes some 20 ms and 19 MiB each time, so that
//! only as many run at once as there are processors, behind a short queue.

use std::{sync::Arc, thread::available_parallelism};

use argon2::{
    Algorithm, Argon2, Params, PasswordHash, PasswordHasher, PasswordVerifier, Version,
    password_hash::SaltString,
};
use fyr_domain::{
    fields::{FieldErrors, Problem},
    text::{nfd, opaque_string},
};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use zxcvbn::{Score, zxcvbn};

use super::secrets::random_bytes;
use crate::{Backend, Error, PasswordCost};

/// The longest password in bytes: hashing longer input only costs time.
pub const MAX_PASSWORD: usize = 1_000;

/// Argon2id with one lane.
fn argon2(cost: PasswordCost) -> Result<Argon2<'static>, Error> {
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params(cost)?))
}

fn params(cost: PasswordCost) -> Result<Params, Error> {
    Params::new(cost.memory_kib, cost.passes, 1, None)
        .map_err(|error| Error::Internal(error.to_string().into()))
}

fn internal(error: argon2::password_hash::Error) -> Error {
    Error::Internal(error.to_string().into())
}

impl Backend {
    /// Hashes a password for storing, prepared by the profile `OpaqueString`. Slow on purpose and blocking: async code uses [`hash`].
    ///
    /// # Errors
    /// [`Error::Internal`] where hashing itself fails, which is a bug.
    pub fn hash_password(&self, password: &str) -> Result<String, Error> {
        let salt = SaltString::encode_b64(&random_bytes::<16>(self)).map_err(internal)?;
        let argon2 = argon2(self.settings.accounts.password_cost)?;
        let password = opaque_string(password);
        Ok(argon2.hash_password(password.as_bytes(), &salt).map_err(internal)?.to_string())
    }
}

/// Checks a new password: rejects one that is too short, too long or easily guessed, such as common ones and those made of
/// `own_words`, the person's name and address.
pub(crate) fn check(backend: &Backend, password: &str, own_words: &[&str]) -> Result<(), Problem> {
    let min = backend.settings.accounts.password_min;
    let password = opaque_string(password);
    let password = password.as_str();
    if password.is_empty() {
        return Err(Problem::NewPasswordRequired);
    }
    if password.len() > MAX_PASSWORD {
        return Err(Problem::TooLong { max: MAX_PASSWORD });
    }
    if password.chars().count() < min {
        return Err(Problem::TooShort { min });
    }
    let portal = [
        backend.settings.public_url.as_str(),
        backend.settings.mail_from.name.as_deref().unwrap_or_default(),
    ];
    if is_guessable(password, &guessable_words(own_words.iter().chain(&portal))) {
        return Err(Problem::CommonPassword);
    }
    Ok(())
}

/// Words that attackers of a support portal try first, whoever the person is. `docs/security.md` lists them.
const PORTAL_WORDS: [&str; 11] = [
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

/// The words of a person and of this portal, longest first, so that a word is removed before the shorter ones it contains.
fn guessable_words<'a>(own: impl Iterator<Item = &'a &'a str>) -> Vec<String> {
    let mut words: Vec<String> = own
        .flat_map(|text| text.split(|c: char| !c.is_alphanumeric()))
        .chain(PORTAL_WORDS)
        .filter(|word| word.chars().count() > 2 && !matches!(*word, "http" | "https" | "www"))
        .map(str::to_lowercase)
        .collect();
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    words
}

/// The letter that a digit or sign stands for in common substitutions, such as `0` for `o`; any other character unchanged.
const fn undo_substitution(c: char) -> char {
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

/// Removes these words from a password and returns the rest.
fn remove_words(password: &str, words: &[String]) -> String {
    let mut left: Vec<char> = password.to_lowercase().chars().collect();
    for word in words {
        let word: Vec<char> = word.chars().map(undo_substitution).collect();
        let found = |left: &[char]| {
            left.windows(word.len())
                .position(|part| part.iter().map(|c| undo_substitution(*c)).eq(word.iter().copied()))
        };
        while let Some(at) = found(&left) {
            left.drain(at..at + word.len());
        }
    }
    left.into_iter().collect()
}

/// Whether a password is easily guessed, with or without these words in it. A long passphrase may contain one of them.
fn is_guessable(password: &str, words: &[String]) -> bool {
    let known: Vec<&str> = words.iter().map(String::as_str).collect();
    let rest = remove_words(password, words);
    zxcvbn(password, &known).score() < Score::Three || zxcvbn(&rest, &known).score() < Score::Three
}

/// As [`Backend::hash_password`], on a thread for blocking work.
pub(crate) async fn hash(backend: &Backend, password: &str) -> Result<String, Error> {
    let (backend, password) = (backend.clone(), password.to_owned());
    let permit = backend.hashing.acquire("password").await?;
    run_blocking(permit, move || backend.hash_password(&password)).await
}

/// The result of verifying a password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum PasswordMatch {
    /// The password is wrong, or there is no hash.
    Mismatch,
    /// The password is right.
    Match,
    /// The password is right, but the stored hash was made with weaker parameters, or of the password as it was typed then: a new
    /// hash to store instead.
    Rehashed(String),
}

/// The forms of a typed password to try, the prepared one first. Earlier releases hashed it as the keyboard wrote it, so that as it
/// is typed now, or decomposed, can be what they hashed.
fn candidates(password: &str) -> Vec<String> {
    let mut candidates = vec![opaque_string(password)];
    for other in [password.to_owned(), nfd(password)] {
        if !candidates.contains(&other) {
            candidates.push(other);
        }
    }
    candidates
}

/// Verifies a password against a stored hash. Without one it takes as long and returns [`PasswordMatch::Mismatch`], so that
/// the time does not tell whether an account exists.
pub(super) async fn verify(
    backend: &Backend,
    stored: Option<String>,
    password: &str,
) -> Result<PasswordMatch, Error> {
    let (backend, password) = (backend.clone(), password.to_owned());
    let permit = backend.hashing.acquire("password").await?;
    run_blocking(permit, move || {
        let candidates = candidates(&password);
        let Some(stored) = stored else {
            for candidate in &candidates {
                backend.hash_password(candidate)?;
            }
            return Ok(PasswordMatch::Mismatch);
        };
        let parsed = PasswordHash::new(&stored).map_err(internal)?;
        // with the cost that the hash was made with
        let is_match =
            |candidate: &String| Argon2::default().verify_password(candidate.as_bytes(), &parsed).is_ok();
        let Some(found) = candidates.iter().position(is_match) else { return Ok(PasswordMatch::Mismatch) };
        Ok(if found > 0 || is_outdated(&parsed, &params(backend.settings.accounts.password_cost)?) {
            PasswordMatch::Rehashed(backend.hash_password(&password)?)
        } else {
            PasswordMatch::Match
        })
    })
    .await
}

/// Whether a hash was made with another algorithm or with less costly parameters than the current ones.
fn is_outdated(hash: &PasswordHash<'_>, current: &Params) -> bool {
    let costly_enough = Params::try_from(hash).is_ok_and(|params| {
        params.m_cost() >= current.m_cost()
            && params.t_cost() >= current.t_cost()
            && params.p_cost() >= current.p_cost()
    });
    hash.algorithm != Algorithm::Argon2id.ident()
        || hash.version != Some(Version::V0x13.into())
        || !costly_enough
}

/// Hashes a person's recovery codes, all with the same salt, so that verifying a typed code takes one hash.
pub(super) async fn hash_codes(backend: &Backend, codes: Vec<String>) -> Result<Vec<String>, Error> {
    let backend = backend.clone();
    let permit = backend.hashing.acquire("code").await?;
    run_blocking(permit, move || {
        let salt = SaltString::encode_b64(&random_bytes::<16>(&backend)).map_err(internal)?;
        let argon2 = argon2(backend.settings.accounts.password_cost)?;
        let hash = |code: &String| argon2.hash_password(code.as_bytes(), &salt).map(|hash| hash.to_string());
        codes.iter().map(hash).collect::<Result<_, _>>().map_err(internal)
    })
    .await
}

/// Returns the one of these hashes that is the code's. All must have the same salt.
pub(super) async fn find_code(
    backend: &Backend,
    hashes: Vec<String>,
    code: String,
) -> Result<Option<String>, Error> {
    let permit = backend.hashing.acquire("code").await?;
    run_blocking(permit, move || {
        let Some(first) = hashes.first() else { return Ok(None) };
        let first = PasswordHash::new(first).map_err(internal)?;
        let Some(salt) = first.salt else { return Ok(None) };
        // with the cost that the hashes were made with
        let cost = Params::try_from(&first).map_err(internal)?;
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, cost);
        let typed = argon2.hash_password(code.as_bytes(), salt).map_err(internal)?.to_string();
        Ok(hashes.into_iter().find(|hash| *hash == typed))
    })
    .await
}

/// Runs work that blocks on a thread of its own. Whoever stops waiting for it gives up neither thread nor permit.
async fn run_blocking<T: Send + 'static>(
    permit: HashingPermit,
    work: impl FnOnce() -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    let work = move || {
        let result = work();
        drop(permit);
        result
    };
    tokio::task::spawn_blocking(work).await.map_err(|error| Error::Internal(Box::new(error)))?
}

/// How many wait for one processor: at 20 ms each a third of a second.
const QUEUE_LENGTH: usize = 16;
/// How long someone is asked to wait when the queue is full, in seconds.
const BUSY_SECONDS: u64 = 3;

/// The queue before hashing: as many at once as there are processors, and a few who wait.
#[derive(Debug)]
pub(crate) struct HashingQueue {
    /// Those who run and those who wait.
    places: Arc<Semaphore>,
    /// Those who run.
    running: Arc<Semaphore>,
}

/// The right to hash once, until it is dropped.
#[derive(Debug)]
struct HashingPermit {
    _running: OwnedSemaphorePermit,
    _place: OwnedSemaphorePermit,
}

impl Default for HashingQueue {
    fn default() -> Self {
        Self::new(available_parallelism().map_or(1, usize::from))
    }
}

impl HashingQueue {
    fn new(processors: usize) -> Self {
        let places = processors * (1 + QUEUE_LENGTH);
        Self { places: Arc::new(Semaphore::new(places)), running: Arc::new(Semaphore::new(processors)) }
    }

    /// Refuses where the queue is full: asked before an attempt is counted, so that a crowd counts against nobody.
    ///
    /// # Errors
    /// [`Error::Invalid`] with [`Problem::RateLimited`] on `field`.
    pub(super) fn check(&self, field: &str) -> Result<(), Error> {
        if self.places.available_permits() > 0 { Ok(()) } else { Err(busy(field)) }
    }

    /// Waits for a permit to hash.
    async fn acquire(&self, field: &str) -> Result<HashingPermit, Error> {
        let place = self.places.clone().try_acquire_owned().map_err(|_| busy(field))?;
        let running = self.running.clone().acquire_owned().await.map_err(|_| busy(field))?;
        Ok(HashingPermit { _running: running, _place: place })
    }
}

fn busy(field: &str) -> Error {
    tracing::warn!("too many passwords at once");
    FieldErrors::single(field, Problem::RateLimited { seconds: BUSY_SECONDS }).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn few_passwords_are_hashed_at_once_and_a_long_queue_is_refused() {
        let queue = HashingQueue::new(2);
        let (first, second) =
            (queue.acquire("password").await.unwrap(), queue.acquire("password").await.unwrap());
        let mut waiting: Vec<_> =
            (0..2 * QUEUE_LENGTH).map(|_| Box::pin(queue.acquire("password"))).collect();
        for next in &mut waiting {
            assert!(futures::poll!(next).is_pending(), "two run, the others wait");
        }
        assert!(matches!(queue.acquire("code").await, Err(Error::Invalid(_))), "nobody waits behind them");
        assert!(queue.check("email").is_err());
        drop(first);
        let third = waiting.remove(0).await;
        assert!(third.is_ok(), "whoever waits has the next permit");
        assert!(queue.check("email").is_ok());
        drop((second, third, waiting));
        assert_eq!(queue.running.available_permits(), 2);
    }

    #[tokio::test]
    async fn a_permit_is_held_as_long_as_the_work_whoever_waits_for_it() {
        let queue = HashingQueue::new(1);
        let permit = queue.acquire("password").await.unwrap();
        let (go, wait) = std::sync::mpsc::channel::<()>();
        let (end, ended) = tokio::sync::oneshot::channel();
        let mut work = Box::pin(run_blocking(permit, move || {
            wait.recv().unwrap();
            end.send(()).unwrap();
            Ok(())
        }));
        assert!(futures::poll!(&mut work).is_pending());
        drop(work);
        assert_eq!(queue.running.available_permits(), 0, "the request is gone, its thread is not");
        go.send(()).unwrap();
        ended.await.unwrap();
        let _next = queue.acquire("password").await.unwrap();
    }

    fn guessable(password: &str) -> bool {
        let own =
            ["Åsa Öberg-Nyström", "asa.oberg@kommun.example", "https://help.sundsvall.example", "Arbetslots"];
        is_guessable(password, &guessable_words(own.iter()))
    }

    #[test]
    fn what_an_earlier_release_may_have_hashed_is_tried_after_the_prepared_password() {
        let decomposed = "Fa\u{30a}rskinn\u{a0}7";
        assert_eq!(candidates(decomposed), ["Fårskinn 7", decomposed]);
        assert_eq!(candidates("Fårskinn 7"), ["Fårskinn 7", "Fa\u{30a}rskinn 7"]);
        assert_eq!(candidates("correct horse"), ["correct horse"]);
    }

    #[test]
    fn words_of_the_person_and_the_portal_add_no_strength() {
        for password in [
            "åsa-öberg-nyström-7",
            "Asa.Oberg@kommun.example",
            "SundsvallSundsvall7!",
            "arbetslots-support-2026",
            "Fyrp0rtal2026!!",
            "fyrfyrfyrfyrk9",
            "handledare-handledare-1",
        ] {
            assert!(guessable(password), "{password}");
        }
    }

    #[test]
    fn common_passwords_and_patterns_are_guessable_however_long() {
        for password in
            ["password123456", "qwertyuiop1234", "aaaaaaaaaaaaaaaa", "abcdefghijklmnop", "iloveyou12345678"]
        {
            assert!(guessable(password), "{password}");
        }
    }

    #[test]
    fn a_passphrase_may_contain_such_a_word_and_needs_no_character_classes() {
        for password in [
            "fyra gröna cyklar i regn",
            "supporten sjunger sällan serenader",
            "tmxq bvzr kwpl",
            "93058217460391",
            "ÅÄÖ øæ 中文 пароль 🐟🐟",
            "FyrXk9mQ2vTz",
        ] {
            assert!(!guessable(password), "{password}");
        }
    }
}
