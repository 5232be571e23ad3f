//! The headers, the text part and the HTML part of a composed mail.

use chrono::Datelike;
use fyr_domain::Lang;
use fyr_mail::{
    Block, ComposedEmail, EmailBranding, EmailMessage, EmailThread, InReplyTo, MailRef, Mailbox, Unsubscribe,
};
use mail_parser::{Message as ParsedMail, MessageParser, MimeHeaders};
use uuid::Uuid;

use crate::{MAIL, MESSAGE, TICKET, compose, composer, now, ticket_reply};

fn parse(mail: &ComposedEmail) -> ParsedMail<'_> {
    MessageParser::default().parse(mail.bytes()).expect("is a mail")
}

fn text_part(mail: &ComposedEmail) -> String {
    parse(mail).body_text(0).expect("has text").replace("\r\n", "\n")
}

fn html_part(mail: &ComposedEmail) -> String {
    parse(mail).body_html(0).expect("has HTML").replace("\r\n", "\n")
}

fn header<'a>(mail: &'a ParsedMail<'_>, name: &'a str) -> Option<&'a str> {
    mail.header_raw(name).map(str::trim)
}

/// A confirmation mail with every kind of block, in one language.
fn confirmation(lang: Lang, words: [&str; 9]) -> EmailMessage {
    let [heading, next_step, reference, status, new, button, author, unsubscribe, footer] = words;
    EmailMessage {
        lang,
        preheader: Some(next_step.to_owned()),
        blocks: vec![
            Block::Heading(heading.to_owned()),
            Block::Paragraph(next_step.to_owned()),
            Block::Quote {
                author: author.to_owned(),
                text: "Det går inte.\n\n<b>Åh nej</b> & så".to_owned(),
            },
            Block::Facts(vec![
                (reference.to_owned(), "K7M-3Q9X".to_owned()),
                (status.to_owned(), new.to_owned()),
            ]),
            Block::Button {
                label: button.to_owned(),
                url: "https://fyr.example/tickets/K7M-3Q9X?a=1&b=2".to_owned(),
            },
        ],
        footer: vec![Block::Small(footer.to_owned())],
        unsubscribe: Some(Unsubscribe {
            label: unsubscribe.to_owned(),
            url: "https://fyr.example/unsubscribe/abc".to_owned(),
        }),
        auto_submitted: true,
        ..ticket_reply()
    }
}

fn swedish() -> EmailMessage {
    confirmation(
        Lang::Sv,
        [
            "Vi har fått ditt ärende",
            "En handläggare läser det nu. Du får svar senast tisdag den 24 november klockan 10:00, här och i portalen.",
            "Ärende",
            "Läge",
            "Nytt",
            "Visa ärendet",
            "Åsa Öberg",
            "Sluta få sådana brev",
            "Du får brevet för att du skrev till Fyr.",
        ],
    )
}

