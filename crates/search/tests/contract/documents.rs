//! The documents that the contract cases search.

use fyr_domain::{
    Lang::{self, En, Nb, Sv},
    articles::Audience,
};
use fyr_search::Document;
use uuid::Uuid;

/// Number of form documents, to test paging.
pub(crate) const FORM_COUNT: u32 = 23;

/// A document with default values, except for language, title and body.
pub(crate) fn document(number: u128, lang: Lang, title: &str, body: &str) -> Document {
    Document {
        id: Uuid::from_u128(number),
        article_id: Uuid::from_u128(number + 10_000),
        lang,
        category: "ovrigt".to_owned(),
        audience: Audience::EVERYONE,
        title: title.to_owned(),
        summary: String::new(),
        keywords: Vec::new(),
        body: body.to_owned(),
        popularity: 0,
    }
}

/// All documents in all languages.
pub(crate) fn all_documents() -> Vec<Document> {
    let mut docs = swedish();
    docs.extend(norwegian());
    docs.extend(english());
    docs.extend((0..FORM_COUNT).map(|number| Document {
        category: if number < 15 { "ansokan" } else { "intyg" }.to_owned(),
        ..document(500 + u128::from(number), Sv, &format!("Blankett {number}"), "Skriv ut och fyll i.")
    }));
    docs
}

fn swedish() -> Vec<Document> {
    let filler = "Här står något helt annat, som ingen har frågat efter. ".repeat(30);
    vec![
        Document {
            category: "konto".to_owned(),
            summary: "Så byter du lösenordet till ditt konto.".to_owned(),
            popularity: 40,
            ..document(
                1,
                Sv,
                "Byt lösenord",
                "Gå till Mitt konto. Skriv det gamla lösenordet och välj sedan ett nytt.",
            )
        },
        Document {
            category: "kurs".to_owned(),
            summary: "Anmäl din närvaro varje dag.".to_owned(),
            ..document(2, Sv, "Närvaro på utbildningen", "Närvaron syns i kalendern nästa dag.")
        },
        document(
            3,
            Sv,
            "Aktivitetsrapport",
            "Skicka in aktivitetsrapporten senast den fjortonde varje månad.",
        ),
        document(4, Sv, "Trä och snickeri", "I verkstaden arbetar vi med trä."),
        document(5, Sv, "Sången tra la la", "Vi sjunger tra la la."),
        // The same word in a different field of each document.
        document(10, Sv, "Kvitto och utlägg", "Så gör du steg för steg."),
        Document {
            keywords: vec!["kvitto".to_owned()],
            ..document(11, Sv, "Ersättning för resa", "Så gör du steg för steg.")
        },
        Document {
            summary: "Spara ditt kvitto.".to_owned(),
            ..document(12, Sv, "Resor med tåg", "Så gör du steg för steg.")
        },
        document(13, Sv, "Egen bil", "Så gör du steg för steg. Skicka in ett kvitto sist."),
        // Identical except for their popularity.
        Document { popularity: 3, ..document(20, Sv, "Parkering", "Parkera bakom huset.") },
        Document { popularity: 900, ..document(21, Sv, "Parkering", "Parkera bakom huset.") },
        Document { popularity: 40, ..document(22, Sv, "Parkering", "Parkera bakom huset.") },
        document(
            30,
            Sv,
            "Handbok",
            &format!("{filler}Nyckelskåpet <b>finns</b> bakom receptionen & låses klockan fem. {filler}"),
        ),
    ]
}

fn norwegian() -> Vec<Document> {
    vec![
        Document {
            category: "konto".to_owned(),
            summary: "Slik bytter du passordet ditt.".to_owned(),
            ..document(101, Nb, "Bytt passord", "Gå til Min side og velg et nytt passord.")
        },
        document(102, Nb, "Søknad om permisjon", "Søknaden sendes til veilederen din."),
        document(103, Nb, "Får og geiter", "Gården har dyr."),
        document(104, Nb, "Far og barn", "For familier."),
        document(105, Nb, "Ære være", "Om en sang."),
    ]
}

fn english() -> Vec<Document> {
    vec![
        Document {
            category: "account".to_owned(),
            summary: "How to choose a new password.".to_owned(),
            ..document(201, En, "Change your password", "Open your account and choose a new password.")
        },
        document(202, En, "Reporting absence", "Reports of absence are sent before nine."),
        document(203, En, "Opening hours", "The reception is open from eight to four."),
    ]
}
