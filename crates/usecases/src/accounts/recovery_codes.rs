//! Recovery codes, which replace codes of the authenticator app when it is lost. Each is accepted once.

use fyr_domain::Actor;
use fyr_store::second_factors;
use uuid::Uuid;

use super::{
    passwords::{find_code, hash_codes},
    reauthentication::{Reauthentication, require_reauthentication},
    second_factor::{CodeChallenge, check_second_factor_code, record_audit_event},
    secrets::random_bytes,
};
use crate::{Backend, Error};

/// How many codes a person gets.
const CODE_COUNT: usize = 10;
/// Crockford's Base32, which has no characters that look alike.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// New recovery codes.
pub(super) struct GeneratedCodes {
    /// The codes to show, such as `K7M3Q-9X2TB`.
    pub codes: Vec<String>,
    /// Their hashes to store, in the same order.
    pub hashes: Vec<String>,
}

/// Generates codes of 50 bits each.
pub(super) async fn generate(backend: &Backend) -> Result<GeneratedCodes, Error> {
    let codes: Vec<String> = (0..CODE_COUNT)
        .map(|_| {
            let character = |byte: &u8| char::from(ALPHABET[usize::from(byte % 32)]);
            random_bytes::<16>(backend)[..10].iter().map(character).collect()
        })
        .collect();
    let hashes = hash_codes(backend, codes.clone()).await?;
    let codes = codes.iter().map(|code| format!("{}-{}", &code[..5], &code[5..])).collect();
    Ok(GeneratedCodes { codes, hashes })
}

/// Normalises a typed code: upper case, no spaces and hyphens, and `O`, `I` and `L` read as the digits they look like.
fn normalise(code: &str) -> String {
    code.chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| match c.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        })
        .collect()
}

/// Finds the stored hash of an unused code of this person.
pub(super) async fn find_hash(backend: &Backend, user: Uuid, code: &str) -> Result<Option<String>, Error> {
    let code = normalise(code);
    if code.len() != 10 {
        return Ok(None);
    }
    let hashes = {
        let mut db = backend.store.read().await?;
        second_factors::list_recovery_code_hashes(&mut db, user).await?
    };
    find_code(backend, hashes, code).await
}

/// Replaces the recovery codes of the signed-in person, who shows a code of the app or an unused recovery code.
///
/// # Errors
/// As [`check_second_factor_code`]; [`Error::Invalid`] for `current`; [`Error::SignInFirst`].
pub async fn regenerate_recovery_codes(
    backend: &Backend,
    actor: &Actor,
    reauthentication: Reauthentication<'_>,
    code: &str,
) -> Result<Vec<String>, Error> {
    let user = actor.user_id().ok_or(Error::SignInFirst)?;
    require_reauthentication(backend, user, reauthentication).await?;
    check_second_factor_code(backend, actor, CodeChallenge { user, method: "account" }, code).await?;
    let GeneratedCodes { codes, hashes } = generate(backend).await?;
    let mut tx = backend.begin().await?;
    second_factors::replace_recovery_codes(&mut tx, user, &hashes).await?;
    record_audit_event(backend, &mut tx, actor, "recovery-codes.renewed", user).await?;
    tx.commit().await?;
    Ok(codes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read_as_people_copy_them() {
        assert_eq!(normalise(" k7m3q-9x2to "), "K7M3Q9X2T0");
        assert_eq!(normalise("IL"), "11");
    }
}
