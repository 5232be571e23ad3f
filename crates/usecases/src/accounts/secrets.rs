//! Random keys, hashes of keys, and encryption of secrets that the database alone must not reveal.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chacha20poly1305::{
    Key, XChaCha20Poly1305, XNonce,
    aead::{Aead, KeyInit, Payload},
};
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

fn broken() -> Error {
    Error::Internal("a sealed secret cannot be opened with any key".into())
}

fn seal_with(backend: &Backend, key: &[u8; 32], user: Uuid, secret: &[u8]) -> Result<String, Error> {
    let nonce = random_bytes::<NONCE>(backend);
    let payload = Payload { msg: secret, aad: user.as_bytes() };
    let sealed = XChaCha20Poly1305::new(&Key::from(*key))
        .encrypt(&XNonce::from(nonce), payload)
        .map_err(|error| Error::Internal(error.to_string().into()))?;
    Ok(URL_SAFE_NO_PAD.encode([&nonce[..], &sealed].concat()))
}

fn open_with(key: &[u8; 32], user: Uuid, sealed: &str) -> Option<Vec<u8>> {
    let bytes = URL_SAFE_NO_PAD.decode(sealed).ok()?;
    let (nonce, sealed) = bytes.split_at_checked(NONCE)?;
    let nonce: [u8; NONCE] = nonce.try_into().ok()?;
    let payload = Payload { msg: sealed, aad: user.as_bytes() };
    XChaCha20Poly1305::new(&Key::from(*key)).decrypt(&XNonce::from(nonce), payload).ok()
}

/// Encrypts a person's secret, bound to their id, with the current key, as URL-safe Base64 of nonce and ciphertext.
pub(super) fn seal(backend: &Backend, user: Uuid, secret: &[u8]) -> Result<String, Error> {
    seal_with(backend, backend.keys()?.sealing.current().ok_or_else(broken)?, user, secret)
}

/// Decrypts the result of [`seal`] for the same person, with the current key or a former one.
///
/// # Errors
/// [`Error::Internal`] where no key opens it.
pub(super) fn unseal(backend: &Backend, user: Uuid, sealed: &str) -> Result<Vec<u8>, Error> {
    backend.keys()?.sealing.all().find_map(|key| open_with(key, user, sealed)).ok_or_else(broken)
}

/// Which key opens a secret: 0 for the current one; `None` where none does.
pub(crate) fn sealed_with(backend: &Backend, user: Uuid, sealed: &str) -> Result<Option<usize>, Error> {
    Ok(backend.keys()?.sealing.all().position(|key| open_with(key, user, sealed).is_some()))
}

/// Encrypts a sealed secret anew with the current key.
///
/// # Errors
/// As [`unseal`].
pub(crate) fn seal_anew(backend: &Backend, user: Uuid, sealed: &str) -> Result<String, Error> {
    seal(backend, user, &unseal(backend, user, sealed)?)
}
