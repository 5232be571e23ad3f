//! The parts that also run in the browser. Their texts come as props, so that no translation table is sent.
