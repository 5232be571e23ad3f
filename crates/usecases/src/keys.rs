//! The keys of the portal: one family signs links and codes, the other seals secrets that the database alone must not reveal. Each
//! has a current key, with which everything new is made, and former ones that are still read, so that changing a key locks nobody
//! out.
//!
//! They come from the configuration or, where it gives none, from the table `settings`. A copy of the database is then enough to
//! make valid links; the program says so at its start.

use fyr_store::{Db, second_factors, settings as values};
use hmac::{Hmac, Mac};
use serde::{Deserialize, Deserializer, Serialize, de::Error as _};
use sha2::Sha256;

use crate::{Backend, Error};

/// The row in which releases before had one key for both.
const FORMER_ROW: &str = "signing-key";
/// The shortest key that a configuration may give, in characters.
const MIN_LENGTH: usize = 32;

/// What a key is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyUse {
    /// Signs links in mail and codes that are read out.
    Links,
    /// Encrypts the secrets of authenticator apps.
    Sealing,
}

impl KeyUse {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Links, Self::Sealing];

    /// The name on the command line.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Links => "links",
            Self::Sealing => "sealing",
        }
    }

    const fn row(self) -> &'static str {
        match self {
            Self::Links => "link-keys",
            Self::Sealing => "sealing-keys",
        }
    }

    /// The key that releases before used for this, made from their only one.
    fn key_of_former(self, signing: &[u8; 32]) -> Option<[u8; 32]> {
        match self {
            Self::Links => Some(*signing),
            Self::Sealing => derive(signing, "totp-secret"),
        }
    }
}

/// Keys as a configuration gives them: one on each line, the current one first, the former ones after it.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct ConfiguredKeys(Vec<String>);

impl ConfiguredKeys {
    /// Parses keys that are separated by white space; lines that begin with `#` are comments.
    ///
    /// # Errors
    /// What is wrong, without the keys.
    pub fn parse(text: &str) -> Result<Self, String> {
        let lines = text.lines().map(str::trim).filter(|line| !line.starts_with('#'));
        let keys: Vec<String> = lines.flat_map(str::split_whitespace).map(str::to_owned).collect();
        match keys.iter().position(|key| key.chars().count() < MIN_LENGTH) {
            Some(at) => Err(format!(
                "key {} is shorter than {MIN_LENGTH} characters; `fyr keys generate` makes one",
                at + 1
            )),
            None => Ok(Self(keys)),
        }
    }

    /// Whether none is given.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl std::fmt::Debug for ConfiguredKeys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} keys", self.0.len())
    }
}

impl Serialize for ConfiguredKeys {
    /// Never the keys: `***` where there are any.
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(if self.is_empty() { "" } else { "***" })
    }
}

impl<'de> Deserialize<'de> for ConfiguredKeys {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse(&String::deserialize(deserializer)?).map_err(D::Error::custom)
    }
}

/// The keys of both uses that the configuration gives.
#[derive(Clone, Debug, Default)]
pub struct KeySettings {
    /// Keys for links and codes; empty for those in the database.
    pub links: ConfiguredKeys,
    /// Keys for sealing; empty for those in the database.
    pub sealing: ConfiguredKeys,
}

impl KeySettings {
    const fn of(&self, purpose: KeyUse) -> &ConfiguredKeys {
        match purpose {
            KeyUse::Links => &self.links,
            KeyUse::Sealing => &self.sealing,
        }
    }
}

/// The keys of one use, the current one first.
#[derive(Clone)]
pub(crate) struct KeyRing {
    keys: Vec<[u8; 32]>,
    /// How many of them, from the first, come from the configuration.
    configured: usize,
}

impl KeyRing {
    /// The key with which everything new is made.
    pub fn current(&self) -> Option<&[u8; 32]> {
        self.keys.first()
    }

    /// All keys that are read, the current one first.
    pub fn all(&self) -> impl Iterator<Item = &[u8; 32]> {
        self.keys.iter()
    }
}

/// The keys of a portal.
#[derive(Clone)]
pub(crate) struct Keys {
    pub links: KeyRing,
    pub sealing: KeyRing,
}

fn derive(key: &[u8], purpose: &str) -> Option<[u8; 32]> {
    let mut mac = <Hmac<Sha256> as Mac>::new_from_slice(key).ok()?;
    mac.update(purpose.as_bytes());
    Some(mac.finalize().into_bytes().into())
}

