//! Signed tokens of links in mail that open one ticket: they expire and contain no personal data.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, TimeDelta, Utc};
use fyr_domain::invitation_code::InvitationCode;
use fyr_store::tickets::Ticket;
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

/// The ticket that a link opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LinkedTicket {
    /// Its id.
    pub id: Uuid,
    /// How often its address had been corrected when the link was mailed. A link with another number than the ticket's is void.
    pub version: i64,
}

impl From<&Ticket> for LinkedTicket {
    fn from(ticket: &Ticket) -> Self {
        Self { id: ticket.id, version: ticket.link_version }
    }
}

/// The length of the truncated signature in bytes.
const SIGNATURE: usize = 16;
/// The length of what is signed: purpose, ticket and time of expiry; then the version, where it is not 0.
const CLAIM: usize = 1 + 16 + 8;

fn mac(key: &[u8], claim: &[u8]) -> Option<Hmac<Sha256>> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).ok()?;
    mac.update(claim);
    Some(mac)
}

fn sign(key: &[u8], purpose: LinkPurpose, ticket: LinkedTicket, until: DateTime<Utc>) -> Option<String> {
    let mut token = vec![purpose.byte()];
    token.extend(ticket.id.as_bytes());
    token.extend(until.timestamp().to_be_bytes());
    if ticket.version != 0 {
        token.extend(ticket.version.to_be_bytes());
    }
    let signature = mac(key, &token)?.finalize().into_bytes();
    token.extend(&signature[..SIGNATURE]);
    Some(URL_SAFE_NO_PAD.encode(token))
}

fn verify(key: &[u8], purpose: LinkPurpose, token: &str, now: DateTime<Utc>) -> Option<LinkedTicket> {
    let token = URL_SAFE_NO_PAD.decode(token).ok()?;
    let (claim, signature) = token.split_at_checked(token.len().checked_sub(SIGNATURE)?)?;
    mac(key, claim)?.verify_truncated_left(signature).ok()?;
    let (claim, version) = claim.split_at_checked(CLAIM)?;
    let version = if version.is_empty() { 0 } else { i64::from_be_bytes(version.try_into().ok()?) };
    let until = i64::from_be_bytes(claim[17..CLAIM].try_into().ok()?);
    let valid = claim[0] == purpose.byte() && until > now.timestamp();
    valid.then(|| Some(LinkedTicket { id: Uuid::from_slice(&claim[1..17]).ok()?, version })).flatten()
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
    pub fn link_token(&self, purpose: LinkPurpose, ticket: LinkedTicket) -> Option<String> {
        let lifetime = match purpose {
            LinkPurpose::Ticket => self.settings.guest_link_lifetime,
            LinkPurpose::Unsubscribe => TimeDelta::days(3650),
        };
        sign(self.keys().ok()?.links.current()?, purpose, ticket, self.clock.now() + lifetime)
    }

    /// The ticket that a token names; `None` where it is forged, for another purpose, or expired. Whether it was mailed to an address
    /// that is no longer the ticket's is for the caller to see.
    pub fn verify_link_token(&self, purpose: LinkPurpose, token: &str) -> Option<LinkedTicket> {
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
        let (key, ticket) = ([7; 32], LinkedTicket { id: Uuid::from_u128(42), version: 0 });
        let token = sign(&key, LinkPurpose::Ticket, ticket, now + TimeDelta::hours(1)).expect("signed");
        assert_eq!(verify(&key, LinkPurpose::Ticket, &token, now), Some(ticket));
        assert_eq!(verify(&key, LinkPurpose::Unsubscribe, &token, now), None);
        assert_eq!(verify(&key, LinkPurpose::Ticket, &token, now + TimeDelta::hours(1)), None);
        assert_eq!(verify(&[8; 32], LinkPurpose::Ticket, &token, now), None);
    }

    #[test]
    fn a_token_says_which_address_it_was_mailed_to() {
        let now: DateTime<Utc> = "2026-01-01T00:00:00Z".parse().expect("a time");
        let (key, until) = ([7; 32], now + TimeDelta::hours(1));
        for version in [0, 1, 300] {
            let ticket = LinkedTicket { id: Uuid::from_u128(42), version };
            let token = sign(&key, LinkPurpose::Ticket, ticket, until).expect("signed");
            assert_eq!(verify(&key, LinkPurpose::Ticket, &token, now), Some(ticket));
        }
        // as earlier releases have made them
        let mut token = vec![1];
        token.extend(Uuid::from_u128(42).as_bytes());
        token.extend(until.timestamp().to_be_bytes());
        let signature = mac(&key, &token).expect("a key").finalize().into_bytes();
        token.extend(&signature[..SIGNATURE]);
        let first = LinkedTicket { id: Uuid::from_u128(42), version: 0 };
        assert_eq!(verify(&key, LinkPurpose::Ticket, &URL_SAFE_NO_PAD.encode(token), now), Some(first));
    }

    #[test]
    fn a_changed_or_shortened_token_is_invalid() {
        let now: DateTime<Utc> = "2026-01-01T00:00:00Z".parse().expect("a time");
        let key = [7; 32];
        let ticket = LinkedTicket { id: Uuid::from_u128(42), version: 1 };
        let token = sign(&key, LinkPurpose::Ticket, ticket, now + TimeDelta::hours(1)).expect("signed");
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