#[test]
fn the_text_part_is_rendered_in_swedish() {
    insta::assert_snapshot!(text_part(&compose(&swedish())), @r"
    Vi har fått ditt ärende
    =======================

    En handläggare läser det nu. Du får svar senast tisdag den 24 november
    klockan 10:00, här och i portalen.

    Åsa Öberg:
    > Det går inte.
    >
    > <b>Åh nej</b> & så

    Ärende: K7M-3Q9X
    Läge: Nytt

    Visa ärendet:
    https://fyr.example/tickets/K7M-3Q9X?a=1&b=2

    -- 
    Du får brevet för att du skrev till Fyr.

    Sluta få sådana brev:
    https://fyr.example/unsubscribe/abc
    ");
}

#[test]
fn the_text_part_is_rendered_in_norwegian_and_english() {
    let norwegian = confirmation(
        Lang::Nb,
        [
            "Vi har fått saken din",
            "En saksbehandler leser den nå.",
            "Sak",
            "Status",
            "Ny",
            "Vis saken",
            "Bjørn Ærø",
            "Slutt å få slike brev",
            "Du får brevet fordi du skrev til Fyr.",
        ],
    );
    insta::assert_snapshot!(text_part(&compose(&norwegian)), @r"
    Vi har fått saken din
    =====================

    En saksbehandler leser den nå.

    Bjørn Ærø:
    > Det går inte.
    >
    > <b>Åh nej</b> & så

    Sak: K7M-3Q9X
    Status: Ny

    Vis saken:
    https://fyr.example/tickets/K7M-3Q9X?a=1&b=2

    -- 
    Du får brevet fordi du skrev til Fyr.

    Slutt å få slike brev:
    https://fyr.example/unsubscribe/abc
    ");

    let english = confirmation(
        Lang::En,
        [
            "We have your ticket",
            "Somebody is reading it now.",
            "Ticket",
            "Status",
            "New",
            "Show the ticket",
            "Zoë",
            "Get no more of these",
            "You get this mail because you wrote to Fyr.",
        ],
    );
    insta::assert_snapshot!(text_part(&compose(&english)), @r"
    We have your ticket
    ===================

    Somebody is reading it now.

    Zoë:
    > Det går inte.
    >
    > <b>Åh nej</b> & så

    Ticket: K7M-3Q9X
    Status: New

    Show the ticket:
    https://fyr.example/tickets/K7M-3Q9X?a=1&b=2

    -- 
    You get this mail because you wrote to Fyr.

    Get no more of these:
    https://fyr.example/unsubscribe/abc
    ");
}

#[test]
fn text_and_html_are_alternatives_in_utf_8_and_transfer_encoded_as_ascii() {
    let mail = compose(&swedish());
    let parsed = parse(&mail);
    let kind = parsed.content_type().expect("has a type");
    assert_eq!((kind.ctype(), kind.subtype()), ("multipart", Some("alternative")));
    let parts: Vec<_> = parsed.parts.iter().skip(1).filter_map(|part| part.content_type()).collect();
    let kinds: Vec<_> = parts.iter().map(|kind| (kind.subtype(), kind.attribute("charset"))).collect();
    assert_eq!(kinds, [(Some("plain"), Some("utf-8")), (Some("html"), Some("utf-8"))]);
    assert!(mail.bytes().is_ascii());
    assert!(
        mail.bytes().split(|byte| *byte == b'\n').all(|line| line.len() <= 998 && !line.ends_with(b"\r\r"))
    );
    assert!(mail.bytes().windows(2).all(|pair| (pair[1] == b'\n') == (pair[0] == b'\r') || pair[0] == b'\n'));
}

#[test]
fn the_html_part_is_escaped_and_has_language_and_structure() {
    let html = html_part(&compose(&swedish()));
    assert!(html.starts_with("<!doctype html>\n<html lang=\"sv\" dir=\"ltr\">"));
    for expected in [
        "<title>Svar på ärende K7M-3Q9X: Kan inte logga in</title>",
        "<meta name=\"color-scheme\" content=\"light dark\">",
        "prefers-color-scheme: dark",
        "<h1 style=",
        ">Vi har fått ditt ärende</h1>",
        "<figcaption style=",
        "&lt;b&gt;Åh nej&lt;/b&gt; &amp; så",
        "<dt class=\"fyr-quiet\"",
        "href=\"https://fyr.example/tickets/K7M-3Q9X?a=1&amp;b=2\"",
        "<footer class=",
        "href=\"https://fyr.example/unsubscribe/abc\"",
    ] {
        assert!(html.contains(expected), "{expected} is not in\n{html}");
    }
    for forbidden in ["<b>", "<table", "<img", "<script", "url(", "@import", "href=\"\""] {
        assert!(!html.contains(forbidden), "{forbidden}");
    }
    for tag in ["p", "div", "dl", "dt", "dd", "figure", "blockquote", "main", "footer", "a", "h1"] {
        let opened = html.matches(&format!("<{tag} ")).count();
        assert_eq!(opened, html.matches(&format!("</{tag}>")).count(), "{tag}");
    }
}

#[test]
fn non_ascii_names_and_subjects_are_encoded() {
    let mail = compose(&ticket_reply());
    let parsed = parse(&mail);
    let to = parsed.to().and_then(|to| to.first()).expect("has a recipient");
    assert_eq!((to.name(), to.address()), (Some("Åsa Öberg"), Some("asa@example.org")));
    let from = parsed.from().and_then(|from| from.first()).expect("has a sender");
    assert_eq!((from.name(), from.address()), (Some("Fyr Stöd"), Some("support@fyr.example")));
    assert_eq!(parsed.subject(), Some(ticket_reply().subject.as_str()));
    assert_eq!(
        parsed.reply_to().and_then(|to| to.first()).and_then(|to| to.address()),
        Some("svar@fyr.example")
    );

    for name in ["Öberg, Åsa \"Ö\" <x@y.se>", "O'Neill (IT); a:b", "\\", "李 明", &"Å ".repeat(60)] {
        let mail = compose(&EmailMessage { to: Mailbox::named("asa@example.org", name), ..ticket_reply() });
        let parsed = parse(&mail);
        let to = parsed.to().and_then(|to| to.first()).expect("has a recipient");
        assert_eq!((to.name(), to.address()), (Some(name.trim()), Some("asa@example.org")));
    }
}

#[test]
fn the_date_is_the_given_one() {
    let mail = compose(&ticket_reply());
    let date = parse(&mail).date().expect("has a date").to_timestamp();
    assert_eq!(date, now().timestamp());
    let early = composer()
        .compose(&ticket_reply(), chrono::DateTime::<chrono::Utc>::MIN_UTC)
        .expect("can be composed");
    assert_eq!(parse(&early).date().map(|date| i32::from(date.year)), Some(1970));
    let late = composer()
        .compose(&ticket_reply(), chrono::DateTime::<chrono::Utc>::MAX_UTC)
        .expect("can be composed");
    assert_eq!(parse(&late).date().map(|date| i32::from(date.year)), Some(9999));
    assert!(now().year() < 9999);
}

#[test]
fn the_mails_of_a_ticket_form_a_thread() {
    let ids = composer().message_ids().clone();
    let root = ids.encode(MailRef::Ticket(TICKET));
    let notification = compose(&EmailMessage {
        thread: Some(EmailThread { ticket: TICKET, message: None, in_reply_to: None }),
        ..ticket_reply()
    });
    assert_eq!(notification.message_id(), ids.encode(MailRef::Notification { ticket: TICKET, mail: MAIL }));
    assert_eq!(header(&parse(&notification), "References"), Some(root.as_str()));
    assert_eq!(header(&parse(&notification), "In-Reply-To"), Some(root.as_str()));

    let earlier = Uuid::from_u128(0x44);
    let thread = EmailThread {
        ticket: TICKET,
        message: Some(MESSAGE),
        in_reply_to: Some(InReplyTo::TicketMessage(earlier)),
    };
    let reply = compose(&EmailMessage { thread: Some(thread.clone()), ..ticket_reply() });
    let parent = ids.encode(MailRef::Message { ticket: TICKET, message: earlier });
    assert_eq!(reply.message_id(), ids.encode(MailRef::Message { ticket: TICKET, message: MESSAGE }));
    assert_eq!(header(&parse(&reply), "In-Reply-To"), Some(parent.as_str()));
    let references = parse(&reply).references().as_text_list().map(<[_]>::to_vec).unwrap_or_default();
    assert_eq!(references.iter().map(|id| format!("<{id}>")).collect::<Vec<_>>(), [root.clone(), parent]);

    let foreign = |id: &str| {
        let in_reply_to = Some(InReplyTo::ForeignMail(id.to_owned()));
        compose(&EmailMessage {
            thread: Some(EmailThread { in_reply_to, ..thread.clone() }),
            ..ticket_reply()
        })
    };
    assert_eq!(
        header(&parse(&foreign("<CA+1=x@mail.example>")), "In-Reply-To"),
        Some("<CA+1=x@mail.example>")
    );
    assert_eq!(header(&parse(&foreign("<a@b>\r\nBcc: <x@y.se>")), "In-Reply-To"), Some(root.as_str()));

    let without_thread = compose(&EmailMessage { thread: None, ..ticket_reply() });
    assert_eq!(without_thread.message_id(), ids.encode(MailRef::Mail(MAIL)));
    assert_eq!(header(&parse(&without_thread), "References"), None);
}

#[test]
fn a_letterhead_names_the_sender_and_colors_links_and_buttons() {
    let branding = EmailBranding {
        name: "Nordviks <stöd>".into(),
        sender_name: Some("Stödet\r\nBcc: x@y.se".into()),
        color: "#8a1538".into(),
        color_on_dark: "#d9a3b3".into(),
    };
    let mail = compose(&EmailMessage { branding, ..swedish() });
    let parsed = parse(&mail);
    let from = parsed.from().and_then(|from| from.first()).expect("a sender");
    assert_eq!(from.name(), Some("Stödet Bcc: x@y.se"), "in one line");
    assert_eq!(from.address(), Some("support@fyr.example"));
    let html = html_part(&mail);
    assert!(html.contains("Nordviks &lt;stöd&gt;"), "{html}");
    assert!(html.contains("background:#8a1538") && html.contains("background:#d9a3b3!important"), "{html}");
    let plain = compose(&swedish());
    let plain = parse(&plain);
    assert_eq!(plain.from().and_then(|from| from.first()).and_then(|from| from.name()), Some("Fyr Stöd"));
}

#[test]
fn the_same_message_gives_the_same_bytes() {
    assert_eq!(compose(&swedish()).bytes(), compose(&swedish()).bytes());
}

#[test]
fn only_generated_mail_has_the_headers_of_automatic_mail() {
    let automatic = compose(&swedish());
    let parsed = parse(&automatic);
    assert_eq!(header(&parsed, "Auto-Submitted"), Some("auto-generated"));
    assert_eq!(header(&parsed, "List-Unsubscribe"), Some("<https://fyr.example/unsubscribe/abc>"));
    assert_eq!(header(&parsed, "List-Unsubscribe-Post"), Some("List-Unsubscribe=One-Click"));
    assert_eq!(header(&parsed, "Content-Language"), Some("sv"));
    let personal = compose(&ticket_reply());
    for name in ["Auto-Submitted", "X-Auto-Response-Suppress", "List-Unsubscribe", "List-Unsubscribe-Post"] {
        assert_eq!(header(&parse(&personal), name), None, "{name}");
    }
}
