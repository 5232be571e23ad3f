//! Links in mail that open one ticket: signed, expiring, holding no personal data.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, TimeDelta, Utc};
use fyr_domain::code::Code;
use hmac::{Hmac, Mac};
use sha2::Sha256;
use uuid::Uuid;

use crate::Services;

/// What a link is for; a link for one thing does nothing else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// See and answer a ticket.
    Ticket,
    /// Stop mail about changes of status.
    Unsubscribe,
}

impl Purpose {
    const fn byte(self) -> u8 {
        match self {
            Self::Ticket => 1,
            Self::Unsubscribe => 2,
        }
    }
}

const SIGNATURE: usize = 16;

fn mac(key: &[u8], claim: &[u8]) -> Option<Hmac<Sha256>> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).ok()?;
    mac.update(claim);
    Some(mac)
}

fn sign(key: &[u8], purpose: Purpose, ticket: Uuid, until: DateTime<Utc>) -> Option<String> {
    let mut token = vec![purpose.byte()];
    token.extend(ticket.as_bytes());
    token.extend(until.timestamp().to_be_bytes());
    let signature = mac(key, &token)?.finalize().into_bytes();
    token.extend(&signature[..SIGNATURE]);
    Some(URL_SAFE_NO_PAD.encode(token))
}

fn open(key: &[u8], purpose: Purpose, token: &str, now: DateTime<Utc>) -> Option<Uuid> {
    let token = URL_SAFE_NO_PAD.decode(token).ok()?;
    let (claim, signature) = token.split_at_checked(1 + 16 + 8)?;
    if signature.len() != SIGNATURE {
        return None;
    }
    mac(key, claim)?.verify_truncated_left(signature).ok()?;
    let until = i64::from_be_bytes(claim[17..25].try_into().ok()?);
    let fits = claim[0] == purpose.byte() && until > now.timestamp();
    fits.then(|| Uuid::from_slice(&claim[1..17]).ok()).flatten()
}

impl Services {
    /// The code that opens an invitation: always the same, so that it can be shown again, and nowhere kept.
    pub(crate) fn code_of(&self, invitation: Uuid) -> Option<Code> {
        let claim = [b"code:", &invitation.as_bytes()[..]].concat();
        let signature = mac(self.key.get()?, &claim)?.finalize().into_bytes();
        Some(Code::from_random(u64::from_be_bytes(signature[..8].try_into().ok()?)))
    }

    /// A token that opens one ticket for a while.
    pub fn link_token(&self, purpose: Purpose, ticket: Uuid) -> Option<String> {
        let lasts = match purpose {
            Purpose::Ticket => self.settings.guest_link,
            Purpose::Unsubscribe => TimeDelta::days(3650),
        };
        sign(self.key.get()?, purpose, ticket, self.clock.now() + lasts)
    }

    /// The ticket a token opens; `None` where it is forged, for something else, or has expired.
    pub fn open_link(&self, purpose: Purpose, token: &str) -> Option<Uuid> {
        open(self.key.get()?, purpose, token, self.clock.now())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_opens_its_own_ticket_for_its_own_purpose_until_it_expires() {
        let now: DateTime<Utc> = "2026-01-01T00:00:00Z".parse().expect("a time");
        let (key, ticket) = ([7; 32], Uuid::from_u128(42));
        let token = sign(&key, Purpose::Ticket, ticket, now + TimeDelta::hours(1)).expect("signed");
        assert_eq!(open(&key, Purpose::Ticket, &token, now), Some(ticket));
        assert_eq!(open(&key, Purpose::Unsubscribe, &token, now), None);
        assert_eq!(open(&key, Purpose::Ticket, &token, now + TimeDelta::hours(1)), None);
        assert_eq!(open(&[8; 32], Purpose::Ticket, &token, now), None);
    }

    #[test]
    fn no_changed_letter_and_no_shortened_token_is_believed() {
        let now: DateTime<Utc> = "2026-01-01T00:00:00Z".parse().expect("a time");
        let key = [7; 32];
        let token =
            sign(&key, Purpose::Ticket, Uuid::from_u128(42), now + TimeDelta::hours(1)).expect("signed");
        for at in 0..token.len() {
            let mut forged = token.clone();
            let other = if forged.as_bytes()[at] == b'A' { "B" } else { "A" };
            forged.replace_range(at..=at, other);
            let opened = URL_SAFE_NO_PAD.decode(&forged) == URL_SAFE_NO_PAD.decode(&token);
            assert!(opened || open(&key, Purpose::Ticket, &forged, now).is_none(), "letter {at}");
            assert_eq!(open(&key, Purpose::Ticket, &token[..at], now), None, "cut at {at}");
        }
    }
}
