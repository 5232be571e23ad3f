//! Languages: letters, inflection, typos, prefixes, synonyms, stop words and characters that look like operators.

use fyr_domain::Lang::{En, Nb, Sv};
use fyr_search::{Query, Results};

use super::{Engine, promises, query, search, search_typing, titles};

promises! { all_documents:
    a_query_finds_documents_in_its_language_only,
    nordic_letters_are_distinct,
    a_foreign_keyboard_finds_our_letters_below_exact_matches,
    case_and_inflection_do_not_matter,
    long_words_may_have_typos,
    the_last_word_may_be_a_prefix,
    synonyms_match,
    stop_words_are_ignored,
    no_text_is_an_error,
}

async fn a_query_finds_documents_in_its_language_only(engine: &Engine) {
    assert_eq!(titles(&search(engine, Nb, "passord").await), ["Bytt passord"]);
    for (lang, word) in [(Sv, "passord"), (En, "lösenord"), (Nb, "snickeri")] {
        assert_eq!(search(engine, lang, word).await, Results::default(), "{word} in {lang}");
    }
    let results = search(engine, Sv, "lösenord").await;
    assert!(!results.hits.is_empty() && results.hits.iter().all(|hit| hit.lang == Sv));
}

async fn nordic_letters_are_distinct(engine: &Engine) {
    for (lang, word, title) in
        [(Sv, "trä", "Trä och snickeri"), (Nb, "får", "Får og geiter"), (Nb, "ære", "Ære være")]
    {
        assert_eq!(titles(&search(engine, lang, word).await), [title], "{word}");
    }
    assert_eq!(titles(&search(engine, Sv, "tra\u{308}").await), ["Trä och snickeri"], "decomposed");
}

async fn a_foreign_keyboard_finds_our_letters_below_exact_matches(engine: &Engine) {
    for (lang, word, found) in [
        (Sv, "tra", &["Sången tra la la", "Trä och snickeri"][..]),
        (Sv, "trae", &["Trä och snickeri"]),
        (Nb, "far", &["Far og barn", "Får og geiter"]),
        (Nb, "faar", &["Får og geiter"]),
        (Nb, "aere", &["Ære være"]),
        (Nb, "soknadene", &["Søknad om permisjon"]),
        (Nb, "soeknad", &["Søknad om permisjon"]),
        (Nb, "söknad", &["Søknad om permisjon"]),
    ] {
        assert_eq!(titles(&search(engine, lang, word).await), found, "{word}");
    }
    let typing = titles(&search_typing(engine, Nb, "sokn").await);
    assert_eq!(typing.first().map(String::as_str), Some("Søknad om permisjon"));
}

async fn case_and_inflection_do_not_matter(engine: &Engine) {
    for (lang, word, title) in [
        (Sv, "LÖSENORDEN", "Byt lösenord"),
        (Sv, "närvarons", "Närvaro på utbildningen"),
        (Sv, "aktivitetsrapporterna", "Aktivitetsrapport"),
        (Nb, "Passordene", "Bytt passord"),
        (Nb, "søknadene", "Søknad om permisjon"),
        (En, "PASSWORDS", "Change your password"),
        (En, "reported", "Reporting absence"),
    ] {
        assert_eq!(
            titles(&search(engine, lang, word).await).first().map(String::as_str),
            Some(title),
            "{word}"
        );
    }
}

async fn long_words_may_have_typos(engine: &Engine) {
    for (lang, word, title) in [
        (Sv, "lösenrod", "Byt lösenord"),
        (Sv, "snikeri", "Trä och snickeri"),
        (Sv, "aktivitetrapprt", "Aktivitetsrapport"),
        (Nb, "pasord", "Bytt passord"),
        (Nb, "søkand", "Søknad om permisjon"),
        (En, "pasword", "Change your password"),
        (En, "absense", "Reporting absence"),
    ] {
        assert_eq!(
            titles(&search(engine, lang, word).await).first().map(String::as_str),
            Some(title),
            "{word}"
        );
    }
    for (lang, word) in [(Sv, "tror"), (Nb, "fåt"), (En, "opfn")] {
        assert_eq!(search(engine, lang, word).await.total, 0, "{word} is too short to guess");
    }
}

async fn the_last_word_may_be_a_prefix(engine: &Engine) {
    for (lang, text, title) in [
        (Sv, "snick", "Trä och snickeri"),
        (Sv, "byt lösenor", "Byt lösenord"),
        (Sv, "LÖS", "Byt lösenord"),
        (Nb, "søkn", "Søknad om permisjon"),
        (En, "change your passw", "Change your password"),
    ] {
        assert_eq!(
            titles(&search_typing(engine, lang, text).await).first().map(String::as_str),
            Some(title),
            "{text}"
        );
    }
}

async fn synonyms_match(engine: &Engine) {
    for (lang, word, title) in [
        (Sv, "kodord", "Byt lösenord"),
        (Sv, "kurs", "Närvaro på utbildningen"),
        (Nb, "kodeord", "Bytt passord"),
        (En, "passcode", "Change your password"),
    ] {
        assert_eq!(
            titles(&search(engine, lang, word).await).first().map(String::as_str),
            Some(title),
            "{word}"
        );
    }
}

async fn stop_words_are_ignored(engine: &Engine) {
    for (lang, text, title) in [
        (Sv, "Hur byter jag mitt lösenord?", "Byt lösenord"),
        (Nb, "Hvordan bytter jeg passordet mitt?", "Bytt passord"),
        (En, "How do I change my password?", "Change your password"),
    ] {
        assert_eq!(
            titles(&search(engine, lang, text).await).first().map(String::as_str),
            Some(title),
            "{text}"
        );
    }
}

async fn no_text_is_an_error(engine: &Engine) {
    for text in ["", " \t\n", "\"", "!?:*", "\u{0}\u{1b}", "-"] {
        assert_eq!(search(engine, Sv, text).await, Results::default(), "{text:?}");
    }
    let long = "lösenord ".repeat(200);
    let endless = "ö".repeat(5_000);
    for text in [
        "AND (",
        "lösenord AND (",
        "\"lösenord",
        "title:lösenord",
        "lösenord*",
        "-lösenord",
        "lösenord~2^3",
        "[a TO z]",
        "\\",
        "' OR 1=1 --",
        "<script>",
        "lösen\u{0}ord",
        "{\"q\":1}",
        "../../etc",
        "😀 lösenord",
        &long,
        &endless,
    ] {
        for prefix in [false, true] {
            let query = Query { prefix, ..query(Sv, text) };
            assert!(engine.search(&query).await.is_ok(), "{text:?}");
        }
    }
    for text in ["\"lösenord\"", "lösenord*", "(lösenord", "+lösenord", "lösenord:", "-lösenord", &long]
    {
        assert_eq!(titles(&search(engine, Sv, text).await), ["Byt lösenord"], "{text:?}");
    }
}
