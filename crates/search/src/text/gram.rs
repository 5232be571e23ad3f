//! Character n-grams: words that share a part share some of them, such as "lösenordsåterställning" and "återställa".

/// The length of an n-gram, in characters.
const LENGTH: usize = 5;

/// The n-grams of a folded word with its beginning and its end marked; the marked word itself where it is no longer.
pub(crate) fn grams(word: &str) -> Vec<String> {
    let marked: Vec<char> = format!("_{word}_").chars().collect();
    if marked.len() <= LENGTH {
        return vec![marked.into_iter().collect()];
    }
    marked.windows(LENGTH).map(|gram| gram.iter().collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_taken_apart_with_its_beginning_and_its_end() {
        assert_eq!(grams("möte"), ["_möte", "möte_"]);
        assert_eq!(grams("lösen"), ["_löse", "lösen", "ösen_"]);
        assert_eq!(grams("på"), ["_på_"]);
        let shared = |a: &str, b: &str| grams(a).iter().filter(|gram| grams(b).contains(gram)).count();
        assert!(shared("lösenordsåterställning", "återställa") >= 4);
        assert_eq!(shared("passord", "lösenord"), 0);
    }
}
