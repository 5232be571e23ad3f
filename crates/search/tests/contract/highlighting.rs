//! The content of a hit: ids, marked titles, snippets, match quality.

use fyr_domain::Lang::{En, Nb, Sv};
use fyr_search::{MatchQuality, Segment};
use uuid::Uuid;

use super::{Engine, promises, search, search_typing};

promises! { all_documents:
    a_hit_has_the_ids_of_its_document,
    all_kinds_of_matches_are_marked,
    a_snippet_is_around_the_best_match,
    a_hit_has_its_match_quality,
}

/// Marks matches with brackets.
fn with_brackets(segments: &[Segment]) -> String {
    let text = |segment: &Segment| {
        if segment.marked { format!("[{}]", segment.text) } else { segment.text.clone() }
    };
    segments.iter().map(text).collect()
}

async fn a_hit_has_the_ids_of_its_document(engine: &Engine) {
    let results = search(engine, Nb, "passord").await;
    let hit = &results.hits[0];
    assert_eq!((hit.id, hit.article_id, hit.lang), (Uuid::from_u128(101), Uuid::from_u128(10_101), Nb));
}

async fn all_kinds_of_matches_are_marked(engine: &Engine) {
    for (lang, text, title) in [
        (Sv, "lösenord", "Byt [lösenord]"),
        (Sv, "byta lösenordet", "[Byt] [lösenord]"),
        (Sv, "lösenrod", "Byt [lösenord]"),
        (Sv, "kodord", "Byt [lösenord]"),
        (Nb, "passordene", "Bytt [passord]"),
        (En, "pasword", "Change your [password]"),
    ] {
        assert_eq!(with_brackets(&search(engine, lang, text).await.hits[0].title), title, "{text}");
    }
    assert_eq!(with_brackets(&search_typing(engine, Sv, "byt lös").await.hits[0].title), "[Byt] [lösenord]");
    let snippet = with_brackets(&search(engine, Sv, "lösenord").await.hits[0].snippet);
    assert_eq!(snippet, "Så byter du [lösenordet] till ditt konto.");
}

async fn a_snippet_is_around_the_best_match(engine: &Engine) {
    let results = search(engine, Sv, "nyckelskåp receptionen").await;
    let snippet = with_brackets(&results.hits[0].snippet);
    assert!(snippet.contains("[Nyckelskåpet] <b>finns</b> bakom [receptionen] & låses"), "{snippet}");
    assert!(snippet.starts_with('…') && snippet.ends_with('…'), "{snippet}");
    assert!((120..=280).contains(&snippet.chars().count()), "{snippet}");
}

async fn a_hit_has_its_match_quality(engine: &Engine) {
    for (text, match_quality) in [
        ("byta lösenord", MatchQuality { query_words: 2, in_title: 2, in_excerpt: 2 }),
        ("konto lösenord", MatchQuality { query_words: 2, in_title: 1, in_excerpt: 2 }),
        ("receptionen", MatchQuality { query_words: 1, in_title: 0, in_excerpt: 1 }),
        ("zebran receptionen giraffen", MatchQuality { query_words: 3, in_title: 0, in_excerpt: 1 }),
    ] {
        assert_eq!(search(engine, Sv, text).await.hits[0].match_quality, match_quality, "{text}");
    }
}
