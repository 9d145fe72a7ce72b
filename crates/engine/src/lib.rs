//! How a notebook cell becomes a result.
