//! Recovery codes, for when the authenticator app is lost.

use fyr_domain::Actor;
use fyr_store::factors;
use uuid::Uuid;

use super::{
    password::{Proven, prove},
    passwords::{find_code, hash_codes},
    second_factor::{Asking, check_code, record},
    secrets::random,
};
use crate::{Error, Services};

/// So many at a time.
const CODES: usize = 10;
/// Crockford's letters: none looks like another.
const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// New codes of fifty bits, such as `K7M3Q-9X2TB`, and their hashes.
pub(super) async fn make(ctx: &Services) -> Result<(Vec<String>, Vec<String>), Error> {
    let codes: Vec<String> = (0..CODES)
        .map(|_| {
            let letter = |byte: &u8| char::from(LETTERS[usize::from(byte % 32)]);
            random::<16>(ctx)[..10].iter().map(letter).collect()
        })
        .collect();
    let hashes = hash_codes(ctx, codes.clone()).await?;
    let shown = codes.iter().map(|code| format!("{}-{}", &code[..5], &code[5..])).collect();
    Ok((shown, hashes))
}

/// What was typed as it was made: without blanks and hyphens, with the letters that people mix up as digits.
fn plain(code: &str) -> String {
    code.chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| match c.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        })
        .collect()
}

/// The hash of an unused code of a person's.
pub(super) async fn find(ctx: &Services, user: Uuid, code: &str) -> Result<Option<String>, Error> {
    let code = plain(code);
    if code.len() != 10 {
        return Ok(None);
    }
    let kept = {
        let mut db = ctx.store.read().await?;
        factors::codes(&mut db, user).await?
    };
    find_code(kept, code).await
}

/// Puts new codes in the place of the old ones, for who has a code of the app or one of those and has signed in just now.
///
/// # Errors
/// As [`check_code`]; [`Error::Invalid`] for `current`; [`Error::SignInFirst`].
pub async fn new_codes(
    ctx: &Services,
    actor: &Actor,
    proven: Proven<'_>,
    code: &str,
) -> Result<Vec<String>, Error> {
    let user = actor.user_id().ok_or(Error::SignInFirst)?;
    prove(ctx, user, proven).await?;
    check_code(ctx, actor, Asking { user, by: "account" }, code).await?;
    let (codes, hashes) = make(ctx).await?;
    let mut tx = ctx.store.begin().await?;
    factors::put_codes(&mut tx, user, &hashes).await?;
    record(ctx, &mut tx, actor, "recovery-codes.renewed", user).await?;
    tx.commit().await?;
    Ok(codes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read_as_people_copy_them() {
        assert_eq!(plain(" k7m3q-9x2to "), "K7M3Q9X2T0");
        assert_eq!(plain("IL"), "11");
    }
}
