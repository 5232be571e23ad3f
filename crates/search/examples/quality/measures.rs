//! What is measured of a ranking.

use uuid::Uuid;

/// The hits that count.
pub const DEPTH: usize = 10;

/// The figure of which less is better: the share of queries without any hit.
pub const LESS_IS_BETTER: &str = "zero-hits";

/// Sums over queries; each figure is a mean, from 0 to 1.
#[derive(Clone, Copy, Debug, Default)]
pub struct Measures {
    pub queries: u32,
    first: f64,
    first_three: f64,
    reciprocal_rank: f64,
    gain: f64,
    zero_hits: f64,
}

impl Measures {
    /// Adds the ranking of one query with its answers, the best of which comes first.
    pub fn add(&mut self, ranking: &[Uuid], answers: &[Uuid]) {
        self.queries += 1;
        self.zero_hits += f64::from(u8::from(ranking.is_empty()));
        let rank = ranking.iter().take(DEPTH).position(|hit| answers.contains(hit));
        if let Some(rank) = rank {
            self.first += f64::from(u8::from(rank == 0));
            self.first_three += f64::from(u8::from(rank < 3));
            self.reciprocal_rank += 1.0 / f64::from(u32::try_from(rank + 1).unwrap_or(u32::MAX));
        }
        let gain = |id: &Uuid| match answers.iter().position(|answer| answer == id) {
            Some(0) => 2.0,
            Some(_) => 1.0,
            None => 0.0,
        };
        let ideal = discounted(answers.iter().map(gain));
        self.gain += discounted(ranking.iter().map(gain)) / ideal;
    }

    fn mean(&self, sum: f64) -> f64 {
        sum / f64::from(self.queries.max(1))
    }

    /// The names and the means.
    pub fn figures(&self) -> [(&'static str, f64); 5] {
        [
            ("success@1", self.mean(self.first)),
            ("success@3", self.mean(self.first_three)),
            ("mrr@10", self.mean(self.reciprocal_rank)),
            ("ndcg@10", self.mean(self.gain)),
            (LESS_IS_BETTER, self.mean(self.zero_hits)),
        ]
    }
}

/// The discounted cumulative gain of the first [`DEPTH`] hits.
fn discounted(gains: impl Iterator<Item = f64>) -> f64 {
    gains.take(DEPTH).zip(1_u32..).map(|(gain, rank)| gain / f64::from(rank + 1).log2()).sum()
}
