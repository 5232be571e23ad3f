//! What an email address is: one definition for forms, imports, providers, the command line and the composer of mail.

use std::{borrow::Cow, fmt, ops::Deref};

use idna::uts46::{AsciiDenyList, DnsLength, Hyphens, Uts46};
use serde::{Deserialize, Serialize};

use super::normalise::{is_default_ignorable, is_invisible, nfkc};
use crate::fields::Problem;

/// The longest local part in bytes (RFC 5321, 4.5.3.1.1).
const MAX_LOCAL: usize = 64;
/// The longest address in bytes, as it is sent (RFC 5321, 4.5.3.1.3).
const MAX_ADDRESS: usize = 254;

/// An email address in its canonical form: two ways of writing one mailbox are equal. Lower case, NFC, the domain mapped by UTS 46
/// and in letters (`exämple.se`, not `xn--exmple-cua.se`); the composer sends it to [`ascii_domain`].
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct EmailAddress(String);

impl EmailAddress {
    /// Parses an address as people type and paste it: invisible characters, `mailto:`, full-width forms and a full stop at its end
    /// are cleaned away. What is accepted can be sent; whether the mailbox exists only sending can tell.
    ///
    /// # Errors
    /// [`Problem::Required`] where the input is blank, [`Problem::InvalidEmail`] where it cannot be an address.
    pub fn parse(raw: &str) -> Result<Self, Problem> {
        let text = clean(raw);
        if text.is_empty() {
            return Err(Problem::Required);
        }
        let (local, domain) = text.rsplit_once('@').ok_or(Problem::InvalidEmail)?;
        let local = nfkc(&local.to_lowercase());
        let ascii = ascii_domain(domain).filter(|domain| is_public(domain)).ok_or(Problem::InvalidEmail)?;
        if !is_local_part(&local) || local.len() + 1 + ascii.len() > MAX_ADDRESS {
            return Err(Problem::InvalidEmail);
        }
        let (unicode, valid) = idna::domain_to_unicode(&ascii);
        Ok(Self(format!("{local}@{}", if valid.is_ok() { unicode } else { ascii })))
    }

    /// The canonical form of an address that is looked up, such as one typed at signing in; text that is no address is trimmed and
    /// lower-cased, so that it finds nothing or what earlier releases stored. Without NUL, which PostgreSQL rejects.
    pub fn canonical(raw: &str) -> String {
        Self::parse(raw).map_or_else(|_| raw.trim().to_lowercase().replace('\0', ""), |address| address.0)
    }

    /// The mailbox for counting mail, and for seeing that two addresses are likely one person's; never for letting anyone in. It is
    /// the address without what providers are known to ignore: the suffix of
    /// `name+anything@…` everywhere, dots before the `@` at Gmail, which has two domains, and `-anything` at Yahoo.
    pub fn mailbox(&self) -> Cow<'_, str> {
        let Some((local, domain)) = self.0.rsplit_once('@') else { return Cow::Borrowed(&self.0) };
        let base = first_part(local, '+');
        match domain {
            "gmail.com" | "googlemail.com" => Cow::Owned(format!("{}@gmail.com", base.replace('.', ""))),
            _ if domain.starts_with("yahoo.") => Cow::Owned(format!("{}@{domain}", first_part(base, '-'))),
            _ if base == local => Cow::Borrowed(&self.0),
            _ => Cow::Owned(format!("{base}@{domain}")),
        }
    }
}

/// What comes before a separator; all of it where nothing does.
fn first_part(local: &str, separator: char) -> &str {
    local.split_once(separator).map_or(local, |(base, _)| if base.is_empty() { local } else { base })
}

/// The ASCII form in which a domain is written into mail (UTS 46, non-transitional); `None` where it is not a host name.
pub fn ascii_domain(domain: &str) -> Option<String> {
    let ascii = Uts46::new()
        .to_ascii(domain.as_bytes(), AsciiDenyList::STD3, Hyphens::CheckFirstLast, DnsLength::Verify)
        .ok()?;
    // a name whose last label could be a number is read as an IPv4 address by others
    let last = ascii.rsplit('.').next()?;
    last.starts_with(|c: char| c.is_ascii_alphabetic()).then(|| ascii.into_owned())
}

/// Whether mail can be sent to a host name from here at all: not to `localhost` or an intranet name without a dot, not below names
/// that are reserved for never being that of a mail server (RFC 6761, RFC 6762), and no top-level domain has one letter. `.test` is
/// reserved too, but portals are tried with it.
fn is_public(ascii: &str) -> bool {
    ascii
        .rsplit_once('.')
        .is_some_and(|(_, last)| last.len() > 1 && !matches!(last, "invalid" | "local" | "localhost"))
}

/// Removes what is not part of the address, and maps compatibility forms, such as the ligatures that come with text out of a PDF: the
/// domain is mapped so by UTS 46, and nobody has a mailbox whose name has them.
fn clean(raw: &str) -> String {
    let text: String = raw.chars().filter(|c| !is_default_ignorable(*c)).collect();
    let text = nfkc(&text);
    let text = text.trim_matches(is_invisible);
    let is_scheme = |scheme: &str| scheme.eq_ignore_ascii_case("mailto:");
    let text = text.get(..7).filter(|scheme| is_scheme(scheme)).map_or(text, |scheme| &text[scheme.len()..]);
    text.strip_suffix('.').unwrap_or(text).to_owned()
}

