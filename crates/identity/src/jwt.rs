//! JSON Web Tokens that are not ID tokens: decoding, and verifying the signature with the provider's keys.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use openidconnect::{
    JsonWebKey, JwsSigningAlgorithm,
    core::{CoreJsonWebKeySet, CoreJsonWebKeyUse, CoreJwsSigningAlgorithm as Algorithm},
};
use serde_json::{Map, Value};

/// Accepted signature algorithms: asymmetric only, never `none` and never HMAC with the client secret.
pub const ALGORITHMS: [Algorithm; 9] = [
    Algorithm::RsaSsaPkcs1V15Sha256,
    Algorithm::RsaSsaPkcs1V15Sha384,
    Algorithm::RsaSsaPkcs1V15Sha512,
    Algorithm::RsaSsaPssSha256,
    Algorithm::RsaSsaPssSha384,
    Algorithm::RsaSsaPssSha512,
    Algorithm::EcdsaP256Sha256,
    Algorithm::EcdsaP384Sha384,
    Algorithm::EdDsa,
];

/// Why a token's signature was not accepted.
#[derive(Debug, PartialEq, Eq)]
pub enum SignatureError {
    /// None of the known keys is the one that the token names; the provider may have published newer ones.
    UnknownKey,
    /// The token is malformed, of another type, or the signature does not match; the text says which.
    Invalid(&'static str),
}

/// Decodes one part of a token: base64url, then a JSON object.
fn decode_part(text: &str) -> Option<Map<String, Value>> {
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(text).ok()?).ok()
}

/// The claims of a token, without verifying anything.
pub fn decode_unverified(token: &str) -> Option<Map<String, Value>> {
    decode_part(token.split('.').nth(1)?)
}

/// Verifies a token's type (`typ` header) and signature, and returns its claims.
///
/// # Errors
/// [`SignatureError::UnknownKey`] where newer keys may help, [`SignatureError::Invalid`] otherwise.
pub fn verify(
    token: &str,
    keys: &CoreJsonWebKeySet,
    expected_type: &str,
) -> Result<Map<String, Value>, SignatureError> {
    let invalid = SignatureError::Invalid;
    let (signed, signature) = token.rsplit_once('.').ok_or(invalid("not a token"))?;
    let (header, payload) = signed.split_once('.').ok_or(invalid("not a token"))?;
    let header = decode_part(header).ok_or(invalid("its header cannot be read"))?;
    let claims = decode_part(payload).ok_or(invalid("its claims cannot be read"))?;
    let signature = URL_SAFE_NO_PAD.decode(signature).map_err(|_| invalid("its signature cannot be read"))?;
    if header.contains_key("crit") {
        return Err(invalid("it has critical headers"));
    }
    let token_type = header.get("typ").and_then(Value::as_str).unwrap_or_default().to_ascii_lowercase();
    if token_type.strip_prefix("application/").unwrap_or(&token_type) != expected_type {
        return Err(invalid("it is of another kind, or does not say of which"));
    }
    let algorithm = header.get("alg").cloned().unwrap_or_default();
    let algorithm: Algorithm =
        serde_json::from_value(algorithm).map_err(|_| invalid("its algorithm is unknown"))?;
    if !ALGORITHMS.contains(&algorithm) {
        return Err(invalid("its algorithm is not allowed"));
    }
    let key_id = header.get("kid").and_then(Value::as_str);
    let matching: Vec<_> = keys
        .keys()
        .iter()
        .filter(|key| key_id.is_none() || key.key_id().map(|id| id.as_str()) == key_id)
        .filter(|key| Some(key.key_type()) == algorithm.key_type().as_ref())
        .filter(|key| key.key_use().is_none_or(|key_use| *key_use == CoreJsonWebKeyUse::Signature))
        .collect();
    let [key] = matching[..] else { return Err(SignatureError::UnknownKey) };
    key.verify_signature(&algorithm, signed.as_bytes(), &signature)
        .map_err(|_| invalid("its signature does not fit"))?;
    Ok(claims)
}
