//! Chance, and what is kept in a form that the database alone does not give away.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chacha20poly1305::{
    Key, XChaCha20Poly1305, XNonce,
    aead::{Aead, KeyInit, Payload},
};
use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::{Error, Services};

const NONCE: usize = 24;

/// `N` bytes nobody can foresee; `N` is a multiple of eight.
pub(super) fn random<const N: usize>(ctx: &Services) -> [u8; N] {
    let mut bytes = [0; N];
    for part in bytes.chunks_mut(8) {
        part.copy_from_slice(&ctx.clock.random().to_le_bytes()[..part.len()]);
    }
    bytes
}

/// A key of 256 bits for a link or a cookie.
pub(crate) fn fresh_key(ctx: &Services) -> String {
    hex(&random::<32>(ctx))
}

/// What is kept of a key. It has 256 bits, so one round of SHA-256 is enough.
pub(crate) fn hash(key: &str) -> String {
    hex(&Sha256::digest(key.as_bytes()))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A key of its own for one use, made from the key that signs links.
fn derived(ctx: &Services, purpose: &str) -> Result<[u8; 32], Error> {
    let key = ctx.key.get().ok_or_else(|| Error::Internal("the portal is not prepared".into()))?;
    let mut mac =
        <Hmac<Sha256> as Mac>::new_from_slice(key).map_err(|error| Error::Internal(Box::new(error)))?;
    mac.update(purpose.as_bytes());
    Ok(mac.finalize().into_bytes().into())
}

fn cipher(ctx: &Services) -> Result<XChaCha20Poly1305, Error> {
    Ok(XChaCha20Poly1305::new(&Key::from(derived(ctx, "totp-secret")?)))
}

/// Seals a secret of a person, to be opened for the same person alone.
pub(super) fn seal(ctx: &Services, user: Uuid, secret: &[u8]) -> Result<String, Error> {
    let nonce = random::<NONCE>(ctx);
    let payload = Payload { msg: secret, aad: user.as_bytes() };
    let sealed = cipher(ctx)?
        .encrypt(&XNonce::from(nonce), payload)
        .map_err(|error| Error::Internal(error.to_string().into()))?;
    Ok(URL_SAFE_NO_PAD.encode([&nonce[..], &sealed].concat()))
}

/// Opens what [`seal`] made.
pub(super) fn unseal(ctx: &Services, user: Uuid, sealed: &str) -> Result<Vec<u8>, Error> {
    let broken = || Error::Internal("a sealed secret cannot be opened".into());
    let bytes = URL_SAFE_NO_PAD.decode(sealed).map_err(|_| broken())?;
    let (nonce, sealed) = bytes.split_at_checked(NONCE).ok_or_else(broken)?;
    let nonce: [u8; NONCE] = nonce.try_into().map_err(|_| broken())?;
    let payload = Payload { msg: sealed, aad: user.as_bytes() };
    cipher(ctx)?.decrypt(&XNonce::from(nonce), payload).map_err(|_| broken())
}
