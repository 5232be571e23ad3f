//! Signatures of tokens that are not ID tokens: which key, which algorithm, and whether it fits.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use openidconnect::{
    JsonWebKey, JwsSigningAlgorithm,
    core::{CoreJsonWebKeySet, CoreJsonWebKeyUse, CoreJwsSigningAlgorithm as Algorithm},
};
use serde_json::{Map, Value};

/// What a provider may sign with: key pairs only, never `none` and never a secret we share with it.
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

/// Why a token is not the provider's.
#[derive(Debug, PartialEq, Eq)]
pub enum Unsigned {
    /// None of the keys is the one it names; there may be newer ones.
    UnknownKey,
    /// Anything else.
    Wrong(&'static str),
}

fn part(text: &str) -> Option<Map<String, Value>> {
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(text).ok()?).ok()
}

/// The claims of a token, believed without any check.
pub fn unchecked(token: &str) -> Option<Map<String, Value>> {
    part(token.split('.').nth(1)?)
}

/// The claims of a signed token that says it is of this kind, once its signature has been found good.
pub fn open(token: &str, keys: &CoreJsonWebKeySet, wanted: &str) -> Result<Map<String, Value>, Unsigned> {
    let wrong = Unsigned::Wrong;
    let (signed, signature) = token.rsplit_once('.').ok_or(wrong("not a token"))?;
    let (header, payload) = signed.split_once('.').ok_or(wrong("not a token"))?;
    let header = part(header).ok_or(wrong("its header cannot be read"))?;
    let claims = part(payload).ok_or(wrong("its claims cannot be read"))?;
    let signature = URL_SAFE_NO_PAD.decode(signature).map_err(|_| wrong("its signature cannot be read"))?;
    if header.contains_key("crit") {
        return Err(wrong("it has critical headers"));
    }
    let kind = header.get("typ").and_then(Value::as_str).unwrap_or_default().to_ascii_lowercase();
    if kind.strip_prefix("application/").unwrap_or(&kind) != wanted {
        return Err(wrong("it is of another kind, or does not say of which"));
    }
    let algorithm = header.get("alg").cloned().unwrap_or_default();
    let algorithm: Algorithm =
        serde_json::from_value(algorithm).map_err(|_| wrong("its algorithm is unknown"))?;
    if !ALGORITHMS.contains(&algorithm) {
        return Err(wrong("its algorithm is not allowed"));
    }
    let named = header.get("kid").and_then(Value::as_str);
    let fitting: Vec<_> = keys
        .keys()
        .iter()
        .filter(|key| named.is_none() || key.key_id().map(|id| id.as_str()) == named)
        .filter(|key| Some(key.key_type()) == algorithm.key_type().as_ref())
        .filter(|key| key.key_use().is_none_or(|made_for| *made_for == CoreJsonWebKeyUse::Signature))
        .collect();
    let [key] = fitting[..] else { return Err(Unsigned::UnknownKey) };
    key.verify_signature(&algorithm, signed.as_bytes(), &signature)
        .map_err(|_| wrong("its signature does not fit"))?;
    Ok(claims)
}
