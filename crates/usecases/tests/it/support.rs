//! The fixture of these tests is `fyr-testing`.

pub use fyr_testing::BackendFixture as Fixture;
