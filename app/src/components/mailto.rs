//! Links that begin an email.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// The link that begins an email to an address (RFC 6068). An address may have `?`, `&` and `%` in it; here they are part of it, and
/// say nothing of copies or texts.
pub fn mailto(address: &str) -> String {
    match address.rsplit_once('@') {
        Some((local, domain)) => format!("mailto:{}@{}", encode(local), encode(domain)),
        None => format!("mailto:{}", encode(address)),
    }
}

/// The same with a subject.
pub fn mailto_about(address: &str, subject: &str) -> String {
    format!("{}?subject={}", mailto(address), encode(subject))
}

/// All but the unreserved characters of RFC 3986.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

fn encode(text: &str) -> String {
    utf8_percent_encode(text, RESERVED).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_one_address_whatever_is_in_it() {
        for (address, link) in [
            ("kari@example.no", "mailto:kari@example.no"),
            ("kari+1@example.no", "mailto:kari%2B1@example.no"),
            ("åsa@exämple.se", "mailto:%C3%A5sa@ex%C3%A4mple.se"),
            (
                "kund%40real.example?bcc=spion%40evil.example&z=q@evil.example",
                "mailto:kund%2540real.example%3Fbcc%3Dspion%2540evil.example%26z%3Dq@evil.example",
            ),
            ("a@b@c.se", "mailto:a%40b@c.se"),
            ("none", "mailto:none"),
        ] {
            assert_eq!(mailto(address), link);
        }
    }

    #[test]
    fn a_subject_is_a_subject_and_nothing_else() {
        let link = mailto_about("kari@example.no", "[K7M-3Q9X] Hej & välkommen");
        assert_eq!(link, "mailto:kari@example.no?subject=%5BK7M-3Q9X%5D%20Hej%20%26%20v%C3%A4lkommen");
    }
}
