//! Second factors: authenticator apps and recovery codes.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::{
    Db, Result,
    run::{all, exec, value},
};

/// Keeps the sealed secret of an authenticator app that is being set up. Nothing is written over a confirmed one.
pub async fn begin_totp(db: &mut Db, user: Uuid, sealed: &str) -> Result<bool> {
    let sql = "UPDATE users SET totp_secret = $2 WHERE id = $1 AND totp_confirmed_at IS NULL";
    Ok(exec!(db, sql, user, sealed)? == 1)
}

/// Makes the app count, from the step of time whose code was right.
pub async fn confirm_totp(db: &mut Db, user: Uuid, step: i64, now: DateTime<Utc>) -> Result<bool> {
    let sql = "UPDATE users SET totp_confirmed_at = $3, totp_last_step = $2
               WHERE id = $1 AND totp_secret IS NOT NULL AND totp_confirmed_at IS NULL";
    Ok(exec!(db, sql, user, step, now)? == 1)
}

/// Takes the code of a step of time; `false` where this or a later one was taken before.
pub async fn take_step(db: &mut Db, user: Uuid, step: i64) -> Result<bool> {
    let sql = "UPDATE users SET totp_last_step = $2 WHERE id = $1 AND totp_confirmed_at IS NOT NULL
               AND (totp_last_step IS NULL OR totp_last_step < $2)";
    Ok(exec!(db, sql, user, step)? == 1)
}

/// Takes app and recovery codes away.
pub async fn remove(db: &mut Db, user: Uuid) -> Result<()> {
    let sql =
        "UPDATE users SET totp_secret = NULL, totp_confirmed_at = NULL, totp_last_step = NULL WHERE id = $1";
    exec!(db, sql, user)?;
    exec!(db, "DELETE FROM recovery_codes WHERE user_id = $1", user).map(|_| ())
}

/// Puts new recovery codes in the place of all others.
pub async fn put_codes(db: &mut Db, user: Uuid, hashes: &[String]) -> Result<()> {
    exec!(db, "DELETE FROM recovery_codes WHERE user_id = $1", user)?;
    for hash in hashes {
        exec!(db, "INSERT INTO recovery_codes (user_id, hash) VALUES ($1, $2)", user, hash)?;
    }
    Ok(())
}

/// The hashes of codes that have not been used.
pub async fn codes(db: &mut Db, user: Uuid) -> Result<Vec<String>> {
    let sql = "SELECT hash FROM recovery_codes WHERE user_id = $1 AND used_at IS NULL ORDER BY hash";
    Ok(all!(db, (String,), sql, user)?.into_iter().map(|(hash,)| hash).collect())
}

/// How many codes are left.
pub async fn codes_left(db: &mut Db, user: Uuid) -> Result<i64> {
    value!(db, i64, "SELECT COUNT(*) FROM recovery_codes WHERE user_id = $1 AND used_at IS NULL", user)
}

/// Uses a code up; `false` where it was used before.
pub async fn use_code(db: &mut Db, user: Uuid, hash: &str, now: DateTime<Utc>) -> Result<bool> {
    let sql = "UPDATE recovery_codes SET used_at = $3 WHERE user_id = $1 AND hash = $2 AND used_at IS NULL";
    Ok(exec!(db, sql, user, hash, now)? == 1)
}
