//! The stop words that are built in, which queries ignore: of "Hur byter jag lösenord?" only two words matter.

use fyr_domain::Lang;

const SV: &[&str] = &[
    "alla", "allt", "att", "av", "blir", "de", "dem", "den", "denna", "dessa", "det", "detta", "dig", "din",
    "ditt", "du", "där", "då", "eller", "en", "er", "ett", "finns", "för", "ha", "hade", "han", "har",
    "henne", "hon", "hos", "hur", "i", "in", "inte", "jag", "kan", "ska", "skall", "man", "med", "men",
    "mig", "min", "mina", "mitt", "måste", "ni", "nu", "när", "och", "om", "oss", "på", "sig", "sin", "som",
    "så", "till", "ut", "var", "vad", "vara", "varför", "vart", "vi", "vid", "vilka", "vilken", "vilket",
    "vill", "är", "än", "åt", "från", "gör", "göra", "får", "få", "går",
];
const NB: &[&str] = &[
    "alle", "alt", "at", "av", "blir", "da", "de", "dem", "den", "denne", "der", "det", "dette", "deg",
    "din", "ditt", "du", "eller", "en", "er", "et", "finnes", "for", "fra", "ha", "hadde", "han", "har",
    "hennes", "hun", "hos", "hva", "hvem", "hvilke", "hvilken", "hvilket", "hvor", "hvordan", "hvorfor", "i",
    "ikke", "inn", "jeg", "kan", "skal", "man", "med", "meg", "men", "min", "mine", "mitt", "må", "nå",
    "når", "og", "om", "oss", "på", "seg", "sin", "som", "så", "til", "ut", "var", "ved", "vi", "vil",
    "være", "å", "gjør", "gjøre", "får", "få", "går",
];
const NN: &[&str] = &[
    "alle", "alt", "at", "av", "blir", "blei", "vart", "då", "de", "dei", "dykk", "den", "denne", "der",
    "det", "dette", "deg", "din", "di", "ditt", "du", "eller", "ein", "ei", "eit", "er", "finst", "for",
    "frå", "ha", "hadde", "han", "har", "hennar", "ho", "hos", "kva", "kven", "kvar", "korleis", "kvifor",
    "i", "ikkje", "inn", "eg", "kan", "skal", "med", "meg", "men", "min", "mi", "mine", "mitt", "må", "no",
    "når", "og", "om", "oss", "på", "seg", "sin", "som", "så", "til", "ut", "var", "ved", "vi", "me", "vil",
    "vere", "å", "gjer", "gjere", "får", "få", "går",
];
const EN: &[&str] = &[
    "a", "about", "am", "an", "and", "are", "as", "at", "be", "been", "but", "by", "can", "could", "did",
    "do", "does", "dont", "for", "from", "had", "has", "have", "he", "her", "his", "how", "i", "if", "im",
    "in", "is", "it", "its", "me", "my", "no", "not", "of", "on", "or", "our", "she", "should", "so", "that",
    "the", "their", "them", "there", "they", "this", "to", "was", "we", "were", "what", "when", "where",
    "which", "who", "why", "will", "with", "would", "you", "your",
];

/// The stop words that are built in for a language.
pub(super) const fn built_in_stop_words(lang: Lang) -> &'static [&'static str] {
    match lang {
        Lang::Sv => SV,
        Lang::Nb => NB,
        Lang::Nn => NN,
        Lang::En => EN,
    }
}