/// 64 hexadecimal digits as a key; `None` where they are something else.
fn from_hex(text: &str) -> Option<[u8; 32]> {
    let mut key = [0; 32];
    if text.len() != 64 || !text.is_ascii() {
        return None;
    }
    for (byte, at) in key.iter_mut().zip((0..64).step_by(2)) {
        *byte = u8::from_str_radix(&text[at..at + 2], 16).ok()?;
    }
    Some(key)
}

fn to_hex(key: &[u8; 32]) -> String {
    key.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A new key of 256 random bits, in hexadecimal.
pub fn generate(backend: &Backend) -> String {
    generate_with(&*backend.clock)
}

/// As [`generate`], before there is a backend.
pub fn generate_with(clock: &dyn fyr_domain::clock::Clock) -> String {
    (0..4).map(|_| format!("{:016x}", clock.random())).collect()
}

/// The keys in the database, the current one first; empty where there are none yet.
async fn stored(db: &mut Db, purpose: KeyUse) -> Result<Vec<[u8; 32]>, Error> {
    if let Some(row) = values::find(db, purpose.row()).await? {
        let keys = row.split_whitespace().map(from_hex).collect::<Option<Vec<_>>>();
        return keys.ok_or_else(|| Error::Internal(format!("the row {} is damaged", purpose.row()).into()));
    }
    let former = values::find(db, FORMER_ROW).await?;
    Ok(former
        .and_then(|row| from_hex(&row))
        .and_then(|key| purpose.key_of_former(&key))
        .into_iter()
        .collect())
}

/// Reads the keys, and makes those that are neither configured nor stored; the first process wins.
pub(crate) async fn load(backend: &Backend, db: &mut Db) -> Result<Keys, Error> {
    let links = load_ring(backend, db, KeyUse::Links).await?;
    let sealing = load_ring(backend, db, KeyUse::Sealing).await?;
    Ok(Keys { links, sealing })
}

/// Reads the keys, and makes none.
pub(crate) async fn read(backend: &Backend, db: &mut Db) -> Result<Keys, Error> {
    let links = read_ring(backend, db, KeyUse::Links).await?;
    let sealing = read_ring(backend, db, KeyUse::Sealing).await?;
    Ok(Keys { links, sealing })
}

async fn read_ring(backend: &Backend, db: &mut Db, purpose: KeyUse) -> Result<KeyRing, Error> {
    let label = match purpose {
        KeyUse::Links => "fyr links",
        KeyUse::Sealing => "fyr sealing",
    };
    let configured = backend.settings.keys.of(purpose);
    let mut keys: Vec<[u8; 32]> =
        configured.0.iter().filter_map(|key| derive(key.as_bytes(), label)).collect();
    let from_configuration = keys.len();
    keys.extend(stored(db, purpose).await?);
    Ok(KeyRing { keys, configured: from_configuration })
}

async fn load_ring(backend: &Backend, db: &mut Db, purpose: KeyUse) -> Result<KeyRing, Error> {
    let mut ring = read_ring(backend, db, purpose).await?;
    if ring.keys.is_empty() {
        values::insert_if_absent(db, purpose.row(), &generate(backend)).await?;
        ring.keys = stored(db, purpose).await?;
    }
    Ok(ring)
}

/// Where the keys of a use are, and what still depends on former ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeyReport {
    /// What they are for.
    pub purpose: KeyUse,
    /// Whether the current one is in the database, where a copy of it reveals the key.
    pub is_stored: bool,
    /// How many former ones are read.
    pub former: usize,
    /// Secrets that a former key has sealed.
    pub sealed_with_former: usize,
    /// Secrets that no key opens: their owners use a recovery code.
    pub unreadable: usize,
}

/// Describes the keys.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn report(backend: &Backend) -> Result<Vec<KeyReport>, Error> {
    let mut db = backend.store.read().await?;
    let secrets = second_factors::list_sealed(&mut db).await?;
    let keys = backend.keys()?;
    let mut reports = Vec::new();
    for (purpose, ring) in [(KeyUse::Links, &keys.links), (KeyUse::Sealing, &keys.sealing)] {
        let mut report = KeyReport {
            purpose,
            is_stored: ring.configured == 0,
            former: ring.keys.len().saturating_sub(1),
            sealed_with_former: 0,
            unreadable: 0,
        };
        if purpose == KeyUse::Sealing {
            for (user, sealed) in &secrets {
                match crate::accounts::sealed_with(backend, *user, sealed)? {
                    Some(0) => {}
                    Some(_) => report.sealed_with_former += 1,
                    None => report.unreadable += 1,
                }
            }
        }
        reports.push(report);
    }
    Ok(reports)
}

