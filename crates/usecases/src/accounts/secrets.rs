//! Random keys, hashes of keys, and encryption of secrets that the database alone must not reveal.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chacha20poly1305::{
    Key, XChaCha20Poly1305, XNonce,
    aead::{Aead, KeyInit, Payload},
};
use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::{Backend, Error};

const NONCE: usize = 24;

/// `N` unpredictable bytes; `N` is a multiple of eight.
pub(super) fn random_bytes<const N: usize>(backend: &Backend) -> [u8; N] {
    let mut bytes = [0; N];
    for part in bytes.chunks_mut(8) {
        part.copy_from_slice(&backend.clock.random().to_le_bytes()[..part.len()]);
    }
    bytes
}

/// A random key of 256 bits for a link or a cookie, in hexadecimal.
pub(crate) fn random_key(backend: &Backend) -> String {
    hex(&random_bytes::<32>(backend))
}

/// The hash to store of a key, in hexadecimal. A key has 256 random bits, so one round of SHA-256 is enough.
pub(crate) fn hash_key(key: &str) -> String {
    hex(&Sha256::digest(key.as_bytes()))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Derives a key for one purpose from the portal's signing key.
fn derive_key(backend: &Backend, purpose: &str) -> Result<[u8; 32], Error> {
    let key =
        backend.signing_key.get().ok_or_else(|| Error::Internal("the portal is not prepared".into()))?;
    let mut mac =
        <Hmac<Sha256> as Mac>::new_from_slice(key).map_err(|error| Error::Internal(Box::new(error)))?;
    mac.update(purpose.as_bytes());
    Ok(mac.finalize().into_bytes().into())
}

fn cipher(backend: &Backend) -> Result<XChaCha20Poly1305, Error> {
    Ok(XChaCha20Poly1305::new(&Key::from(derive_key(backend, "totp-secret")?)))
}

/// Encrypts a person's secret, bound to their id, as URL-safe Base64 of nonce and ciphertext.
pub(super) fn seal(backend: &Backend, user: Uuid, secret: &[u8]) -> Result<String, Error> {
    let nonce = random_bytes::<NONCE>(backend);
    let payload = Payload { msg: secret, aad: user.as_bytes() };
    let sealed = cipher(backend)?
        .encrypt(&XNonce::from(nonce), payload)
        .map_err(|error| Error::Internal(error.to_string().into()))?;
    Ok(URL_SAFE_NO_PAD.encode([&nonce[..], &sealed].concat()))
}

/// Decrypts the result of [`seal`] for the same person.
pub(super) fn unseal(backend: &Backend, user: Uuid, sealed: &str) -> Result<Vec<u8>, Error> {
    let broken = || Error::Internal("a sealed secret cannot be opened".into());
    let bytes = URL_SAFE_NO_PAD.decode(sealed).map_err(|_| broken())?;
    let (nonce, sealed) = bytes.split_at_checked(NONCE).ok_or_else(broken)?;
    let nonce: [u8; NONCE] = nonce.try_into().map_err(|_| broken())?;
    let payload = Payload { msg: sealed, aad: user.as_bytes() };
    cipher(backend)?.decrypt(&XNonce::from(nonce), payload).map_err(|_| broken())
}
