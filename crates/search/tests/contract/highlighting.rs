//! What is shown of a hit: ids, marked titles, snippets.

use fyr_domain::Lang::{En, Nb, Sv};
use fyr_search::{Fit, SearchEngine, Segment};
use uuid::Uuid;

use super::{search, search_typing};

pub(crate) async fn cases(engine: &dyn SearchEngine) {
    a_hit_says_what_it_is(engine).await;
    matches_are_marked_however_they_matched(engine).await;
    a_snippet_is_the_best_place(engine).await;
    a_hit_tells_how_much_of_the_question_it_has(engine).await;
}

/// Marked text in brackets.
fn shown(segments: &[Segment]) -> String {
    segments.iter().map(|s| if s.marked { format!("[{}]", s.text) } else { s.text.clone() }).collect()
}

async fn a_hit_says_what_it_is(engine: &dyn SearchEngine) {
    let results = search(engine, Nb, "passord").await;
    let hit = &results.hits[0];
    assert_eq!((hit.id, hit.article_id, hit.lang), (Uuid::from_u128(101), Uuid::from_u128(10_101), Nb));
}

async fn matches_are_marked_however_they_matched(engine: &dyn SearchEngine) {
    for (lang, text, title) in [
        (Sv, "lösenord", "Byt [lösenord]"),
        (Sv, "byta lösenordet", "[Byt] [lösenord]"),
        (Sv, "lösenrod", "Byt [lösenord]"),
        (Sv, "kodord", "Byt [lösenord]"),
        (Nb, "passordene", "Bytt [passord]"),
        (En, "pasword", "Change your [password]"),
    ] {
        assert_eq!(shown(&search(engine, lang, text).await.hits[0].title), title, "{text}");
    }
    assert_eq!(shown(&search_typing(engine, Sv, "byt lös").await.hits[0].title), "[Byt] [lösenord]");
    let snippet = shown(&search(engine, Sv, "lösenord").await.hits[0].snippet);
    assert_eq!(snippet, "Så byter du [lösenordet] till ditt konto.");
}

async fn a_snippet_is_the_best_place(engine: &dyn SearchEngine) {
    let results = search(engine, Sv, "nyckelskåp receptionen").await;
    let snippet = shown(&results.hits[0].snippet);
    assert!(snippet.contains("[Nyckelskåpet] <b>finns</b> bakom [receptionen] & låses"), "{snippet}");
    assert!(snippet.starts_with('…') && snippet.ends_with('…'), "{snippet}");
    assert!((120..=280).contains(&snippet.chars().count()), "{snippet}");
}

async fn a_hit_tells_how_much_of_the_question_it_has(engine: &dyn SearchEngine) {
    for (text, fit) in [
        ("byta lösenord", Fit { asked: 2, in_title: 2, shown: 2 }),
        ("konto lösenord", Fit { asked: 2, in_title: 1, shown: 2 }),
        ("receptionen", Fit { asked: 1, in_title: 0, shown: 1 }),
        ("zebran receptionen giraffen", Fit { asked: 3, in_title: 0, shown: 1 }),
    ] {
        assert_eq!(search(engine, Sv, text).await.hits[0].fit, fit, "{text}");
    }
}
