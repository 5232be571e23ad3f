//! Mail that leads only here, and goes only to whom it is for.

use crate::support::{Site, on_both_engines};

on_both_engines! {
    links_in_mail_lead_to_the_public_address,
    names_and_subjects_add_no_header_to_mail,
}

const FORM: [(&str, &str); 5] = [
    ("topic", "other"),
    ("subject", "Fråga"),
    ("description", "Hur?"),
    ("name", "Gun"),
    ("email", "gun@gast.example"),
];

async fn links_in_mail_lead_to_the_public_address(site: &Site) {
    let evil = site
        .browser()
        .with_header("host", "evil.example")
        .with_header("x-forwarded-host", "evil.example")
        .with_header("forwarded", "host=evil.example");
    evil.post("/tickets/new", &FORM).await.assert_status(303);
    evil.post("/tickets/link", &[("email", "gun@gast.example")]).await.assert_status(303);
    let mails = site.delivered_emails().await;
    assert_eq!(mails.len(), 2);
    for mail in mails {
        assert!(!mail.raw.contains("evil.example") && !mail.html.contains("evil.example"), "{}", mail.raw);
        assert!(mail.text.contains("http://fyr.test/tickets/"), "{}", mail.text);
        mail.link("http://fyr.test", "/tickets/");
    }
}

async fn names_and_subjects_add_no_header_to_mail(site: &Site) {
    let breaks = [
        "\r\nBcc: evil@evil.example",
        "\nBcc: evil@evil.example",
        "\rBcc: evil@evil.example",
        "\u{2028}Bcc: evil@evil.example",
        "\u{85}Bcc: evil@evil.example",
        "\"\r\n <evil@evil.example>",
        "=?utf-8?q?=0D=0ABcc:_evil@evil.example?=",
    ];
    for end in breaks {
        let (subject, name) = (format!("Fråga{end}"), format!("Gun{end}"));
        let form = [
            ("topic", "other"),
            ("subject", &subject),
            ("description", "Hur?"),
            ("name", &name),
            ("email", "gun@gast.example"),
        ];
        site.browser().post("/tickets/new", &form).await.assert_status(303);
    }
    let mails = site.delivered_emails().await;
    assert_eq!(mails.len(), breaks.len());
    for mail in mails {
        assert_eq!(mail.to, "gun@gast.example");
        let lines = mail.header_lines();
        assert!(lines.iter().all(|line| !line.to_lowercase().starts_with("bcc")), "{lines:?}");
        let of = |name: &str| lines.iter().filter(|line| line.to_lowercase().starts_with(name)).count();
        assert_eq!((of("to:"), of("subject:"), of("from:")), (1, 1, 1), "{lines:?}");
    }
    // an address that could end the header is none
    for email in [
        "gun@gast.example\r\nBcc: evil@evil.example",
        "gun@gast.example,evil@evil.example",
        "<gun@gast.example>",
    ] {
        let form =
            [("topic", "other"), ("subject", "F"), ("description", "H"), ("name", "Gun"), ("email", email)];
        site.browser().post("/tickets/new", &form).await.assert_status(422);
    }
}
