//! Second factors of users: authenticator apps (TOTP) and recovery codes.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::{
    Db, Result,
    run::{execute, fetch_all, fetch_scalar},
};

/// Stores the encrypted secret of an authenticator app that is being set up; `false` where an app is confirmed already, and
/// nothing was written.
pub async fn begin_totp_setup(db: &mut Db, user: Uuid, sealed: &str) -> Result<bool> {
    let sql = "UPDATE users SET totp_secret = $2 WHERE id = $1 AND totp_confirmed_at IS NULL";
    Ok(execute!(db, sql, user, sealed)? == 1)
}

/// Confirms the authenticator app after its first valid code, of time step `step`. `false` where no app is being set up.
pub async fn confirm_totp(db: &mut Db, user: Uuid, step: i64, now: DateTime<Utc>) -> Result<bool> {
    let sql = "UPDATE users SET totp_confirmed_at = $3, totp_last_step = $2
               WHERE id = $1 AND totp_secret IS NOT NULL AND totp_confirmed_at IS NULL";
    Ok(execute!(db, sql, user, step, now)? == 1)
}

/// Marks the code of a time step as used; `false` where this step or a later one was used before.
pub async fn consume_totp_step(db: &mut Db, user: Uuid, step: i64) -> Result<bool> {
    let sql = "UPDATE users SET totp_last_step = $2 WHERE id = $1 AND totp_confirmed_at IS NOT NULL
               AND (totp_last_step IS NULL OR totp_last_step < $2)";
    Ok(execute!(db, sql, user, step)? == 1)
}

/// Deletes the authenticator app and all recovery codes.
pub async fn delete(db: &mut Db, user: Uuid) -> Result<()> {
    let sql =
        "UPDATE users SET totp_secret = NULL, totp_confirmed_at = NULL, totp_last_step = NULL WHERE id = $1";
    execute!(db, sql, user)?;
    execute!(db, "DELETE FROM recovery_codes WHERE user_id = $1", user).map(|_| ())
}

/// Replaces all recovery codes.
pub async fn replace_recovery_codes(db: &mut Db, user: Uuid, hashes: &[String]) -> Result<()> {
    execute!(db, "DELETE FROM recovery_codes WHERE user_id = $1", user)?;
    for hash in hashes {
        execute!(db, "INSERT INTO recovery_codes (user_id, hash) VALUES ($1, $2)", user, hash)?;
    }
    Ok(())
}

/// Hashes of the unused recovery codes.
pub async fn list_recovery_code_hashes(db: &mut Db, user: Uuid) -> Result<Vec<String>> {
    let sql = "SELECT hash FROM recovery_codes WHERE user_id = $1 AND used_at IS NULL ORDER BY hash";
    Ok(fetch_all!(db, (String,), sql, user)?.into_iter().map(|(hash,)| hash).collect())
}

/// Number of unused recovery codes.
pub async fn count_unused_recovery_codes(db: &mut Db, user: Uuid) -> Result<i64> {
    fetch_scalar!(db, i64, "SELECT COUNT(*) FROM recovery_codes WHERE user_id = $1 AND used_at IS NULL", user)
}

/// Marks a recovery code as used; `false` where it was used before.
pub async fn consume_recovery_code(db: &mut Db, user: Uuid, hash: &str, now: DateTime<Utc>) -> Result<bool> {
    let sql = "UPDATE recovery_codes SET used_at = $3 WHERE user_id = $1 AND hash = $2 AND used_at IS NULL";
    Ok(execute!(db, sql, user, hash, now)? == 1)
}

/// The encrypted secrets of all authenticator apps, by the ids of their users.
pub async fn list_sealed(db: &mut Db) -> Result<Vec<(Uuid, String)>> {
    fetch_all!(
        db,
        (Uuid, String),
        "SELECT id, totp_secret FROM users WHERE totp_secret IS NOT NULL ORDER BY id"
    )
}

/// Replaces an encrypted secret; `false` where it is another one by now.
pub async fn replace_sealed(db: &mut Db, user: Uuid, former: &str, sealed: &str) -> Result<bool> {
    let sql = "UPDATE users SET totp_secret = $3 WHERE id = $1 AND totp_secret = $2";
    Ok(execute!(db, sql, user, former, sealed)? == 1)
}