/// A dot-atom (RFC 5322, 3.2.3), with letters of every script (RFC 6531).
fn is_local_part(local: &str) -> bool {
    let is_atom_char = |c: char| c.is_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(c);
    local.len() <= MAX_LOCAL
        && local.split('.').all(|atom| !atom.is_empty() && atom.chars().all(is_atom_char))
}

impl Deref for EmailAddress {
    type Target = str;
    fn deref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_could_not_be_sent_is_refused() {
        for bad in [
            "",
            "\u{200b}",
            "a",
            "a@",
            "@b.se",
            "a@b",
            "a b@c.se",
            "a@b.se\r\nBcc: x@y.se",
            "a@b..se",
            "a@b.se..",
            "<a@b.se>",
            "a@b@c.se",
            "kari..5@example.org",
            ".a@b.se",
            "a.@b.se",
            "\"a b\"@c.se",
            "a@-b.se",
            "a@b-.se",
            "a@b_c.se",
            "a@1.2.3.4",
            "a@[1.2.3.4]",
            "a@b.1",
            "a@b.0x1",
            "a@xn--a.se",
            "a\u{301}\u{308}\u{0}@b.se",
            "a,b@c.se",
            "a@b.se, c@d.se",
            "å\u{a0}b@c.se",
            "a@b.c",
            "a@b.invalid",
            "a@printer.local",
            "a@localhost.localhost",
            "a@localhost",
        ] {
            assert!(EmailAddress::parse(bad).is_err(), "{bad:?}");
        }
        assert!(EmailAddress::parse(&format!("{}@b.se", "a".repeat(65))).is_err());
        assert!(EmailAddress::parse(&format!("a@{}.se", "b".repeat(64))).is_err());
        assert!(EmailAddress::parse(&format!("a@{}se", "bcd.".repeat(63))).is_err());
    }

    #[test]
    fn every_way_to_write_a_mailbox_is_one_address() {
        for same in [
            "siri.lund@example.org",
            " Siri.Lund@EXAMPLE.org\t",
            "\u{200b}siri.lund@example.org",
            "siri.lund@example.org\u{feff}",
            "siri\u{ad}.lund@exa\u{200b}mple.org",
            "siri.lund@ｅxample.org",
            "siri.lund@eｘample.org",
            "siri.lund@example。org",
            "siri.lund@example.org.",
            "ｓｉｒｉ．ｌｕｎｄ＠ｅｘａｍｐｌｅ．ｏｒｇ",
            "mailto:siri.lund@example.org",
            "siri.lund@\u{212f}xample.org",
            "\u{2800}siri.lund@example.org",
            "ſiri.lund@example.org",
            "siri.lunᵈ@example.org",
        ] {
            assert_eq!(EmailAddress::parse(same).as_deref(), Ok("siri.lund@example.org"), "{same:?}");
        }
        assert_eq!(EmailAddress::parse("ﬁona.ﬂod@example.org").as_deref(), Ok("fiona.flod@example.org"));
        let sami = EmailAddress::parse("åsa.möller@exämple.se").expect("an address");
        for same in [
            "a\u{30a}sa.mo\u{308}ller@exa\u{308}mple.se",
            "Åsa.Möller@xn--exmple-cua.se",
            "ÅSA.MÖLLER@EXÄMPLE.SE",
        ] {
            assert_eq!(EmailAddress::parse(same), Ok(sami.clone()), "{same:?}");
        }
    }

    #[test]
    fn suffixes_of_a_mailbox_are_counted_together() {
        let mailbox = |raw| EmailAddress::parse(raw).expect("an address").mailbox().into_owned();
        assert_eq!(mailbox("siri+1@example.org"), mailbox("Siri+news+2@example.org"));
        assert_eq!(mailbox("+siri@example.org"), "+siri@example.org");
    }

    #[test]
    fn what_a_provider_ignores_makes_no_other_mailbox() {
        let mailbox = |raw| EmailAddress::parse(raw).expect("an address").mailbox().into_owned();
        for (one, same) in [
            ("siri.lund@gmail.com", "s.i.r.i.lund+x@googlemail.com"),
            ("sirilund@gmail.com", "Siri.Lund@GoogleMail.com"),
            ("siri-news@yahoo.se", "siri-work+1@yahoo.se"),
        ] {
            assert_eq!(mailbox(one), mailbox(same), "{one} {same}");
        }
        for (one, other) in [
            ("siri.lund@example.org", "sirilund@example.org"),
            ("siri-a@example.org", "siri-b@example.org"),
            ("siri@yahoo.se", "siri@yahoo.com"),
            ("siri@gmail.com", "siri@example.org"),
        ] {
            assert_ne!(mailbox(one), mailbox(other), "{one} {other}");
        }
        assert_eq!(mailbox("-siri@yahoo.se"), "-siri@yahoo.se");
    }

    proptest! {
        #[test]
        fn a_canonical_address_is_its_own_canonical_form(local in "\\PC{1,12}", domain in "[a-zåäöß.\u{ff41}-\u{ff5a}\u{3002}0-9-]{1,12}") {
            if let Ok(address) = EmailAddress::parse(&format!("{local}@{domain}")) {
                prop_assert_eq!(EmailAddress::parse(&address), Ok(address));
            }
        }
    }
}
