//! How the embedded engine ranks questions: what lacks a word is not hidden, and an answer stands in one place.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

use fyr_domain::{
    Lang::{self, En, Sv},
    articles::Audience,
};
use fyr_search::{Document, Query, open_embedded};
use uuid::Uuid;

fn document(number: usize, lang: Lang, title: &str, body: &str) -> Document {
    let id = Uuid::from_u128(number as u128 + 1);
    Document {
        id,
        article_id: id,
        lang,
        category: "konto".to_owned(),
        audience: Audience::EVERYONE,
        title: title.to_owned(),
        summary: String::new(),
        keywords: Vec::new(),
        body: body.to_owned(),
        popularity: 0,
    }
}

/// The titles that a query finds among these texts, best first.
async fn found(lang: Lang, texts: &[(&str, &str)], query: &str) -> Vec<String> {
    let dir = tempfile::tempdir().unwrap();
    let engine = open_embedded(dir.path()).unwrap();
    let others = (100..200).map(|number| document(number, lang, &format!("Xylofon {number}"), "Zebrafink."));
    let texts = texts.iter().enumerate().map(|(number, (title, body))| document(number, lang, title, body));
    engine.rebuild(texts.chain(others).collect()).await.unwrap();
    let query = Query { per_page: 20, ..Query::new(query, lang) };
    let hits = engine.search(&query).await.unwrap().hits;
    hits.iter().map(|hit| hit.title.iter().map(|segment| segment.text.as_str()).collect()).collect()
}

#[tokio::test]
async fn a_text_that_lacks_a_word_is_not_hidden_by_texts_that_have_them_all() {
    let other =
        "You can change how you get mail. Write your email and your address, and we change what we send.";
    let long = format!("{other} {}", "Your settings are kept until you leave the site. ".repeat(30));
    let target = ("Change the email associated with my profile", "Open your profile and choose another one.");
    let mut texts = vec![("Newsletters", long.as_str()); 20];
    texts.insert(7, target);
    let titles = found(En, &texts, "how do i change my email address").await;
    assert_eq!(titles[0], target.0);
    let refund =
        [("Request a refund", "We pay it back within a week."), ("How can I get a receipt", "Print it.")];
    assert_eq!(found(En, &refund, "how can I get a refund").await[0], "Request a refund");
}

#[tokio::test]
async fn an_answer_in_one_place_comes_before_the_same_words_here_and_there() {
    let filler = "Här står något helt annat som ingen frågar efter i dag. ".repeat(12);
    let near = format!("{filler} Anmälan stänger fredagen före kursen och går inte att flytta. {filler}");
    let apart =
        format!("Anmälan sker skriftligt. {filler} Fredagen är ledig. {filler} Butiken stänger. {filler}");
    let texts = [("Spritt", apart.as_str()), ("Samlat", near.as_str())];
    assert_eq!(found(Sv, &texts, "vilken fredag stänger anmälan").await[0], "Samlat");
}

#[tokio::test]
async fn words_that_share_a_part_are_alike() {
    let texts = [
        ("Återställa ditt lösenord", "Du får en kod som gäller i tio minuter."),
        ("Lösenordets längd", "Minst tolv tecken."),
        ("Fakturor", "De skickas den första i varje månad."),
    ];
    for query in ["lösenordsåterställning", "återställning av lösenord", "återställningen"] {
        assert_eq!(found(Sv, &texts, query).await[0], texts[0].0, "{query}");
    }
    let compound = [
        ("Inloggningen fungerar inte", "Vänta en stund och försök igen."),
        ("Sidan om lösenordsåterställning", "Den skickar en kod."),
    ];
    assert_eq!(found(Sv, &compound, "återställa lösenordet").await, ["Sidan om lösenordsåterställning"]);
}

#[tokio::test]
async fn a_title_that_is_the_query_comes_first() {
    let much = "Byta lösenord och byta lösenord igen: så byter du lösenord. ".repeat(20);
    let texts = [
        ("Byta lösenord i appen, på webben och i telefonen", much.as_str()),
        ("Byta lösenord", "Gå till Mitt konto."),
    ];
    assert_eq!(found(Sv, &texts, "byta lösenord").await[0], "Byta lösenord");
}

#[tokio::test]
async fn what_has_a_little_of_the_query_only_is_no_hit() {
    let filler = "Ett långt stycke om något helt annat, som råkar nämna en kurs. ".repeat(40);
    let texts =
        [("Anmälan till kurs i svetsning", "Kursen i svetsning börjar i maj."), ("Övrigt", filler.as_str())];
    assert_eq!(found(Sv, &texts, "anmälan kurs svetsning maj").await, [texts[0].0]);
}
