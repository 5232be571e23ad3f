//! What a form accepts as an address can be sent.

use fyr_domain::text::EmailAddress;
use fyr_mail::{EmailMessage, Mailbox};
use proptest::prelude::*;

use crate::{composer, now, ticket_reply};

fn can_be_sent(address: &str) -> bool {
    let message = EmailMessage { to: Mailbox::new(address), ..ticket_reply() };
    composer().compose(&message, now()).is_ok()
}

#[test]
fn every_odd_address_is_either_refused_by_forms_or_sent() {
    for odd in [
        "kari..5@example.org",
        "a@b.1",
        "a@b.0xf",
        "a@1.2.3.4",
        "a@xn--a.se",
        "a@exa_mple.se",
        "å\u{345}@b.se",
        "कि्@example.org",
        "a\u{301}@example.org",
        "ﬁ@example.org",
        "ß@straße.de",
        "x@b\u{200d}c.se",
        "x@faß.de",
        "İ@example.org",
        "\u{2126}@example.org",
    ] {
        if let Ok(address) = EmailAddress::parse(odd) {
            assert!(can_be_sent(&address), "{odd:?} as {address}");
        }
    }
}

proptest! {
    #[test]
    fn what_forms_accept_can_be_sent(
        local in "\\PC{1,10}|[a-z.+_å'\\-]{1,70}",
        domain in "\\PC{1,10}|[a-zå0-9.ｘ。\\-]{1,70}",
        end in "se|org|xn--p1ai|中国|1|0xa",
    ) {
        if let Ok(address) = EmailAddress::parse(&format!("{local}@{domain}.{end}")) {
            prop_assert!(can_be_sent(&address), "{}", address);
        }
    }
}