/// Puts a new key before those in the database. Everything that was made with the old ones goes on working. Processes that
/// run read it at their next start.
///
/// # Errors
/// [`Error::Internal`] where the configuration gives the current key; [`Error::Unavailable`].
pub async fn renew_stored(backend: &Backend, purpose: KeyUse) -> Result<(), Error> {
    if !backend.settings.keys.of(purpose).is_empty() {
        return Err(Error::Internal(
            "the configuration gives this key: put the new one on its first line".into(),
        ));
    }
    let mut tx = backend.begin().await?;
    let mut both = Vec::new();
    for each in KeyUse::ALL {
        let mut keys: Vec<String> = stored(&mut tx, each).await?.iter().map(to_hex).collect();
        if each == purpose {
            keys.insert(0, generate(backend));
        }
        both.push((each, keys));
    }
    write(&mut tx, &both).await?;
    tx.commit().await
}

/// Stops reading the former keys of the database; with a key in the configuration, all of the database. Links that they signed
/// stop working. Returns how many there were.
///
/// # Errors
/// [`Error::Internal`] where secrets are still sealed with one of them; [`Error::Unavailable`].
pub async fn forget_former(backend: &Backend, purpose: KeyUse) -> Result<usize, Error> {
    let needed = report(backend)
        .await?
        .iter()
        .any(|report| report.purpose == purpose && report.sealed_with_former > 0);
    if needed {
        return Err(Error::Internal(
            "secrets are still sealed with a former key: `fyr keys reseal` first".into(),
        ));
    }
    let keep = usize::from(backend.settings.keys.of(purpose).is_empty());
    let mut tx = backend.begin().await?;
    let (mut both, mut forgotten) = (Vec::new(), 0);
    for each in KeyUse::ALL {
        let mut keys: Vec<String> = stored(&mut tx, each).await?.iter().map(to_hex).collect();
        if each == purpose {
            forgotten = keys.len().saturating_sub(keep);
            keys.truncate(keep);
        }
        both.push((each, keys));
    }
    write(&mut tx, &both).await?;
    tx.commit().await?;
    Ok(forgotten)
}

/// Writes the keys of both uses, and removes the row of releases before, which stood for both.
async fn write(db: &mut Db, both: &[(KeyUse, Vec<String>)]) -> Result<(), Error> {
    for (purpose, keys) in both {
        values::put(db, purpose.row(), &keys.join(" ")).await?;
    }
    Ok(values::delete(db, FORMER_ROW).await?)
}

/// Seals every secret that a former key has sealed with the current one; returns how many.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn reseal(backend: &Backend) -> Result<usize, Error> {
    let mut tx = backend.begin().await?;
    let mut count = 0;
    for (user, sealed) in second_factors::list_sealed(&mut tx).await? {
        if crate::accounts::sealed_with(backend, user, &sealed)?.is_some_and(|at| at > 0) {
            let renewed = crate::accounts::seal_anew(backend, user, &sealed)?;
            count += usize::from(second_factors::replace_sealed(&mut tx, user, &sealed, &renewed).await?);
        }
    }
    tx.commit().await?;
    Ok(count)
}

impl Backend {
    /// The keys for links and for sealing that are in use; loaded from the database where the configuration gives none.
    ///
    /// # Errors
    /// [`Error::Internal`] before [`Backend::prepare`].
    pub(crate) fn keys(&self) -> Result<&Keys, Error> {
        self.0.keys.get().ok_or_else(|| Error::Internal("the portal is not prepared".into()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_read_line_by_line_and_short_ones_refused_without_being_shown() {
        let (new, old) = ("n".repeat(40), "o".repeat(32));
        let text = format!("# the new one\n{new}\n\n  {old}  \n");
        assert_eq!(ConfiguredKeys::parse(&text), Ok(ConfiguredKeys(vec![new.clone(), old])));
        let refused = ConfiguredKeys::parse(&format!("{new}\nshort-secret")).expect_err("too short");
        assert!(refused.contains("key 2") && !refused.contains("short-secret"), "{refused}");
        assert!(ConfiguredKeys::parse(" \n# nothing\n").expect("none").is_empty());
        let shown = format!("{:?}", ConfiguredKeys(vec![new.clone()]));
        assert!(!shown.contains(&new), "{shown}");
    }

    #[test]
    fn only_sixty_four_hexadecimal_digits_are_a_stored_key() {
        assert_eq!(from_hex(&to_hex(&[171; 32])), Some([171; 32]));
        for damaged in ["", "ab", &"g".repeat(64), &"a".repeat(63), &"å".repeat(32)] {
            assert_eq!(from_hex(damaged), None, "{damaged}");
        }
    }
}
