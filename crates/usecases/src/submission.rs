//! What makes a submission the same as an earlier one: the key of its form, and its content.

use sha2::{Digest, Sha256};
use uuid::{Builder, Uuid, Variant, Version};

/// The key of a submission. Whoever sends a form twice, because an answer was lost or a button was pressed twice, sends the same
/// content under the same `form_key`, and gets the same key. Another content gets another one: two tabs can hold the same form,
/// and what was written in the second must not be taken for a repetition of the first. The key keeps the time of `form_key`.
pub fn submission_key(form_key: Uuid, content: impl IntoIterator<Item = impl AsRef<str>>) -> Uuid {
    let mut digest = Sha256::new();
    digest.update(form_key);
    for part in content {
        let part = part.as_ref();
        digest.update(part.len().to_be_bytes());
        digest.update(part);
    }
    let mut bytes = form_key.into_bytes();
    bytes[6..].copy_from_slice(&digest.finalize()[..10]);
    Builder::from_bytes(bytes).with_version(Version::SortRand).with_variant(Variant::RFC4122).into_uuid()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_content_has_the_same_key_and_no_other() {
        let form = Uuid::from_u128(0x019a_0000_0000_7000_8000_0000_0000_0001);
        let key = |parts: &[&str]| submission_key(form, parts);
        assert_eq!(key(&["a", "b"]), key(&["a", "b"]));
        for other in [&["a", "c"][..], &["ab"], &["b", "a"], &[]] {
            assert_ne!(key(&["a", "b"]), key(other));
        }
        assert_ne!(key(&["a"]), submission_key(Uuid::from_u128(7), ["a"]));
        assert_eq!(key(&["a"]).as_bytes()[..6], form.as_bytes()[..6], "sorted as the form is");
    }
}
