//! Signed tokens of links in mail that open one ticket: they expire and contain no personal data.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, TimeDelta, Utc};
use fyr_domain::invitation_code::InvitationCode;
use hmac::{Hmac, Mac};
use sha2::Sha256;
use uuid::Uuid;

use crate::Backend;

/// What a link is for; a token for one purpose is invalid for any other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkPurpose {
    /// To see and answer a ticket.
    Ticket,
    /// To unsubscribe from mail about status changes.
    Unsubscribe,
}

impl LinkPurpose {
    const fn byte(self) -> u8 {
        match self {
            Self::Ticket => 1,
            Self::Unsubscribe => 2,
        }
    }
}

/// The length of the truncated signature in bytes.
const SIGNATURE: usize = 16;

fn mac(key: &[u8], claim: &[u8]) -> Option<Hmac<Sha256>> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).ok()?;
    mac.update(claim);
    Some(mac)
}

fn sign(key: &[u8], purpose: LinkPurpose, ticket: Uuid, until: DateTime<Utc>) -> Option<String> {
    let mut token = vec![purpose.byte()];
    token.extend(ticket.as_bytes());
    token.extend(until.timestamp().to_be_bytes());
    let signature = mac(key, &token)?.finalize().into_bytes();
    token.extend(&signature[..SIGNATURE]);
    Some(URL_SAFE_NO_PAD.encode(token))
}

fn verify(key: &[u8], purpose: LinkPurpose, token: &str, now: DateTime<Utc>) -> Option<Uuid> {
    let token = URL_SAFE_NO_PAD.decode(token).ok()?;
    let (claim, signature) = token.split_at_checked(1 + 16 + 8)?;
    if signature.len() != SIGNATURE {
        return None;
    }
    mac(key, claim)?.verify_truncated_left(signature).ok()?;
    let until = i64::from_be_bytes(claim[17..25].try_into().ok()?);
    let valid = claim[0] == purpose.byte() && until > now.timestamp();
    valid.then(|| Uuid::from_slice(&claim[1..17]).ok()).flatten()
}

impl Backend {
    /// The code of a new invitation. It is derived from the id, so that it can be shown again without being stored.
    pub(crate) fn invitation_code(&self, invitation: Uuid) -> Option<InvitationCode> {
        self.invitation_codes(invitation).next()
    }

    /// The codes that an invitation may have been made with: by the current key, and by former ones.
    pub(crate) fn invitation_codes(&self, invitation: Uuid) -> impl Iterator<Item = InvitationCode> {
        let claim = [b"code:", &invitation.as_bytes()[..]].concat();
        let keys = self.keys().ok().map(|keys| keys.links.all()).into_iter().flatten();
        keys.filter_map(move |key| {
            let signature = mac(key, &claim)?.finalize().into_bytes();
            Some(InvitationCode::from_random(u64::from_be_bytes(signature[..8].try_into().ok()?)))
        })
    }

    /// Signs a token for one ticket; `None` before [`Backend::prepare`]. Tokens of [`LinkPurpose::Ticket`] expire after
    /// `guest_link_lifetime`, of [`LinkPurpose::Unsubscribe`] after ten years.
    pub fn link_token(&self, purpose: LinkPurpose, ticket: Uuid) -> Option<String> {
        let lifetime = match purpose {
            LinkPurpose::Ticket => self.settings.guest_link_lifetime,
            LinkPurpose::Unsubscribe => TimeDelta::days(3650),
        };
        sign(self.keys().ok()?.links.current()?, purpose, ticket, self.clock.now() + lifetime)
    }

    /// The ticket that a token names; `None` where it is forged, for another purpose, or expired.
    pub fn verify_link_token(&self, purpose: LinkPurpose, token: &str) -> Option<Uuid> {
        let now = self.clock.now();
        self.keys().ok()?.links.all().find_map(|key| verify(key, purpose, token, now))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_valid_for_its_ticket_and_purpose_until_it_expires() {
        let now: DateTime<Utc> = "2026-01-01T00:00:00Z".parse().expect("a time");
        let (key, ticket) = ([7; 32], Uuid::from_u128(42));
        let token = sign(&key, LinkPurpose::Ticket, ticket, now + TimeDelta::hours(1)).expect("signed");
        assert_eq!(verify(&key, LinkPurpose::Ticket, &token, now), Some(ticket));
        assert_eq!(verify(&key, LinkPurpose::Unsubscribe, &token, now), None);
        assert_eq!(verify(&key, LinkPurpose::Ticket, &token, now + TimeDelta::hours(1)), None);
        assert_eq!(verify(&[8; 32], LinkPurpose::Ticket, &token, now), None);
    }

    #[test]
    fn a_changed_or_shortened_token_is_invalid() {
        let now: DateTime<Utc> = "2026-01-01T00:00:00Z".parse().expect("a time");
        let key = [7; 32];
        let token =
            sign(&key, LinkPurpose::Ticket, Uuid::from_u128(42), now + TimeDelta::hours(1)).expect("signed");
        for at in 0..token.len() {
            let mut forged = token.clone();
            let other = if forged.as_bytes()[at] == b'A' { "B" } else { "A" };
            forged.replace_range(at..=at, other);
            let unchanged = URL_SAFE_NO_PAD.decode(&forged) == URL_SAFE_NO_PAD.decode(&token);
            assert!(unchanged || verify(&key, LinkPurpose::Ticket, &forged, now).is_none(), "letter {at}");
            assert_eq!(verify(&key, LinkPurpose::Ticket, &token[..at], now), None, "cut at {at}");
        }
    }
}
